from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import crawlers
from cms.media import serve_media

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    re_path(r"^media/(?P<path>.+)$", serve_media, name="media"),
    path("sitemap.xml", crawlers.sitemap, name="sitemap"),
    path("robots.txt", crawlers.robots, name="robots-txt"),
    path(".well-known/security.txt", crawlers.security, name="security-txt"),
    # Wagtail's own login for visitors: nobody but staff logs in here.
    path("_util/login/", RedirectView.as_view(pattern_name="wagtailadmin_login")),
    path("", include("api.urls")),
    path("", include("mentoring.urls")),
    path("", include("careers.urls")),
    path("", include("stories.urls")),
    path("", include("campaign.urls")),
    path("", include("frontend.urls")),
    path("", include("home.urls")),
    path("", include("pwa.urls")),
    path("", include(wagtail_urls)),
]
