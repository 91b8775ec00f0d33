"""The template environment of reports: its own, so that a report needs no request."""

from __future__ import annotations

from gettext import NullTranslations

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, bccache

from app.places import TEMPLATES
from app.reports.formats import filters_for, plain
from app.reports.story import quarter_end, week_starts_on


class _Compiled(BytecodeCache):
    """Compiled templates, kept in memory for the life of the process."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: bccache.Bucket) -> None:
        if code := self._code.get(bucket.key + bucket.checksum):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: bccache.Bucket) -> None:
        self._code[bucket.key + bucket.checksum] = bucket.bytecode_to_string()


_compiled = _Compiled()


def environment_for(language: str, translations: NullTranslations) -> Environment:
    """Return the environment in which a report of a language is written; every file is autoescaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,  # for every file, whatever its extension
        undefined=StrictUndefined,
        finalize=plain,
        bytecode_cache=_compiled,
        extensions=["jinja2.ext.i18n"],
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.filters.update(filters_for(language))
    environment.globals.update(week_starts_on=week_starts_on, quarter_end=quarter_end, language=language)
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the extension
        translations.gettext, translations.ngettext, newstyle=True, pgettext=translations.pgettext
    )
    return environment
