from functools import cache, wraps
from http import HTTPStatus
from pathlib import Path

from django.contrib.staticfiles import finders
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from api.embeds.finding import LISTS, NotEmbeddableError, find_page, query_of_list
from api.embeds.look import Look
from cms.models import SiteSettings
from cms.policy import policy
from frontend import palette

# Lists fit a frame of WordPress, which is never higher than 1,000 px.
LIST_LENGTH = 5
# What other sites load from us, whatever they isolate themselves with.
FOR_EVERYBODY = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


def framed(view):
    """Let the sites that the settings name, or all of them, show the answer in a frame."""

    @wraps(view)
    def framed_view(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        ancestors = SiteSettings.for_request(request).frame_ancestors
        response["Content-Security-Policy"] = policy(frame_ancestors=ancestors)
        for name, value in FOR_EVERYBODY.items():
            response[name] = value
        # Nobody shows an older copy without asking: what was withdrawn is gone at the next look.
        patch_cache_control(response, no_cache=True)
        return response

    return xframe_options_exempt(framed_view)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@framed
def embed(request: HttpRequest, path: str) -> HttpResponse:
    """Show a page of the site without its frame. The interest check answers its form here too, and keeps nothing."""
    look = Look.of(request.GET)
    try:
        page = find_page(request, path)
        if request.method == "POST" and page.embed_kind != "interest_check":
            return HttpResponseNotAllowed(["GET", "HEAD"])
        request.is_embed = True  # type: ignore[attr-defined]
        response = page.serve(request)
    except NotEmbeddableError as error:
        if error.moved_to:
            query = request.META.get("QUERY_STRING", "")
            address = reverse("embed", args=[error.moved_to.lstrip("/")])
            return HttpResponseRedirect(f"{address}?{query}" if query else address)
        return gone(request, look, error.status)
    except Http404:  # withdrawn at this very moment
        return gone(request, look, HTTPStatus.GONE)
    context = response.context_data
    context |= look_context(look, context["pair"]) | content_context(request, page, context)
    response["Embed-Kind"] = page.embed_kind
    return response


def gone(request: HttpRequest, look: Look, status: HTTPStatus) -> HttpResponse:
    return render(request, "pages/embed_gone.html", look_context(look), status=status)


def look_context(look: Look, own: str = "red") -> dict:
    """Return the colours; `own` is the pair of the page."""
    return {
        "look": look,
        "pair": look.pair or ("own" if look.colour else own),
        # An ornament is drawn for a pair; the inks of a colour of one's own replace the pair's.
        "drawn_pair": look.pair or ("leaf" if look.colour else own),
    }


def content_context(request: HttpRequest, page, context: dict) -> dict:
    """Return when the page, or anything in its list, last changed, and what of the page or its list is shown."""
    listed = context.get(page.embed_kind) if page.embed_kind in LISTS else None
    if listed is None:
        # Sources and official pages are on the site: a frame leads there and nowhere else.
        facts = [fact for fact in context.get("key_facts", []) if not fact.get("href")]
        return {"updated": page.last_published_at, "embed_facts": facts}
    changes = listed.paginator.object_list.order_by().aggregate(latest=Max("last_published_at"))["latest"]
    return {
        "updated": max(filter(None, (page.last_published_at, changes)), default=timezone.now()),
        "listed": listed.object_list[:LIST_LENGTH],
        "total": listed.paginator.count,
        "filters": context["active_filters"],
        "list_query": query_of_list(request.GET),
    }


@require_safe
@cache_control(public=True, max_age=24 * 60 * 60)
def accent_style(request: HttpRequest, name: str) -> HttpResponse:
    """The style sheet of an accent that is none of our colour pairs."""
    if not palette.is_colour_name(name):
        raise Http404
    accent = palette.accent(name)
    return render(request, "embed_accent.css", {"accent": accent}, content_type="text/css; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=60 * 60)
def script(request: HttpRequest) -> HttpResponse:
    """The custom element for other sites, at an address that never changes."""
    return HttpResponse(script_source(), content_type="text/javascript; charset=utf-8", headers=FOR_EVERYBODY)


@cache
def script_source() -> str:
    return Path(str(finders.find("frontend/embed.js"))).read_text()
