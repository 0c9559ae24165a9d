"""Documents on paper: typst templates filled with data, in the site's own fonts, as tagged PDF (PDF/UA-1).

A template reads what is on the sheet with `json(bytes(sys.inputs.data))`. Whatever is in there stays text; it never
becomes a program.
"""

import json
import logging
import time
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path
from typing import Any, NamedTuple

import segno
import typst
from django.contrib.staticfiles import finders
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from frontend.ornament import Crop, standalone
from frontend.palette import INKS

FONTS = "frontend/fonts/print"
ROOT = Path(__file__).resolve().parent.parent
"""Templates import from each other with addresses below this folder."""
KEPT_SECONDS = 24 * 60 * 60
NAMESPACE = '<svg xmlns="http://www.w3.org/2000/svg" '

logger = logging.getLogger(__name__)


def make_pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return `template` (a typst file of this project) filled with `data`, which JSON can hold.

    Raises typst.TypstError for a faulty template only. A letter that no font has costs the standard, not the document.
    """
    inputs = {"data": json.dumps(data, ensure_ascii=False)}

    def compiled(standards: list) -> bytes:
        pdf = typst.compile(
            template,
            root=ROOT,
            font_paths=[Path(str(finders.find(FONTS)))],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=standards,
            sys_inputs=inputs,
        )
        assert isinstance(pdf, bytes)  # noqa: S101 - one file, for one format
        return pdf

    try:
        return compiled(["ua-1"])
    except typst.TypstError:
        # Without the reason, which quotes what somebody typed.
        logger.warning("A document of %s became no PDF/UA.", template.name)
        return compiled([])


@cache
def egg(slug: str, pair: str, crop: Crop | None = None) -> str:
    """Return the ornament of `slug` as an SVG that stands alone, with colours instead of the names of colours."""
    return standalone(slug, pair, INKS[pair], crop=crop)


def qr_code(address: str) -> str:
    """Return the code of an address as an SVG that stands alone. Print the address beside it."""
    drawing = segno.make_qr(address, error="m").svg_inline(omitsize=True, border=0, svgclass=None, lineclass=None)
    return drawing.replace("<svg ", NAMESPACE, 1)


class Paper(NamedTuple):
    """A PDF in the cache, and when it was made: what it shows did not change before."""

    content: bytes
    made_at: float


def answer(request: HttpRequest, template: Path, data: Mapping[str, Any], filename: str) -> HttpResponseBase:
    """Answer with `template` filled with `data`, shown in the browser; made once for each data, however often asked.

    Raises typst.TypstError for a faulty template only.
    """
    version = sha256(json.dumps([sources(template.parent), data], sort_keys=True).encode()).hexdigest()
    store, key = caches["pages"], f"paper:{version}"
    paper = store.get(key)
    unchanged = get_conditional_response(request, quote_etag(version), paper and int(paper.made_at))
    if unchanged is not None:
        return unchanged
    if paper is None:
        paper = Paper(make_pdf(template, data), time.time())
        store.set(key, paper, KEPT_SECONDS)
    response = HttpResponse(paper.content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{filename}"'
    response["Cache-Control"] = "public, no-cache"
    response["ETag"] = quote_etag(version)
    response["Last-Modified"] = http_date(paper.made_at)
    return response


@cache
def sources(folder: Path) -> str:
    """Return a digest of the templates in a folder and of typst: with another one, documents look different."""
    texts = [path.read_bytes() for path in sorted(folder.glob("*.typ"))]
    return sha256(b"\0".join([*texts, metadata.version("typst").encode()])).hexdigest()
