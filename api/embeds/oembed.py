"""oEmbed (https://oembed.com, version 1.0): a pasted link becomes a card."""

from http import HTTPStatus
from xml.etree.ElementTree import Element, SubElement, tostring

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from api.embeds.finding import NotEmbeddableError, Target, find_target
from cms.models import BasePage, SiteSettings

WIDTH = 600
# How high each kind is at that width, for those who cannot ask the frame.
HEIGHTS = {"interest_check": 760, "occupation": 720, "story": 640, "company": 720}
HEIGHT = 680
CACHE_SECONDS = 24 * 60 * 60
FORMATS = ("json", "xml")


class UnreadableSizeError(Exception):
    """maxwidth or maxheight is no whole number of pixels."""


def height_of(page: BasePage) -> int:
    return HEIGHTS.get(page.embed_kind, HEIGHT)


@require_safe
@cache_control(public=True, max_age=60 * 60)
def oembed(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("format", "json").lower()
    if wanted not in FORMATS:
        return refusal(HTTPStatus.NOT_IMPLEMENTED, _("Diese Schnittstelle antwortet in json oder xml."))
    url = request.GET.get("url", "")
    if not url:
        return refusal(HTTPStatus.BAD_REQUEST, _("Es fehlt url: die Adresse der Seite."))
    try:
        width, height = _size(request, "maxwidth"), _size(request, "maxheight")
        answer = describe(request, find_target(request, url), width, height)
    except UnreadableSizeError:
        return refusal(HTTPStatus.BAD_REQUEST, _("maxwidth und maxheight sind ganze Zahlen ab 1, in Pixeln."))
    except NotEmbeddableError:
        return refusal(HTTPStatus.NOT_FOUND, _("Zu dieser Adresse gibt es hier nichts zum Einbetten."))
    response = JsonResponse(answer) if wanted == "json" else HttpResponse(as_xml(answer), content_type="text/xml")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def describe(request: HttpRequest, target: Target, max_width: int | None, max_height: int | None) -> dict:
    """Return the answer for a page: type "rich", with a frame as wide and as high as the site that asks allows."""
    page, site = target.page, SiteSettings.for_request(request)
    width, height = min(WIDTH, max_width or WIDTH), height_of(page)
    height = min(height, max_height or height)
    frame = {
        "title": page.title,
        "brand": site.brand_name,
        "href": request.build_absolute_uri(target.path),
        "src": request.build_absolute_uri(target.embed_path),
        "width": width,
        "height": height,
    }
    return {
        "version": "1.0",
        "type": "rich",
        "provider_name": site.brand_name,
        "provider_url": request.build_absolute_uri("/"),
        "title": page.title,
        "html": render_to_string("pasted/wordpress.html", frame).strip(),
        "width": width,
        "height": height,
        "cache_age": CACHE_SECONDS,
    }


def as_xml(answer: dict) -> bytes:
    root = Element("oembed")
    for name, value in answer.items():
        SubElement(root, name).text = str(value)
    return b'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n' + tostring(root, "utf-8")


def refusal(status: HTTPStatus, detail: str) -> HttpResponse:
    return HttpResponse(
        detail, status=status, content_type="text/plain; charset=utf-8", headers={"Access-Control-Allow-Origin": "*"}
    )


def _size(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    # Nothing on a screen is a million pixels wide.
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 7 and int(text)):
        raise UnreadableSizeError
    return int(text)
