"""Writes app/reports/shortcuts/declared.py: what the PDF engine declares of its C libraries, parsed once for all."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import cffi

CHECKOUT = Path(__file__).parent.parent
MODULE = CHECKOUT / "app" / "reports" / "shortcuts" / "declared.py"
HEAD = '''"""What the engine declares of its C libraries, in cffi's form; written by `python -m tools.declarations`."""

'''


def declarations() -> str:
    """Return what the engine declares, in C: only a process that has not loaded it yet can tell."""
    told = subprocess.run(
        [sys.executable, "-m", "tools.declarations", "--tell"],
        cwd=CHECKOUT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return told.stdout


def declared_module(declared: str) -> str:
    """Return the module: the declarations in cffi's form, the same on every machine, and their hash."""
    ffi = cffi.FFI()
    ffi.cdef(declared)
    ffi.set_source("declared", None)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "declared.py"
        ffi.emit_python_code(str(file))
        _, _, code = file.read_text("utf-8").partition("\n")
    digest = sha256(declared.encode()).hexdigest()
    return f'{HEAD}{code.strip()}\n\nDECLARED = "{digest}"\n'


def _tell() -> None:
    """Print what is declared while the engine loads."""
    original = cffi.FFI.cdef

    def cdef(ffi: Any, declared: str, **options: Any) -> None:
        sys.stdout.write(declared)
        original(ffi, declared, **options)

    cffi.FFI.cdef = cdef
    import weasyprint.text.ffi  # noqa: F401 -- what it declares while it loads is what is wanted


if __name__ == "__main__":
    if "--tell" in sys.argv:
        _tell()
    else:
        MODULE.write_text(declared_module(declarations()), encoding="utf-8")
