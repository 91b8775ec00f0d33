"""Who is to be invited: lines of `name, mail, role` in any order, from a paste or a CSV file.

The parser never guesses silently. A line it cannot read is returned with what is wrong and, for a role that
nearly fits, the nearest one.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

# What people call the five role groups. The first word of each is what previews suggest.
ROLE_WORDS: Mapping[str, tuple[str, ...]] = {
    "executive": (
        "executive",
        "sponsor",
        "director",
        "board",
        "ceo",
        "cfo",
        "cio",
        "chief",
        "vp",
        "مدير تنفيذي",
        "راعي",
    ),
    "pmo": ("pmo", "pmo staff", "pmo analyst", "head of pmo", "pmo lead", "مكتب إدارة المشاريع"),
    "project_manager": (
        "project manager",
        "programme manager",
        "program manager",
        "project_manager",
        "project",
        "programme",
        "pm",
        "مدير مشروع",
        "مدير برنامج",
    ),
    "team": (
        "team",
        "team member",
        "team lead",
        "line manager",
        "line",
        "engineer",
        "member",
        "عضو فريق",
        "مدير مباشر",
    ),
    "assurance": (
        "assurance",
        "finance",
        "audit",
        "auditor",
        "quality",
        "client",
        "customer",
        "controller",
        "مالية",
        "تدقيق",
        "عميل",
    ),
}
ROLES = tuple(ROLE_WORDS)
_BY_WORD = {word: role for role, words in ROLE_WORDS.items() for word in words}
_MAIL = re.compile(r"[^\s<>,;\"]+@[^\s<>,;\"]+")
_ADDRESS = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\.)+[A-Za-z]{2,63}"
)
_HEADER = {"name", "mail", "email", "e-mail", "role", "group", "الاسم", "البريد", "الدور"}
LONGEST_NAME, LONGEST_ADDRESS, MOST_LINES = 200, 254, 2000


@dataclass(frozen=True, slots=True)
class InvitedLine:
    """One line as understood. `problem` is None or a key: no_address, bad_address, two_addresses, no_role,
    unknown_role, no_name, too_long, twice, already_invited, control_character; `facts` explain it.
    """

    number: int
    text: str
    name: str = ""
    email: str = ""
    role: str = ""
    problem: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


class TooManyLines(ValueError):
    """More than MOST_LINES lines at once."""


def read_lines(text: str, already: Sequence[str] = ()) -> tuple[InvitedLine, ...]:
    """Return every line that says something, in order, understood or with its problem.

    Args:
        text: pasted lines or the content of a CSV file; commas, semicolons or tabs between the parts.
        already: addresses that are invited, in any case.

    Raises:
        TooManyLines: there are more than MOST_LINES.

    >>> [line.role for line in read_lines("Ana Silva, ana@example.org, sponsor\\nPM; bo@example.org; Bo Li")]
    ['executive', 'project_manager']
    """
    lines = [(n, line) for n, line in enumerate(text.lstrip("\ufeff").splitlines(), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise TooManyLines(len(lines))
    if lines and _is_header(lines[0][1]):
        lines = lines[1:]
    seen = {address.casefold(): 0 for address in already}
    return tuple(_checked(_read(number, line), seen) for number, line in lines)


def _parts(line: str) -> list[str]:
    separator = max((",", ";", "\t"), key=line.count)
    row = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    return [part.strip() for part in row if part.strip()]


def _is_header(line: str) -> bool:
    parts = [part.casefold() for part in _parts(line)]
    return len(parts) > 1 and all(part in _HEADER for part in parts)


def _read(number: int, line: str) -> InvitedLine:
    shown = line.strip()[:200]
    if any((ord(sign) < 32 and sign != "\t") or ord(sign) == 127 for sign in line):
        return InvitedLine(number, shown, problem="control_character")
    addresses = _MAIL.findall(line)
    if len(addresses) != 1:
        return InvitedLine(number, shown, problem="two_addresses" if addresses else "no_address")
    email = addresses[0].strip("'().")
    role, rest = "", []
    for part in _parts(line):
        remainder = _MAIL.sub("", part).replace("<>", "").strip(" <>\"'()")
        if not remainder:
            continue
        if not role and remainder.casefold() in _BY_WORD:
            role = _BY_WORD[remainder.casefold()]
        else:
            rest.append(remainder)
    if not role:
        return _without_role(number, shown, email, rest)
    return InvitedLine(number, shown, " ".join(rest), email, role)


def _without_role(number: int, shown: str, email: str, rest: Sequence[str]) -> InvitedLine:
    if len(rest) < 2:
        return InvitedLine(number, shown, " ".join(rest), email, problem="no_role")
    near = get_close_matches(rest[-1].casefold(), _BY_WORD, n=1, cutoff=0.6)
    facts = {"found": rest[-1]} | ({"nearest": near[0]} if near else {})
    return InvitedLine(number, shown, " ".join(rest[:-1]), email, problem="unknown_role", facts=facts)


def _checked(line: InvitedLine, seen: dict[str, int]) -> InvitedLine:
    """Return the line, or the line with the first thing that is wrong with an otherwise readable one."""

    def refused(problem: str, **facts: str) -> InvitedLine:
        return InvitedLine(line.number, line.text, line.name, line.email, line.role, problem, facts)

    if line.problem:
        return line
    if len(line.name) > LONGEST_NAME or len(line.email) > LONGEST_ADDRESS:
        return refused("too_long")
    if not _ADDRESS.fullmatch(line.email):
        return refused("bad_address", found=line.email)
    if not line.name:
        return refused("no_name")
    key = line.email.casefold()
    if key in seen:
        return refused("twice", line=str(seen[key])) if seen[key] else refused("already_invited")
    seen[key] = line.number
    return line
