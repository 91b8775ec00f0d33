"""The credential that travels with its holder: an Open Badge 3.0, signed here, checked anywhere.

It is a verifiable credential of the W3C's data model 2.0, secured as Open Badges 3.0, section 8.2, says: a compact
JWT (RFC 7515, EdDSA as in RFC 8037) whose payload is the credential itself. It names its holder by a salted digest
of their address alone, and holds no code, so that it gives away nothing that its bearer does not.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from app.db import certificates as rows
from app.db import db
from app.db.people import Firm, find_user
from app.db.scope import enter_firm
from app.errors import Conflict, Hidden
from app.policy import Action, Actor, require
from app.services import signing_keys
from app.services.certificates import CertificateLine, line_of
from app.services.signing_keys import base64url
from app.surroundings import keyed_digest, settings
from app.translations import translations_for
from content.text import say

CONTEXTS = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",  # 1EdTechRevocationList is a word of this one
)

ENGLISH = "en"


def issuer_address(firm_id: UUID) -> str:
    """Return the address that is an issuer's identifier; its profile lies there."""
    return f"{settings().base_url}/certificates/issuers/{firm_id}"


def key_address(key_id: str) -> str:
    return f"{settings().base_url}/certificates/keys/{key_id}"


def signed_credential(actor: Actor, certificate_id: UUID) -> str:
    """Return the credential of one of the actor's certificates as a compact JWT, in their language.

    Asked for again it is the same, letter for letter, as long as that language, the key and the site's address are.

    Raises:
        Hidden: there is no such certificate, or it is somebody else's.
        Conflict: it was revoked.
    """
    row = require(actor, Action.READ_CERTIFICATE, rows.find_certificate(certificate_id))
    if row.revoked_at is not None:
        raise Conflict("revoked")
    holder = find_user(row.user_id)
    if holder is None:
        raise Hidden
    return signed(credential_of(line_of(row), holder.email, holder.language))


def credential_of(line: CertificateLine, email: str, language: str = ENGLISH) -> dict[str, Any]:
    """Return the credential of a certificate, unsigned.

    Args:
        email: its holder's, of which only a salted digest goes in.
        language: of its texts, if the course has that language; else they are English.
    """
    language = language if language in line.achievement.title else ENGLISH
    issuer = issuer_address(line.issuer_id)
    salt = keyed_digest("credential", str(line.id)).hex()[:32]
    digest = hashlib.sha256(f"{email}{salt}".encode()).hexdigest()
    recipient = {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": f"sha256${digest}",
        "identityType": "emailAddress",
        "salt": salt,
    }
    return {
        "@context": list(CONTEXTS),
        "id": line.id.urn,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": say(line.achievement.title, language),
        "issuer": {"id": issuer, "type": ["Profile"], "name": line.issuer},
        "validFrom": _instant(line.issued_at),
        "awardedDate": _instant(line.issued_at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [recipient],
            "achievement": _achievement(line, language),
        },
        "credentialStatus": {"id": f"{issuer}/revoked", "type": "1EdTechRevocationList"},
    }


def _achievement(line: CertificateLine, language: str) -> dict[str, Any]:
    done = line.achievement
    texts = translations_for(language)
    criteria = (
        texts.gettext("All lessons of the course were completed and its final exam was passed.")
        if done.is_exam
        else texts.gettext("All lessons of the course were completed and its quiz was passed.")
    )
    others = sorted(one for one in done.title if one != language)
    return {
        "id": _achievement_id(line, language),
        "type": ["Achievement"],
        "achievementType": "Course",
        "inLanguage": language,
        "name": say(done.title, language),
        "version": done.version,
        "description": texts.ngettext(
            "A course of %(num)s minute.", "A course of %(num)s minutes.", done.minutes
        )
        % {"num": done.minutes},
        "criteria": {"narrative": criteria},
        "tag": [say(title, language) for title in done.competencies],
        **({"related": [_translation(line, one) for one in others]} if others else {}),
    }


def _translation(line: CertificateLine, language: str) -> dict[str, Any]:
    """Return the reference to the same achievement in another language (Open Badges 3.0, class Related)."""
    return {
        "id": _achievement_id(line, language),
        "type": ["Related"],
        "inLanguage": language,
        "version": line.achievement.version,
    }


def _achievement_id(line: CertificateLine, language: str) -> str:
    # The same for all who completed this version here, so that credentials of one course belong together. The English
    # one has no language in it: it is what was given out before there were others.
    done = line.achievement
    name = f"{issuer_address(line.issuer_id)}/courses/{done.course}/{done.version}"
    return uuid5(NAMESPACE_URL, name if language == ENGLISH else f"{name}/{language}").urn


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def signed(credential: dict[str, Any]) -> str:
    """Return a credential as a compact JWT, signed with the installation's current key."""
    header = {"alg": "EdDSA", "typ": "JWT", "kid": key_address(signing_keys.current_key().id)}
    claims = {
        **credential,
        "iss": credential["issuer"]["id"],
        "jti": credential["id"],
        "nbf": int(datetime.fromisoformat(credential["validFrom"]).timestamp()),
    }
    content = ".".join(base64url(_written(part)) for part in (header, claims))
    return f"{content}.{base64url(signing_keys.sign(content.encode()))}"


def _written(part: dict[str, Any]) -> bytes:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode()


def issuer_profile(firm_id: UUID) -> dict[str, Any]:
    """Return who issues: the profile to which credentials refer.

    Raises:
        Hidden: no such firm.
    """
    firm = _firm(firm_id)
    return {
        "@context": list(CONTEXTS),
        "id": issuer_address(firm_id),
        "type": ["Profile"],
        "name": firm.name,
        "url": settings().base_url,
    }


def revocation_list(firm_id: UUID) -> dict[str, Any]:
    """Return the ids of the firm's credentials that no longer count; an id tells nothing but itself.

    Raises:
        Hidden: no such firm.
    """
    _firm(firm_id)
    enter_firm(firm_id)
    issuer = issuer_address(firm_id)
    revoked = [certificate_id.urn for certificate_id in rows.list_revoked()]
    return {"id": f"{issuer}/revoked", "issuer": issuer, "revokedCredential": revoked}


def _firm(firm_id: UUID) -> Firm:
    firm = db.session.get(Firm, firm_id)
    if firm is None:
        raise Hidden
    return firm


def public_key(key_id: str) -> dict[str, str]:
    """Return one published key as a JWK.

    Raises:
        Hidden: none of this id.
    """
    for key in signing_keys.list_keys():
        if key.id == key_id:
            return key.jwk
    raise Hidden


def key_set() -> dict[str, Any]:
    """Return all published keys as RFC 7517, section 5, writes a set."""
    return {"keys": [key.jwk for key in signing_keys.list_keys()]}
