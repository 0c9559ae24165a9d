"""The offline package: which pages phones may take along, in which version, and what belongs to them.

The list is true at the moment it is asked for: it holds live pages only. What it says about a page is the work of
`build`, which renders all of them, as visitors see them, after the content changed.
"""

import gzip
import json
from contextlib import suppress
from functools import cache
from hashlib import sha256
from io import BytesIO
from mimetypes import guess_type
from urllib.parse import unquote, urlsplit
from wsgiref.util import setup_testing_defaults

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.db.models import Case, F, When
from django.template.loader import render_to_string
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page, get_page_models

from cms.models import BasePage, ContentGeneration, without_outdated
from cms.search import words_of
from frontend.models import PackageBuild, PackagedPage

FORMAT = 1
MAX_NEXT = 12
MAX_TEXT = 4000


def live_pages():
    """Return the live, public pages that phones may keep, each kind in the order of its list."""
    kinds = [model for model in get_page_models() if issubclass(model, BasePage) and model.is_packaged]
    types = ContentType.objects.get_for_models(*kinds)
    dated = [content_type for model, content_type in types.items() if model.is_listed_by_date]
    newest_first = [
        Case(When(content_type__in=dated, then=F(name))).desc(nulls_last=True) for name in ("first_published_at", "pk")
    ]
    soonest_first = [
        Case(When(content_type=content_type, then=F(column))).asc(nulls_first=True)
        for model, content_type in types.items()
        for column in model.listed_by_columns
    ]
    pages = Page.objects.live().public().filter(content_type__in=types.values(), depth__gt=1)
    return without_outdated(pages).order_by(*soonest_first, *newest_first, "title", "pk")


def package_list(site_settings):
    """Return all that phones may keep right now. A page that is not built yet has no version."""
    pages = [page for page in live_pages().select_related("packaged") if page.url]
    ids = {page.pk for page in pages}
    images = ImageGroups()
    return {
        "format": FORMAT,
        "keep_visited": site_settings.keep_visited,
        "app": [page.pk for page in pages if page.specific_class.is_always_kept],
        "pages": [list_entry(page, ids, images) for page in pages],
        "images": images.groups,
        "places": {slug: position for hook in hooks.get_hooks("package_places") for slug, position in hook().items()},
    }


class ImageGroups:
    """The pictures of a list, each once; a page names them by their places."""

    def __init__(self):
        self.groups = []
        self.places = {}

    def place(self, files):
        key = tuple(file["url"] for file in files)
        if key not in self.places:
            self.places[key] = len(self.groups)
            self.groups.append(files)
        return self.places[key]


def list_entry(page, ids, images):
    """Return what the list says of a page. `ids` are the pages of the list: of others nothing is told."""
    built = getattr(page, "packaged", None) or PackagedPage(
        size=0, images=[], audio=[], next_pages=[], filter_values={}
    )
    shown = [group["files"] for group in built.images if group["page"] is None or group["page"] in ids]
    return {
        "id": page.pk,
        "url": page.url,
        "version": built.version,
        "bytes": built.size,
        "kind": str(page.specific_class.kind_name),
        "title": page.title,
        "personal": page.specific_class.is_personal,
        "images": list(dict.fromkeys(images.place(files) for files in shown)),
        "audio": built.audio,
        "next": [pk for pk in built.next_pages if pk in ids],
        "filters": built.filter_values,
        "listing": built.listing or None,
    }


def package_pages(ids, base_url):
    """Return the pages with these primary keys that are built and public, with all that a phone stores of them."""
    pages = live_pages().filter(pk__in=ids, packaged__isnull=False).select_related("packaged")
    documents = ((page, public_html(page.url, base_url)) for page in pages if page.url)
    return [bundle_entry(page.url, page.packaged, html) for page, html in documents if html]


def bundle_entry(url, built, html):
    return {
        "id": built.pk,
        "url": url,
        "version": built.version,
        "html": html,
        "card": built.card,
        "text": built.text,
    }


@cache
def handler():
    """The site itself, with all its middleware."""
    site = BaseHandler()
    site.load_middleware()
    return site


def public_html(path, base_url):
    """Return the page at `path` as everybody gets it, through the page cache; "" where it is not public after all."""
    address = urlsplit(base_url)
    environ = {
        "PATH_INFO": path,
        "HTTP_HOST": address.netloc,
        "wsgi.url_scheme": address.scheme,
        "wsgi.input": BytesIO(),
    }
    setup_testing_defaults(environ)  # fills in what the standard asks for
    response = handler().get_response(WSGIRequest(environ))
    control = response.get("Cache-Control", "")
    is_public = response.status_code == 200 and "private" not in control and "no-store" not in control
    return response.text if is_public else ""


def build():
    """Bring the package up to date and return how many pages changed. Without any change of content nothing is done.

    New versions are a change of content of their own: phones hear of them as of any other.
    """
    generation = ContentGeneration.current()
    if PackageBuild.last() == built_for(generation):
        return 0
    seen = list(live_pages().specific())
    pages = [page for page in seen if page.url]
    by_url = {page.url: page for page in pages}
    known = PackagedPage.objects.in_bulk()
    rows = [row for page in pages if (row := packaged(page, by_url, known.get(page.pk)))]
    changed = [row for row in rows if row is not known.get(row.pk)]
    with transaction.atomic():
        # Of what was published meanwhile another build may know already.
        newer = live_pages().exclude(pk__in=[page.pk for page in seen]).values("pk")
        gone, _ = PackagedPage.objects.exclude(pk__in=[row.pk for row in rows]).exclude(pk__in=newer).delete()
        columns = [field.name for field in PackagedPage._meta.concrete_fields if not field.primary_key]
        PackagedPage.objects.bulk_create(changed, update_conflicts=True, unique_fields=["page"], update_fields=columns)
        if changed or gone:
            ContentGeneration.advance()
            generation += 1
        # Where somebody changed the content meanwhile, or another build its result, the next one looks again.
        if ContentGeneration.current() == generation:
            PackageBuild.remember(built_for(generation))
    return len(changed)


def built_for(generation):
    """What pages look like depends on the content, on the day (offers end), and on the release."""
    return f"{generation} {timezone.localdate()} {getattr(staticfiles_storage, 'manifest_hash', '')}"


def packaged(page, by_url, known):
    """Return what the package knows of a page: `known` while that holds; None where visitors do not get the page."""
    html = public_html(page.url, settings.PUBLIC_URL)
    if not html:
        return None
    row = PackagedPage(
        page_id=page.pk,
        filter_values=page.filter_values(),
        listing=page.listing_url(),
        card=render_to_string(page.card_template, {page.card_name: page}),
        text=" ".join(dict.fromkeys(words_of(page.search_text())))[:MAX_TEXT],
    )
    main = html[html.find("<main") : html.rfind("</main>")]
    row.version = version([main, row.card, row.text, row.listing, row.filter_values])
    if known and known.version == row.version:
        return known
    soup = BeautifulSoup(main, "html.parser")
    row.images = images_in(soup, by_url)
    row.audio = files((source["src"], {}) for source in soup.select("audio [src], audio[src]"))
    row.next_pages = next_pages(soup, page, by_url) if page.kind_name else []
    row.size = len(gzip.compress(json.dumps(bundle_entry(page.url, row, html), ensure_ascii=False).encode()))
    return row


def version(content):
    return sha256(json.dumps(content).encode()).hexdigest()[:12]


def next_pages(soup, page, by_url):
    """Return the primary keys of the pages that the reader of this one goes to next."""
    linked = (by_url.get(path_of(link["href"])) for link in soup.select("a[href]"))
    return list(dict.fromkeys(other.pk for other in linked if other and other.kind_name and other != page))[:MAX_NEXT]


def images_in(soup, by_url):
    """Return the pictures in the order of the page, each with the page whose card shows it."""
    groups = []
    for tag in soup.select("img, video[poster]"):
        found = files(candidates(tag))
        card = tag.find_parent(class_="covers")
        shown_for = by_url.get(path_of(card.select_one("a.cover")["href"])) if card else None
        group = {"page": shown_for.pk if shown_for else None, "files": found}
        if found and group not in groups:
            groups.append(group)
    return groups


def candidates(tag):
    """Yield address, type and width of each file that a browser may choose for an <img> or the poster of a <video>."""
    picture = tag.find_parent("picture")
    for source in [*(picture.find_all("source") if picture else []), tag]:
        address = source.get("src") or source.get("poster", "")
        listed = source.get("srcset") or f"{address} {source.get('width', 0)}w"
        for entry in listed.split(","):
            url, _, width = entry.strip().partition(" ")
            media_type = source.get("type") or guess_type(url)[0] or ""
            yield url, {"type": media_type, "width": int(width.rstrip("w") or 0)}


def files(described):
    """Return those uploaded files that exist, with their sizes, each once."""
    found = {}
    for url, description in described:
        if not url.startswith(settings.MEDIA_URL):
            continue
        with suppress(OSError):
            size = default_storage.size(unquote(url.removeprefix(settings.MEDIA_URL)))
            found[url] = {**description, "url": url, "bytes": size}
    return list(found.values())


def path_of(href):
    """Return the path of an address of this site, "" for any other."""
    address = urlsplit(href)
    return "" if address.scheme or address.netloc else address.path
