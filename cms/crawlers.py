"""What programs that visit the site by themselves are told: where they may go, what there is, whom to write to."""

from datetime import timedelta

from django.conf import settings
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from cms.feeds import last_change
from cms.models import SiteSettings

CLOSED_PATHS = (
    "/admin/",
    "/_util/",
    "/api/v1/mentoring/",
    "/embed/",
    "/offline/",
    "/suche/",
)
"""What holds nothing to be found. Pages behind a link with a token forbid it themselves, and are not named here."""
SECURITY_TXT_DAYS = 180
"""RFC 9116 recommends that the file expires in less than a year."""


@require_safe
@cache_control(max_age=3600)
def robots(request) -> HttpResponse:
    """Open everything that wants to be found (RFC 9309); nothing at all while somebody develops."""
    closed = ("/",) if settings.DEBUG else CLOSED_PATHS
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    if not settings.DEBUG:
        lines += ["", f"Sitemap: {settings.PUBLIC_URL}{reverse('sitemap')}"]
    return plain(lines)


@require_safe
@cache_control(max_age=3600)
def security(request) -> HttpResponse:
    """Say whom to tell of a hole in the site (RFC 9116): the address of the site's settings, else its imprint."""
    site = SiteSettings.current()
    contacts = [f"mailto:{site.contact_email}"] if site.contact_email else []
    if not contacts and site.imprint_page and site.imprint_page.live:
        contacts = [site.imprint_page.full_url]
    if not contacts:
        raise Http404
    midnight = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    expires = midnight + timedelta(days=SECURITY_TXT_DAYS)
    return plain(
        [
            *(f"Contact: {contact}" for contact in contacts),
            f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
            "Preferred-Languages: de, en",
            f"Canonical: {settings.PUBLIC_URL}{reverse('security-txt')}",
        ]
    )


def plain(lines) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


class PageSitemap(Sitemap):
    """All public pages. A page is as new as the newest one below it, for it lists them."""

    def items(self):
        below = Page.objects.live().filter(path__startswith=OuterRef("path")).order_by("-last_published_at")
        dated = below.filter(last_published_at__isnull=False)
        return super().items().annotate(changed_below=Subquery(dated.values("last_published_at")[:1]))


@require_safe
def sitemap(request) -> HttpResponse:
    """List the public pages. No photos: most show young people, whom no picture search should find."""
    response = sitemap_view(request, {"pages": PageSitemap}).render()
    if changed_at := last_change():
        # Not the newest page's date: when that one is withdrawn, the list changes and its date would go back.
        response["Last-Modified"] = http_date(changed_at.timestamp())
    return response
