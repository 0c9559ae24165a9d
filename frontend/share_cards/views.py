from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.models import BasePage
from frontend import share_cards

TYPES = {"png": "image/png", "jpg": "image/jpeg"}
A_YEAR = 365 * 24 * 60 * 60


@require_safe
def share_card(request: HttpRequest, page_id: int, digest: str, suffix: str) -> HttpResponse:
    """Show the card of a live page. An address from before the page changed leads to the one of today."""
    found = Page.objects.live().public().filter(pk=page_id, depth__gt=1).first()
    page = found.specific if found else None
    if not isinstance(page, BasePage):
        raise Http404
    path = share_cards.card_path(page)
    if request.path != path:
        response: HttpResponse = redirect(path)
        patch_cache_control(response, no_cache=True)
        return response
    response = HttpResponse(share_cards.picture(page), content_type=TYPES[suffix])
    patch_cache_control(response, public=True, max_age=A_YEAR, immutable=True)
    return response
