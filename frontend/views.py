import json
import re
from http import HTTPStatus
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from pwa import app_settings
from wagtail import hooks

from cms.models import SiteSettings
from frontend import package, pwa

# Pages that are on the phone from the start, by URL name: template, and colour pair of header and hero.
SHELL_PAGES = {
    "offline": ("pages/offline.html", "coal"),
    "saved": ("pages/saved.html", "river"),
    "storage": ("pages/storage.html", "river"),
    "offline_search": ("pages/offline_search.html", "red"),
    "offline_signup": ("pages/offline_signup.html", "sun"),
}
ONE_TO_FORTY_IDS = re.compile(r"[0-9]{1,9}(,[0-9]{1,9}){0,39}")


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the service worker: what it stores on installation, then the built script.

    While the kill switch is on, a worker that takes everything off the phone, itself included.
    """
    script, site = Path(app_settings.PWA_SERVICE_WORKER_PATH), SiteSettings.current()
    if site.offline_is_off:
        source = script.with_name("kill-switch.js").read_text()
    else:
        pages = {reverse(name): shell_html(request, name) for name in SHELL_PAGES}
        # Browsers ask for the manifest with every page.
        pages[reverse("manifest")] = manifest(request).text
        constants = {
            "PRECACHE": pwa.precache_entries(map(static, pwa.SHELL_FILES), pages),
            "OFFLINE_URL": reverse("offline"),
            "SEARCH_URL": reverse("offline_search"),
            "SIGNUP_URL": reverse("offline_signup"),
            "KEEP_VISITED": site.keep_visited,
        }
        source = f"Object.assign(self,{json.dumps(constants)});\n{script.read_text()}"
    return HttpResponse(
        source,
        content_type="application/javascript",
        headers={"Service-Worker-Allowed": str(app_settings.PWA_APP_SCOPE)},
    )


@require_safe
@cache_control(no_cache=True)
def manifest(request: HttpRequest) -> HttpResponse:
    site = SiteSettings.current()
    content = pwa.manifest(name=site.brand_name, description=site.claim, programme_name=site.programme_name)
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
@cache_control(no_cache=True)
def package_list(request: HttpRequest) -> JsonResponse:
    """List what phones may keep at this moment. What is not in it has been withdrawn."""
    site = SiteSettings.current()
    if site.offline_is_off:
        return problem(HTTPStatus.GONE, _("Offline lesen geht hier gerade nicht."))
    compact = {"separators": (",", ":"), "ensure_ascii": False}
    return JsonResponse(package.package_list(site), json_dumps_params=compact)


@require_safe
@cache_control(no_cache=True)
def package_pages(request: HttpRequest) -> JsonResponse:
    """Deliver the pages ?ids= asks for in one answer, those that are public now and built."""
    ids = request.GET.get("ids", "")
    if not ONE_TO_FORTY_IDS.fullmatch(ids):
        return problem(HTTPStatus.BAD_REQUEST, _("Hier fehlen die Nummern von Seiten: 1 bis 40, mit Kommas getrennt."))
    pages = package.package_pages(ids.split(","), f"{request.scheme}://{request.get_host()}")
    return JsonResponse({"pages": pages}, json_dumps_params={"ensure_ascii": False})


def problem(status: HTTPStatus, detail: str) -> JsonResponse:
    """An error as the API words them too (RFC 9457)."""
    content = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
    return JsonResponse(content, status=status, content_type="application/problem+json")


@require_safe
@cache_control(no_cache=True)
def shell_page(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(shell_html(request, name))


def shell_html(request: HttpRequest, name: str) -> str:
    """Render a shell page as everybody sees it: an editor's phone must not store an editor's page.

    What it shows of another room comes from that room's hook `shell_context`, which is given the name of the page.
    """
    request.user = AnonymousUser()
    template, pair = SHELL_PAGES[name]
    context = {"pair": pair}
    for hook in hooks.get_hooks("shell_context"):
        context |= hook(name)
    return render_to_string(template, context, request)
