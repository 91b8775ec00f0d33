"""Static files under names that change with their content, so that a browser may keep them for a year."""

from __future__ import annotations

import gzip
import mimetypes
from functools import lru_cache

from flask import Blueprint, Response, request

from app.errors import Hidden
from app.places import STATIC
from app.templating import REPORT_SHEETS, stylesheet
from app.web.access import anyone

assets = Blueprint("assets", __name__)

KINDS = {".css", ".js", ".woff2", ".svg", ".png", ".ico", ".webmanifest"}


@lru_cache(maxsize=256)
def _content(name: str) -> tuple[bytes, bytes | None, str]:
    """Return the file, its gzipped form if that is smaller, and its type. Only files of this installation."""
    if name == "site.css":
        content, kind = stylesheet(STATIC), "text/css"
    elif name in REPORT_SHEETS:
        content, kind = REPORT_SHEETS[name].read_bytes(), "text/css"
    else:
        path = (STATIC / name).resolve()
        if not path.is_relative_to(STATIC.resolve()) or path.suffix not in KINDS or not path.is_file():
            raise Hidden
        content = path.read_bytes()
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        kind = (
            "font/woff2" if path.suffix == ".woff2" else "text/javascript" if path.suffix == ".js" else kind
        )
    zipped = gzip.compress(content, mtime=0)
    return content, zipped if len(zipped) < len(content) * 0.9 else None, kind


@assets.get("/assets/<fingerprint>/<path:name>")
@anyone(cache="asset")
def show(fingerprint: str, name: str) -> Response:
    content, zipped, kind = _content(name)
    use_zipped = zipped is not None and "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(zipped if use_zipped else content, mimetype=kind)
    if use_zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
