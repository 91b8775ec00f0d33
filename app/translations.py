"""Catalogues of texts, and the two pseudo-languages that show what is not translatable yet.

`en-XA` lengthens and accents every translated text; `ar-XB` does the same from right to left. A text that
stays plain in either never went through gettext.
"""

from __future__ import annotations

import gettext

LANGUAGES: tuple[str, ...] = ("en",)
PSEUDO = ("en-XA", "ar-XB")
WORD = 8  # letters; what is added wraps like words, not like one that no language has
_ACCENTS = str.maketrans("aeiouyAEIOUYcnsz", "áéíóúýÁÉÍÓÚÝçñšž")


class PlainTranslations(gettext.NullTranslations):
    """The texts as they stand in the code: English."""

    def ugettext(self, message: str) -> str:
        return message

    def ungettext(self, singular: str, plural: str, number: int) -> str:
        return singular if number == 1 else plural


class PseudoTranslations(gettext.NullTranslations):
    """Every text, accented and about a third longer; placeholders and markup stay as they are."""

    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return pseudo(singular if number == 1 else plural)

    def pgettext(self, context: str, message: str) -> str:
        return pseudo(message)

    ugettext = gettext
    ungettext = ngettext


def pseudo(message: str) -> str:
    """Return the text as the pseudo-language shows it.

    >>> pseudo("Save %(count)s answers")
    '⟦Sávé %(count)s áñšwérš~~~~⟧'
    """
    out, inside = [], False
    for position, sign in enumerate(message):
        if message.startswith("%(", position) or sign in "<{":
            inside = True
        out.append(sign if inside else sign.translate(_ACCENTS))
        if inside and (sign in ">}" or (sign in "sd" and message[position - 1] == ")")):
            inside = False
    letters = sum(sign.isalpha() for sign in message)
    longer = " ".join("~" * min(WORD, letters // 4 - begun) for begun in range(0, letters // 4, WORD))
    return f"⟦{''.join(out)}{longer}⟧"


_PLAIN, _PSEUDO = PlainTranslations(), PseudoTranslations()


def translations_for(code: str) -> gettext.NullTranslations:
    """Return the catalogue of a language; English is the language of the texts themselves."""
    return _PSEUDO if code in PSEUDO else _PLAIN


def direction_of(code: str) -> str:
    """Return "rtl" or "ltr"."""
    return "rtl" if code.startswith(("ar", "he", "fa", "ur")) else "ltr"
