"""Whole-page cache for anonymous visitors that is never stale, on any worker.

One row, the content generation, is raised in the transaction of every content change and is part of each cache
key: a change makes all older entries unreachable at once, on every process that shares the database.
"""

import re
from hashlib import sha256

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import caches
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django_tasks.signals import task_finished
from wagtail.models import Site
from wagtail.signals import post_page_move

from cms.models import ContentGeneration

CACHED_VIEWS = {
    "wagtail_serve",
    "search",
    "interest-check",
    "package",
    "embed",
    "oembed",
    "embed-builder",
    "event-calendar",
    "events-calendar",
    "offer-deadline",
    "offer-deadlines",
    "story-feed",
    "offer-feed",
    "sitemap",
}
CONTENT_APPS = {
    "cms",
    "home",
    "campaign",
    "stories",
    "careers",
    "taggit",
    "wagtailcore",
    "wagtaildocs",
    "wagtailimages",
    "wagtailredirects",
}
NOT_CONTENT = {
    "campaign.embedday",
    "careers.classcheck",
    "careers.classsum",
    "cms.contentgeneration",
    "cms.customrendition",
    "cms.requestcount",
    "wagtailcore.comment",
    "wagtailcore.commentreply",
    "wagtailcore.grouppagepermission",
    "wagtailcore.modellogentry",
    "wagtailcore.pagelogentry",
    "wagtailcore.pagesubscription",
    "wagtailcore.referenceindex",
    "wagtailcore.revision",
    "wagtailcore.taskstate",
    "wagtailcore.workflowstate",
}
MAX_QUERY_LENGTH = 300
INDENTATION = re.compile(rb"\s*\n\s*")


class PageCacheMiddleware:
    """Serve and store the pages of CACHED_VIEWS for requests without a session cookie.

    Stored are GET answers with status 200 that set no cookie and are neither private nor no-store. The date is part
    of the key, so what ends by date (offers, consents) ends at midnight. Each such answer names the generation it
    belongs to: phones ask for the list of what they may keep when it rises.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.generation = 0

    def __call__(self, request):
        if not self.is_eligible(request):
            return self.keep_private(request, self.get_response(request))
        generation, index_generation = self.current_generations()
        key = self.key(request, generation, index_generation)
        cached = caches["pages"].get(key)
        if cached is not None:
            content, headers = cached
            return HttpResponse(content, headers=headers)
        response = self.keep_private(request, self.get_response(request))
        if self.is_storable(request, response):
            if response.get("Content-Type", "").startswith("text/html"):
                # A fortieth of what is sent, and no such page holds text whose spaces count.
                response.content = INDENTATION.sub(b"\n", response.content)
                response["Content-Length"] = str(len(response.content))
            patch_cache_control(response, no_cache=True)
            response["Content-Generation"] = str(generation)
            headers = {name: value for name, value in response.items() if name.lower() != "vary"}
            caches["pages"].set(key, (response.content, headers), settings.PAGE_CACHE_SECONDS)
        return response

    @staticmethod
    def keep_private(request, response):
        """Mark answers to logged-in people and answers that set a cookie, so that no phone or proxy keeps them."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES or response.cookies:
            patch_cache_control(response, private=True)
        return response

    @staticmethod
    def is_eligible(request):
        return (
            not getattr(request, "is_dummy", False)  # a preview
            and request.method in ("GET", "HEAD")
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
            and not request.path_info.startswith(("/static/", "/media/", "/admin/", "/api/"))
            and len(request.META.get("QUERY_STRING", "")) <= MAX_QUERY_LENGTH
        )

    @staticmethod
    def key(request, generation, index_generation):
        parts = (
            generation,
            index_generation,
            getattr(staticfiles_storage, "manifest_hash", ""),  # a new release has other hashed files
            timezone.localdate(),
            request.scheme,
            request.get_host(),
            request.path,
            request.META.get("QUERY_STRING", ""),
        )
        return sha256(repr(parts).encode()).hexdigest()

    def current_generations(self):
        """Read them. Wagtail keeps the roots of sites in a cache that only the changing process clears."""
        generation, index_generation = ContentGeneration.current_with_index()
        if generation != self.generation:
            Site.clear_site_root_paths_cache()
            self.generation = generation
        return generation, index_generation

    @staticmethod
    def is_storable(request, response):
        match = request.resolver_match
        control = response.get("Cache-Control", "")
        return (
            request.method == "GET"
            and match is not None
            and match.view_name in CACHED_VIEWS
            and response.status_code == 200
            and not response.streaming
            and not response.cookies
            and "private" not in control
            and "no-store" not in control
        )


def raise_generation(sender, **kwargs):
    if is_content(sender):
        ContentGeneration.advance()


def is_content(model):
    """Whether changes of `model` may change a page. Historical models (in migrations) run before a server does."""
    options = model._meta
    is_historical = model.__module__ == "__fake__"
    return options.app_label in CONTENT_APPS and options.label_lower not in NOT_CONTENT and not is_historical


post_save.connect(raise_generation, dispatch_uid="page-cache-save")
post_delete.connect(raise_generation, dispatch_uid="page-cache-delete")
m2m_changed.connect(raise_generation, dispatch_uid="page-cache-m2m")


@receiver(task_finished)
def raise_generation_after_indexing(task_result, **kwargs):
    """Search results change when the worker has indexed a page, which is after the page itself was saved."""
    if task_result.task.module_path.startswith("modelsearch."):
        ContentGeneration.advance(ContentGeneration.INDEX_ROW)


@receiver(post_page_move)
def raise_generation_after_move(**kwargs):
    ContentGeneration.advance()
