"""Loading the engine: without asking a compiler where libraries are, without what our fonts never need, and without
parsing what it declares of them anew."""

from __future__ import annotations

import ctypes.util
import sys
from hashlib import sha256
from importlib import import_module
from types import ModuleType
from typing import Any

SUBSETTER, INSTANCER = "fontTools.subset", "fontTools.varLib.instancer"


def load_engine() -> None:
    """Load the engine.

    Where a library has no file of the name that is tried first, the engine's loader asks `gcc` and `ld` for it before
    it tries the next name, the real one. The loader of Linux finds that by itself.

    Raises:
        ImportError, OSError: the engine or one of its libraries is not there.
    """
    find = ctypes.util.find_library
    if sys.platform.startswith("linux"):
        ctypes.util.find_library = lambda name: None
    later = [Later(SUBSETTER), Later(INSTANCER, "instantiateVariableFont")]
    if "cffi" not in sys.modules:
        parsed = Later("cffi")
        parsed.FFI = Libraries  # type: ignore[attr-defined]
        later.append(parsed)
    try:
        import weasyprint  # noqa: F401
    finally:
        ctypes.util.find_library = find
        for module in later:
            module.withdraw()


class Later(ModuleType):
    """Stands for a module that is loaded when something in it is asked for.

    The engine cuts fonts with HarfBuzz; these are its ways for where there is none, and for fonts that vary.

    Args:
        functions: names that the engine takes out of the module at once.
    """

    def __init__(self, name: str, *functions: str) -> None:
        super().__init__(name)
        if name not in sys.modules:
            sys.modules[name] = self
            package, _, own = name.rpartition(".")
            if package in sys.modules:
                setattr(sys.modules[package], own, self)
        for function in functions:
            setattr(self, function, self._calling(function))

    def withdraw(self) -> None:
        """Let everybody else find the real module."""
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        self.withdraw()
        return getattr(import_module(self.__name__), name)

    def _calling(self, function: str) -> Any:
        def call(*given: Any, **named: Any) -> Any:
            self.withdraw()
            return getattr(import_module(self.__name__), function)(*given, **named)

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
