"""Atom feeds of the public lists: what they have in common.

A feed takes the filters of its list as the same GET parameters. It leads to what is new and does not repeat it: what
was fetched by a reader's service stays there, also when it is withdrawn here.
"""

import re
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.syndication.views import Feed
from django.db.models import Max
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.functional import Promise
from django.utils.http import http_date, parse_http_date
from wagtail.models import PageLogEntry

LONGEST = 50
# The year since when these tags name things of this site (RFC 4151 asks for a date).
TAGGED_SINCE = 2026
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def feed_link(name, title, query=""):
    """Return a feed by the name of its URL, for the head of pages."""
    return {"title": title, "href": reverse(name) + query}


def tag(name):
    """Return an id that stays when titles and addresses change (RFC 4151)."""
    return f"tag:{urlsplit(settings.PUBLIC_URL).hostname},{TAGGED_SINCE}:{name}"


class AtomDocument(Atom1Feed):
    """Atom 1.0 with a content beside the summary; an empty feed is as old as its list."""

    def latest_post_date(self):
        dates = [date for item in self.items for date in (item["pubdate"], item["updateddate"]) if date]
        return max([*dates, self.feed["changed"]] if self.feed["changed"] else dates, default=EPOCH)

    def add_item(self, title, link, description, categories=(), **values):
        texts = (NOT_IN_XML.sub("", str(text)) for text in (title, description, values.pop("content")))
        title, description, content = texts
        categories = [NOT_IN_XML.sub("", str(category)) for category in categories]
        super().add_item(title, link, description, categories=categories, content=content, **values)

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class FilteredFeed(Feed):
    """The newest things of a list of pages, filtered as the list is. Subclasses say which, and describe an item.

    Its answers name the moment of the last change: withdrawals and ends by date are changes too.
    """

    feed_type = AtomDocument
    language = "de"
    # Of the URL, and of the tag that is the feed's id.
    name: str
    title_of_list: Promise | str
    # The page that shows the list, as "app.Model".
    index_model: str
    # The type of the pages whose changes may change the feed, as "app.Model".
    page_model: str

    def filterset(self, request):
        """Return the filters of the list, for this request."""
        raise NotImplementedError

    def newest(self, filterset):
        """Return the items that pass the filters, newest first."""
        raise NotImplementedError

    def __call__(self, request, *args, **kwargs):
        response = super().__call__(request, *args, **kwargs)
        midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        latest = max(response["Last-Modified"], http_date(midnight.timestamp()), key=parse_http_date)
        response["Last-Modified"] = latest
        return response

    def get_object(self, request, *args, **kwargs):
        return FeedOfList(self, request)

    def link(self, feed):
        return feed.index_page.full_url + feed.query

    def title(self, feed):
        return f"{feed.list_title} · {feed.settings.brand_name}"

    def subtitle(self, feed):
        return feed.settings.claim

    def author_name(self, feed):
        return feed.settings.brand_name

    def author_link(self, feed):
        return feed.index_page.publisher["url"]

    def feed_url(self, feed):
        return feed.index_page.publisher["url"].rstrip("/") + reverse(self.name) + feed.query

    def feed_guid(self, feed):
        return tag(self.name + feed.query)

    def feed_extra_kwargs(self, feed):
        return {"changed": feed.changed_at}

    def items(self, feed):
        return feed.items

    def item_title(self, item):
        return item.title


class FeedOfList:
    """What one request asks for. Raises Http404 where there is no such list."""

    def __init__(self, feed: FilteredFeed, request: HttpRequest):
        index_page = apps.get_model(feed.index_model).objects.live().first()
        filterset = feed.filterset(request)
        if not index_page or filterset.hint:
            raise Http404(filterset.hint)
        self.index_page = index_page
        self.settings = index_page.site_settings
        self.query = filterset.query
        labels = [active.label for active in filterset.context()["active_filters"]]
        self.list_title = ": ".join(part for part in (str(feed.title_of_list), ", ".join(labels)) if part)
        self.items = feed.newest(filterset)[:LONGEST]
        self.changed_at = last_change(feed.page_model) or index_page.last_published_at or index_page.first_published_at


def last_change(page_model: str = "") -> datetime | None:
    """Return when a page (of this type) was last saved, published, withdrawn or deleted, None without any."""
    entries = PageLogEntry.objects.all()
    if page_model:
        entries = entries.filter(content_type=ContentType.objects.get_for_model(apps.get_model(page_model)))
    return entries.aggregate(last=Max("timestamp"))["last"]
