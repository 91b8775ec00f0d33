"""Loading the engine: without asking a compiler where libraries are, without what our fonts never need, and without
parsing what it declares of them anew."""

from __future__ import annotations

import ctypes.util
import re
import sys
from collections.abc import Sequence
from hashlib import sha256
from importlib import import_module, resources
from io import BytesIO
from types import ModuleType, SimpleNamespace
from typing import Any

FONT_FILES, SUBSETTER, INSTANCER = "fontTools.ttLib", "fontTools.subset", "fontTools.varLib.instancer"
PICTURES = ("PIL.Image", "PIL.ImageFile", "PIL.ImageOps", "PIL.EpsImagePlugin")
SRGB = "384b832de3412066743b52a75ee906b6fb9fb8d9e09e936fc2c43223815c6e0a"
SRGB_MODEL = "IEC 61966-2-1 Default RGB Colour Space - sRGB"
"""The profile that comes with the engine, by its hash, and what it says it is."""
UNUSED_SHEETS = frozenset({"html5_ph.css", "html5_ua_form.css"})
"""The engine's sheets for attributes that tell a look, and for forms."""
NUMBERINGS = re.compile(
    r"@counter-style (?!(?:decimal|decimal-leading-zero|arabic-indic|persian|disc|circle|square) )"
    r"(?!(?:lower|upper)-(?:alpha|latin|roman) )[\w-]+ \{[^}]*\}"
)
"""How lists are numbered in forty further scripts, half of the engine's sheet."""


def load_engine() -> None:
    """Load the engine.

    Where a library has no file of the name that is tried first, the engine's loader asks `gcc` and `ld` for it before
    it tries the next name, the real one. The loader of Linux finds that by itself.

    Raises:
        ImportError, OSError: the engine or one of its libraries is not there.
    """
    find, files = ctypes.util.find_library, resources.files
    if sys.platform.startswith("linux"):
        ctypes.util.find_library = lambda name: None
    resources.files = lambda package: Sheets(files(package))  # type: ignore[assignment,return-value]
    later = stand_ins()
    try:
        import_module(
            "app.reports.shortcuts.selectors"
        ).take()  # the engine's own sheet is read when it is loaded
        import weasyprint  # noqa: F401
    finally:
        ctypes.util.find_library, resources.files = find, files
        for module in later:
            module.withdraw()


def stand_ins() -> list[Later]:
    """Put something in the place of what the engine loads and hardly ever uses.

    It cuts fonts with HarfBuzz; what it takes from fontTools is for where there is none, for fonts that vary and for
    those of web pages. It fetches nothing, so nothing is encrypted. Few documents have a picture that is no drawing.
    """
    fonts = Later(FONT_FILES, "TTFont")
    table, web = Later(f"{FONT_FILES}.ttFont"), Later(f"{FONT_FILES}.woff2")
    fonts.hold(TTLibError=Exception, ttFont=table, woff2=web)
    colours = Later("PIL.ImageCms")
    colours.hold(ImageCmsProfile=Profile)
    pictures: list[Later] = []
    pictures += [Later(name, group=pictures) for name in PICTURES]
    later = [
        fonts,
        table,
        web,
        Later(SUBSETTER),
        Later(INSTANCER, "instantiateVariableFont"),
        Later("ssl"),
        colours,
        *pictures,
    ]
    if "cffi" not in sys.modules:
        parsed = Later("cffi")
        parsed.hold(FFI=Libraries)
        later.append(parsed)
    return later


class Profile:
    """Stands for a colour profile as Pillow reads it: the one that every document has is known."""

    def __init__(self, file: Any) -> None:
        self._content: bytes = file.read()
        self._is_known = sha256(self._content).hexdigest() == SRGB

    def tobytes(self) -> bytes:
        return self._content if self._is_known else self._read().tobytes()

    @property
    def profile(self) -> Any:
        return SimpleNamespace(model=SRGB_MODEL) if self._is_known else self._read().profile

    def _read(self) -> Any:
        return import_module("PIL.ImageCms").ImageCmsProfile(BytesIO(self._content))


class Sheets:
    """Stands for the folder of the engine's style sheets, or one of them: what no document of ours asks for is left
    out, since all that is there is parsed."""

    def __init__(self, folder: Any) -> None:
        self._folder = folder

    def __truediv__(self, name: str) -> Sheets:
        return Sheets(None if name in UNUSED_SHEETS else self._folder / name)

    def read_text(self, encoding: str) -> str:
        return NUMBERINGS.sub("", self._folder.read_text(encoding)) if self._folder else ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._folder, name)


class Later(ModuleType):
    """Stands for a module that is loaded when something in it is asked for, with what was set in it meanwhile.

    Args:
        functions: names that are taken out of the module at once.
        group: modules that are loaded together with it.
    """

    def __init__(self, name: str, *functions: str, group: Sequence[Later] | None = None) -> None:
        super().__init__(name)
        self.__dict__["_group"] = (self,) if group is None else group
        self.__dict__["_set"] = {}
        if name not in sys.modules:
            sys.modules[name] = self
            package, _, own = name.rpartition(".")
            if package in sys.modules:
                setattr(sys.modules[package], own, self)
        self.hold(**{function: self._calling(function) for function in functions})

    def hold(self, **own: Any) -> None:
        """Have something of one's own under these names, which the real module never gets."""
        self.__dict__.update(own)

    def withdraw(self) -> None:
        """Let everybody else find the real module."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]

    def load(self) -> Any:
        """Load the module and its group, and return it."""
        for one in self._group:
            one.withdraw()
        for one in self._group:
            module = import_module(one.__name__)
            for name, value in one._set.items():
                setattr(module, name, value)
        return import_module(self.__name__)

    def __setattr__(self, name: str, value: Any) -> None:
        self.__dict__[name] = value
        self._set[name] = value

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.load(), name)

    def _calling(self, function: str) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            return getattr(self.load(), function)(*given, **named)

        return call


class Libraries:
    """Stands for cffi's access to C libraries: where the engine declares what it did when `declared.py` was written,
    nothing is parsed."""

    def __init__(self) -> None:
        self._found: Any = None

    def cdef(self, declared: str) -> None:
        from app.reports.shortcuts import declared as known

        if sha256(declared.encode()).hexdigest() == known.DECLARED:
            self._found = known.ffi
            return
        sys.modules.pop("cffi", None)
        self._found = import_module("cffi").FFI()
        self._found.cdef(declared)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._found, name)
        setattr(self, name, value)  # found at once from now on
        return value
