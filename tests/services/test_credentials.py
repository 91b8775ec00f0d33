"""Open Badges 3.0: signed here, checked by others.

Two checks use no line of ours: the arithmetic of RFC 8032, written out below, which shares nothing with what signs; and
openbadgeslib, which reads token and credential by itself, though the library under it is the one that signs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from app.db import db
from app.db.certificates import find_certificate
from app.db.people import find_user
from app.errors import Conflict, Hidden
from app.services import certificates, credentials, signing_keys
from app.services.signing_keys import KeyDamaged
from tests.conftest import NOW
from tests.services.test_certificates import earned
from tests.worlds.learning import Classroom

# ---- RFC 8032, section 6: points as fractions (X, Y, Z, T), as few lines as the document itself -----------

P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P
ORDER = 2**252 + 27742317777372353535851937790883648493
ROOT = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def added(one: Point, two: Point) -> Point:
    a, b = (one[1] - one[0]) * (two[1] - two[0]) % P, (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(factor: int, point: Point) -> Point:
    total: Point = (0, 1, 1, 0)
    while factor:
        if factor & 1:
            total = added(total, point)
        point, factor = added(point, point), factor >> 1
    return total


def point_of(packed: bytes) -> Point:
    y = int.from_bytes(packed, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT % P
    assert (x * x - square) % P == 0, "no point of the curve"
    x = P - x if x & 1 != sign else x
    return (x, y, 1, x * y % P)


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    point, drawn = point_of(public), point_of(signature[:32])
    factor = int.from_bytes(signature[32:], "little")
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    left = times(factor, BASE)
    right = added(drawn, times(int.from_bytes(digest, "little") % ORDER, point))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return factor < ORDER and same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


def opened(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


# ---- the tests ------------------------------------------------------------------------------------------


@pytest.fixture
def token(room: Classroom) -> str:
    return credentials.signed_credential(room.khalid, earned(room.khalid).id)


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    head, claims, signature = token.split(".")
    return json.loads(opened(head)), json.loads(opened(claims)), opened(signature)


def published(token: str) -> bytes:
    """The public key that the token names, as it is published."""
    address = parts(token)[0]["kid"]
    return opened(credentials.public_key(address.rsplit("/", 1)[1])["x"])


def test_the_arithmetic_knows_the_example_of_the_standard() -> None:
    """RFC 8037, appendix A.4: an example with a key, a message and its signature."""
    public = opened("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
    message = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
    signature = opened(
        "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
    )
    assert is_signed(public, message, signature)
    assert not is_signed(public, message + b"g", signature)


def test_the_signature_holds_by_the_arithmetic_of_the_standard(token: str) -> None:
    content, _, signature = token.rpartition(".")
    assert is_signed(published(token), content.encode(), opened(signature))


def test_no_changed_claim_keeps_the_signature(token: str) -> None:
    head, _, signature = token.split(".")
    for name in parts(token)[1]:
        changed = {**parts(token)[1], name: "changed"}
        claims = signing_keys.base64url(json.dumps(changed).encode())
        assert not is_signed(published(token), f"{head}.{claims}".encode(), opened(signature))


def test_another_implementation_accepts_it_and_refuses_a_forged_one(token: str) -> None:
    oracle = pytest.importorskip("openbadgeslib.ob3")

    key = Ed25519PublicKey.from_public_bytes(published(token))
    pem = key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    found = oracle.OB3Verifier(pubkey_pem=pem).verify(token)
    assert found.achievement.name == "PMO essentials"
    head, claims, signature = token.split(".")
    forged = signing_keys.base64url(opened(claims).replace(b"PMO essentials", b"PMO mastership"))
    with pytest.raises(oracle.OB3VerificationError):
        oracle.OB3Verifier(pubkey_pem=pem).verify(f"{head}.{forged}.{signature}")


def test_it_is_an_open_badge_of_version_3(room: Classroom, token: str) -> None:
    """What Open Badges 3.0 asks of an OpenBadgeCredential (section B.1.4) and of its JWT (section 8.2.4.1)."""
    head, claims, _ = parts(token)
    assert (head["alg"], head["typ"]) == ("EdDSA", "JWT")
    assert claims["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert claims["@context"][1].startswith("https://purl.imsglobal.org/spec/ob/v3p0/context-3.0")
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert claims["validFrom"] == "2026-03-02T09:00:00Z"
    assert (claims["iss"], claims["jti"]) == (claims["issuer"]["id"], claims["id"])
    assert claims["nbf"] == int(NOW.timestamp())
    achievement = claims["credentialSubject"]["achievement"]
    assert {"id", "type", "name", "description", "criteria"} <= set(achievement)
    assert claims["issuer"]["id"] == credentials.issuer_profile(room.firm_id)["id"]
    assert claims["credentialStatus"]["id"] == credentials.revocation_list(room.firm_id)["id"]


def test_it_names_its_holder_by_a_salted_digest_alone(room: Classroom, token: str) -> None:
    _, claims, _ = parts(token)
    (recipient,) = claims["credentialSubject"]["identifier"]
    told = f"{room.khalid.email}{recipient['salt']}".encode()
    assert recipient["identityHash"] == f"sha256${hashlib.sha256(told).hexdigest()}"
    text = json.dumps(claims)
    assert room.khalid.email not in text
    assert "Khalid" not in text
    code = certificates.my_certificates(room.khalid)[0].code
    assert code not in text
    assert code.replace("-", "") not in text


def test_asked_for_again_it_is_the_same(room: Classroom, token: str) -> None:
    (line,) = certificates.my_certificates(room.khalid)
    assert credentials.signed_credential(room.khalid, line.id) == token


def test_a_revoked_certificate_gives_no_credential(room: Classroom, token: str) -> None:
    (line,) = certificates.my_certificates(room.khalid)
    certificates.revoke(room.admin, room.assessment_id, line.id, "mistake")
    with pytest.raises(Conflict, match="revoked"):
        credentials.signed_credential(room.khalid, line.id)


def test_the_key_is_its_owners_alone(token: str) -> None:
    path = signing_keys.folder() / signing_keys.CURRENT
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.name for one in path.parent.iterdir() if "partial" in one.name] == []


@pytest.fixture
def ring(token: str) -> Iterator[Path]:
    """The folder of keys, put back afterwards as it was."""
    folder = signing_keys.folder()
    before = {path: path.read_bytes() for path in folder.iterdir()}
    yield folder
    for path in folder.iterdir():
        path.unlink()
    for path, content in before.items():
        path.write_bytes(content)
        path.chmod(0o600)


def test_after_a_change_of_keys_both_are_published_and_the_new_one_signs(
    room: Classroom, token: str, ring: Path
) -> None:
    (ring / signing_keys.CURRENT).rename(ring / "2026-03.pem")
    (line,) = certificates.my_certificates(room.khalid)
    later = credentials.signed_credential(room.khalid, line.id)
    assert parts(later)[0]["kid"] != parts(token)[0]["kid"]
    assert parts(later)[1] == parts(token)[1]
    for one in (token, later):
        content, _, signature = one.rpartition(".")
        assert is_signed(published(one), content.encode(), opened(signature))
    assert [key["kid"] for key in credentials.key_set()["keys"]] == [
        parts(one)[0]["kid"].rsplit("/", 1)[1] for one in (later, token)
    ]


def test_a_key_taken_out_is_known_no_more(token: str, ring: Path) -> None:
    (ring / signing_keys.CURRENT).unlink()
    with pytest.raises(Hidden):
        published(token)


@pytest.mark.parametrize("content", [b"", b"no key", b"\xff\xfe"])
def test_a_damaged_key_is_named_and_never_replaced(ring: Path, content: bytes) -> None:
    path = ring / signing_keys.CURRENT
    path.write_bytes(content)
    with pytest.raises(KeyDamaged, match=r"current\.pem"):
        signing_keys.sign(b"anything")
    assert path.read_bytes() == content


def test_a_key_of_another_kind_is_refused(ring: Path) -> None:

    made = X25519PrivateKey.generate()
    content = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (ring / signing_keys.CURRENT).write_bytes(content)
    with pytest.raises(KeyDamaged, match="not an Ed25519 key"):
        signing_keys.sign(b"anything")


def test_an_unknown_issuer_or_key_is_hidden(app) -> None:
    for ask in (credentials.issuer_profile, credentials.revocation_list):
        with pytest.raises(Hidden):
            ask(uuid4())
    with pytest.raises(Hidden):
        credentials.public_key("none")


# ---- Open Badges 3.0, appendix B: what each class needs, and all that it may hold ---------------------------
# Written after the classes of the data model as 1EdTech drafted it in public (openbadges-specification), with the names
# of version 3.0 where they differ (validFrom, inLanguage), for the classes that occur here; it is not the official JSON
# schema, which its licence lets registered users alone pass on. A property beside these is an extension, of which there
# are none.

CLASSES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "OpenBadgeCredential": (
        frozenset({"@context", "id", "type", "credentialSubject", "issuer", "validFrom"}),
        frozenset({"name", "description", "awardedDate", "credentialStatus"}),
    ),
    "AchievementSubject": (frozenset({"type", "achievement"}), frozenset({"id", "identifier"})),
    "Achievement": (
        frozenset({"id", "type", "criteria", "description", "name"}),
        frozenset({"achievementType", "inLanguage", "version", "tag", "related"}),
    ),
    "Criteria": (frozenset(), frozenset({"id", "narrative"})),
    "Profile": (frozenset({"id", "type"}), frozenset({"name", "url", "email", "image"})),
    "IdentityObject": (
        frozenset({"type", "hashed", "identityHash", "identityType"}),
        frozenset({"salt"}),
    ),
    "Related": (frozenset({"id", "type"}), frozenset({"inLanguage", "version"})),
    "1EdTechRevocationList": (frozenset({"id", "type"}), frozenset()),
}
IN_THE_JWT = {"iss", "jti", "nbf"}  # section 8.2.4.1: claims beside the credential


def assert_class(name: str, found: dict[str, Any]) -> None:
    needed, allowed = CLASSES[name]
    assert needed <= set(found), f"{name}: {needed - set(found)} missing"
    assert set(found) <= needed | allowed, f"{name}: {set(found) - needed - allowed} unknown"
    if "type" in needed:
        assert name in ([found["type"]] if isinstance(found["type"], str) else found["type"])


def assert_badge(claims: dict[str, Any]) -> None:
    """Check a credential class by class, and the form of each value that has one."""
    credential = {key: value for key, value in claims.items() if key not in IN_THE_JWT}
    subject = credential["credentialSubject"]
    achievement = subject["achievement"]
    assert_class("OpenBadgeCredential", credential)
    assert_class("AchievementSubject", subject)
    assert_class("Achievement", achievement)
    assert_class("Criteria", achievement["criteria"])
    assert_class("Profile", credential["issuer"])
    assert_class("1EdTechRevocationList", credential["credentialStatus"])
    for one in subject["identifier"]:
        assert_class("IdentityObject", one)
        assert re.fullmatch(r"sha256\$[0-9a-f]{64}", one["identityHash"])
    for one in achievement.get("related", ()):
        assert_class("Related", one)
        assert one["id"] != achievement["id"]
    for one in (achievement, *achievement.get("related", ())):
        assert re.fullmatch(r"[a-z]{2,4}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?", one["inLanguage"])
    for instant in (credential["validFrom"], credential["awardedDate"]):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", instant)
    for address in (credential["id"], achievement["id"]):
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", address)


def test_each_class_has_what_the_data_model_asks_for_and_nothing_else(token: str) -> None:
    claims = parts(token)[1]
    assert_badge(claims)
    for broken in ("validFrom", "issuer"):
        with pytest.raises((AssertionError, KeyError)):
            assert_badge({key: value for key, value in claims.items() if key != broken})
    with pytest.raises(AssertionError, match="unknown"):
        assert_badge({**claims, "holder": "Khalid"})


def test_every_word_means_something_in_the_published_contexts(token: str) -> None:
    """By the contexts as openbadgeslib ships them: a word that they do not define would be lost to every reader."""
    package = pytest.importorskip("openbadgeslib.ob3.contexts")
    folder = Path(package.__file__).parent
    texts = [
        (folder / name).read_text(encoding="utf-8")
        for name in ("credentials-v2.json", "ob-v3p0-context-3.0.3.json", "ob-v3p0-extensions.json")
    ]
    defined = {key for text in texts for key in words_of(json.loads(text))}
    claims = {key: value for key, value in parts(token)[1].items() if key not in IN_THE_JWT}
    told = words_of(claims) | types_of(claims)
    assert {"1EdTechRevocationList", "IdentityObject", "identityHash", "inLanguage"} <= told
    assert told - {"@context"} <= defined


def words_of(part: Any) -> set[str]:
    if isinstance(part, dict):
        return set(part).union(*(words_of(value) for value in part.values()))
    return set().union(*(words_of(one) for one in part)) if isinstance(part, list) else set()


def types_of(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = part.get("type", [])
        named = {own} if isinstance(own, str) else set(own)
        return named.union(*(types_of(value) for value in part.values()))
    return set().union(*(types_of(one) for one in part)) if isinstance(part, list) else set()


def test_a_badge_speaks_its_holders_language_where_the_course_does(room: Classroom) -> None:
    line = earned(room.khalid)
    both = replace(
        line,
        achievement=replace(
            line.achievement,
            title={"en": "PMO essentials", "ar": "أساسيات"},
            competencies=({"en": "Risk", "ar": "مخاطر"}, {"en": "Time"}),
        ),
    )
    arabic = credentials.credential_of(both, room.khalid.email, "ar")
    english = credentials.credential_of(both, room.khalid.email, "en")
    told = arabic["credentialSubject"]["achievement"]
    plain = english["credentialSubject"]["achievement"]
    assert (arabic["name"], told["name"], told["inLanguage"]) == ("أساسيات", "أساسيات", "ar")
    assert told["tag"] == ["مخاطر", "Time"]
    assert [(one["id"], one["inLanguage"]) for one in told["related"]] == [(plain["id"], "en")]
    assert [(one["id"], one["inLanguage"]) for one in plain["related"]] == [(told["id"], "ar")]
    for one in (arabic, english):
        assert_badge(one)
    # A language that the course does not have is answered in English, as before there were others.
    assert credentials.credential_of(both, room.khalid.email, "fr") == english


def test_the_credential_follows_the_language_of_the_account(room: Classroom) -> None:
    line = earned(room.khalid)
    row, user = find_certificate(line.id), find_user(room.khalid.id)
    assert row is not None
    assert user is not None
    row.achievement = {**row.achievement, "title": {"en": "PMO essentials", "ar": "أساسيات"}}
    user.language = "ar"
    db.session.flush()
    assert parts(credentials.signed_credential(room.khalid, line.id))[1]["name"] == "أساسيات"
    user.language = "en"
    db.session.flush()
    assert parts(credentials.signed_credential(room.khalid, line.id))[1]["name"] == "PMO essentials"
