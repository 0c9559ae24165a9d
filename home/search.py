"""Search over everything that is public."""

from dataclasses import dataclass

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from campaign.models import EventPage
from careers.models import CareerFieldPage, CompanyPage, OccupationPage
from cms.listing import paginate, query_for_pages
from cms.models import without_outdated
from cms.search import words_of
from stories.models import StoryPage

MAX_LENGTH = 200
MAX_WORDS = 10
MAX_HITS = 500
SHOWN_PER_KIND = 5

CARD_MODELS = {
    "geschichten": (_("Geschichten"), StoryPage),
    "berufe": (_("Berufe"), OccupationPage),
    "berufsfelder": (_("Berufsfelder"), CareerFieldPage),
    "unternehmen": (_("Unternehmen"), CompanyPage),
    "termine": (_("Termine"), EventPage),
}
OTHER_KIND, OTHER_LABEL = "seiten", _("Seiten")


@dataclass(frozen=True)
class SearchGroup:
    """What was found of one kind: the number of hits and the pages to show, best first."""

    kind: str
    label: str
    count: int
    pages: list
    is_chosen: bool


@require_safe
def search(request):
    """Results for ?q=, grouped by kind; with ?art=<kind> only that kind, page by page."""
    asked = " ".join(request.GET.get("q", "").split())
    query, kind = asked[:MAX_LENGTH], request.GET.get("art", "")
    hits = find(query)
    chosen = kind if kind in hits else ""
    results = paginate(request, hits[chosen]) if chosen else None
    groups = [
        SearchGroup(
            name,
            label_of(name),
            len(pks),
            cards(name, results.object_list if name == chosen else [] if chosen else pks[:SHOWN_PER_KIND]),
            name == chosen,
        )
        for name, pks in hits.items()
    ]
    total = sum(group.count for group in groups)
    context = {
        "query": query,
        "query_is_cut": len(asked) > MAX_LENGTH,
        "state": "empty" if not query else "found" if total else "none",
        "total": total,
        "kind": chosen,
        "groups": groups,
        "results": results,
        "page_query": query_for_pages(request),
        "pair": "red",
    }
    return render(request, "pages/search.html", context)


def find(query):
    """Return the primary keys of live pages by kind, best first; kinds without a hit are left out.

    Whole words come first (stemmed on PostgreSQL), then pages with a word that begins like the last one.
    """
    words = " ".join(words_of(query)[:MAX_WORDS])
    if not words:
        return {}
    live = Page.objects.live()
    hits = {page.pk: page for page in [*live.search(words)[:MAX_HITS], *live.autocomplete(words)[:MAX_HITS]]}
    by_kind = {kind: [] for kind in [*CARD_MODELS, OTHER_KIND]}
    current = set(without_outdated(Page.objects.filter(pk__in=hits)).values_list("pk", flat=True))
    for page in (page for page in hits.values() if page.pk in current):
        by_kind[kind_of(page)].append(page.pk)
    return {kind: pks for kind, pks in by_kind.items() if pks}


def found_pages(query, model):
    """Return the primary keys of the live pages of one of CARD_MODELS that a search finds, best first."""
    kind = next(kind for kind, (_label, other) in CARD_MODELS.items() if other is model)
    return find(" ".join(query.split())[:MAX_LENGTH]).get(kind, [])


def kind_of(page):
    for kind, (_label, model) in CARD_MODELS.items():
        if page.specific_class is model:
            return kind
    return OTHER_KIND


def label_of(kind):
    return str(CARD_MODELS[kind][0] if kind in CARD_MODELS else OTHER_LABEL)


def cards(kind, pks):
    """Return the pages with these primary keys, ready for cards, in this order."""
    if not pks:
        return []
    pages = CARD_MODELS[kind][1].objects.with_card() if kind in CARD_MODELS else Page.objects.specific()
    found = {page.pk: page for page in pages.live().filter(pk__in=pks)}
    return [found[pk] for pk in pks if pk in found]
