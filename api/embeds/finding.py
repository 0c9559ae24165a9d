"""Which page an embed's address means."""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from api.embeds.look import Look
from cms.listing import PAGE_PARAMETER
from cms.models import BasePage

PREFIX = "/embed"
# Kinds of pages that show a list with filters.
LISTS = {"occupations", "companies", "stories", "events"}


class NotEmbeddableError(Exception):
    """There is no such page to show: `status` is 404, or 410 where one was withdrawn; `moved_to` its new path."""

    def __init__(self, status: HTTPStatus = HTTPStatus.NOT_FOUND, moved_to: str = "") -> None:
        super().__init__(status)
        self.status, self.moved_to = status, moved_to


@dataclass(frozen=True)
class Target:
    """A page of ours, and the query of the address that named it."""

    page: BasePage
    query: str

    @property
    def embed_path(self) -> str:
        query = f"?{self.query}" if self.query else ""
        return reverse("embed", args=[self.page.url.lstrip("/")]) + query

    @property
    def path(self) -> str:
        """The path of the page itself, of a list with its filters."""
        return self.page.url + (query_of_list(QueryDict(self.query)) if self.page.embed_kind in LISTS else "")


def find_page(request: HttpRequest, path: str) -> BasePage:
    """Return the live page at a path of the site ("berufsfelder/it/"); raise NotEmbeddableError."""
    site = Site.find_for_request(request)
    if site is None:
        raise NotEmbeddableError
    parts = [part for part in path.split("/") if part]
    root = site.root_page
    try:
        page = root.specific.route(request, parts).page
    except Http404:
        raise NotEmbeddableError(*_what_became_of(request, root, parts)) from None
    if not isinstance(page, BasePage) or not page.embed_kind:
        raise NotEmbeddableError
    return page


def _what_became_of(request: HttpRequest, root: Page, parts: list[str]) -> tuple[HTTPStatus, str]:
    path = "/".join(parts)
    redirect = get_redirect(request, Redirect.normalise_path(f"/{path}"))
    if redirect and redirect.link:
        return HTTPStatus.NOT_FOUND, urlsplit(redirect.link).path
    withdrawn = Page.objects.filter(url_path=f"{root.url_path}{path}/", live=False, first_published_at__isnull=False)
    return (HTTPStatus.GONE if withdrawn.exists() else HTTPStatus.NOT_FOUND), ""


def find_target(request: HttpRequest, url: str) -> Target:
    """Return what an absolute address names: a page of this site or its embed. Raise NotEmbeddableError."""
    address = _split(url)
    ours = {request.get_host(), urlsplit(settings.PUBLIC_URL).netloc}
    if address.scheme not in ("http", "https") or address.netloc.lower() not in ours:
        raise NotEmbeddableError
    path = address.path.removeprefix(PREFIX) if address.path.startswith(f"{PREFIX}/") else address.path
    return Target(find_page(request, path), address.query)


def query_of_list(query: QueryDict) -> str:
    """Return the filters as a query, without what only concerns the frame."""
    kept = query.copy()
    for name in (*Look.PARAMETERS, PAGE_PARAMETER):
        kept.pop(name, None)
    return f"?{kept.urlencode()}" if kept else ""


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError as error:
        raise NotEmbeddableError from error
