"""QR codes for paper."""

from functools import lru_cache

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=1000)  # it takes some milliseconds, at each rendering of the page, and never changes
def qr_code(address: str) -> SafeString:
    """Draw `address` as an SVG that fills its box. Screen readers skip it: print the address beside it."""
    drawing = segno.make_qr(address, error="m").svg_inline(omitsize=True, border=0, svgclass="qr-code", lineclass=None)
    return mark_safe(drawing.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1))  # noqa: S308 - drawn by segno
