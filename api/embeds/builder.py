"""The page where teachers put together what they embed: what, which, how it looks. It answers with the code."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from wagtail.models import PageQuerySet

from api.embeds.finding import LISTS
from api.embeds.look import SCHEMES, Look
from api.embeds.oembed import height_of
from campaign.models import EventIndexPage, EventPage
from careers.models import (
    CareerFieldIndexPage,
    CareerFieldPage,
    CompanyIndexPage,
    CompanyPage,
    InterestCheckPage,
    OccupationPage,
)
from careers.models.career_field import ColourPair
from cms.models import BasePage, SiteSettings
from cms.policy import policy
from stories.models import StoryIndexPage, StoryPage

Label = Promise | str
# Parameters of this page; the filters of lists have names of their own.
WHAT, WHICH = "was", "welche"
COLOURS: tuple[tuple[str, Label], ...] = (
    ("navy", _("Marineblau")),
    ("steelblue", _("Stahlblau")),
    ("teal", _("Petrol")),
    ("seagreen", _("Seegrün")),
    ("olive", _("Oliv")),
    ("gold", _("Gold")),
    ("darkorange", _("Orange")),
    ("maroon", _("Weinrot")),
    ("indigo", _("Indigo")),
    ("gray", _("Grau")),
)
SCHEME_LABELS: tuple[tuple[str, Label], ...] = (
    ("", _("Wie das Gerät")),
    (SCHEMES[0], _("Immer hell")),
    (SCHEMES[1], _("Immer dunkel")),
)


@dataclass(frozen=True)
class Kind:
    """A kind of page to choose from; where there is only one page of it, nobody has to choose which."""

    name: str
    label: Label
    model: type[BasePage]
    question: Label = ""

    def pages(self) -> PageQuerySet:
        shown = self.model.objects.live().exclude(pk__in=self.model.outdated().values("pk"))
        return shown.order_by("title").defer_streamfields()


KINDS = (
    Kind("beruf", _("Beruf"), OccupationPage, _("Welcher Beruf?")),
    Kind("berufsfeld", _("Berufsfeld"), CareerFieldPage, _("Welches Berufsfeld?")),
    Kind("unternehmen", _("Unternehmen"), CompanyPage, _("Welches Unternehmen?")),
    Kind("geschichte", _("Geschichte"), StoryPage, _("Welche Geschichte?")),
    Kind("termin", _("Termin"), EventPage, _("Welcher Termin?")),
    Kind("berufe", _("Liste von Berufen"), CareerFieldIndexPage),
    Kind("plaetze", _("Liste von Unternehmen"), CompanyIndexPage),
    Kind("geschichten", _("Liste von Geschichten"), StoryIndexPage),
    Kind("termine", _("Liste von Terminen"), EventIndexPage),
    Kind("interessencheck", _("Interessencheck"), InterestCheckPage),
)


@require_safe
def builder(request: HttpRequest) -> HttpResponse:
    kind = next((kind for kind in KINDS if kind.name == request.GET.get(WHAT)), KINDS[0])
    pages = list(kind.pages())
    page = next((page for page in pages if page.slug == request.GET.get(WHICH)), pages[0] if pages else None)
    look, lists = Look.of(request.GET), filters_of(page, request)
    context = {
        "pair": "river",
        "kinds": [
            {"label": one.label, "href": f"?{urlencode({WHAT: one.name})}", "current": one is kind} for one in KINDS
        ],
        "kind": kind,
        "selects": [*choice_of_page(kind, pages, page), *lists["filter_selects"], *choices_of_look(look)],
        "toggles": lists["filter_toggles"],
        "filter_hint": lists["filter_hint"],
        "domains": SiteSettings.for_request(request).embedding_domains.split(),
        "origin": request.build_absolute_uri("/").rstrip("/"),
        **(code_context(request, page, look, lists["query"]) if page else {}),
    }
    response = render(request, "pages/embed_builder.html", context)
    response["Content-Security-Policy"] = policy(frame_src=["'self'"])
    return response


def filters_of(page: BasePage | None, request: HttpRequest) -> dict[str, Any]:
    """Return the filters of a list as its own page describes them, and the chosen ones as pairs of name and value."""
    context = page.get_context(request) if page and page.embed_kind in LISTS else {}
    selects, toggles = context.get("filter_selects", []), context.get("filter_toggles", [])
    chosen = [
        (select["name"], option["value"])
        for select in selects
        for option in select["options"]
        if option["selected"] and option["value"]
    ]
    chosen += [(toggle["name"], toggle["value"]) for toggle in toggles if toggle["checked"]]
    return {
        "filter_selects": [{**select, "groups": [("", select["options"])]} for select in selects],
        "filter_toggles": toggles,
        "filter_hint": context.get("filter_hint", ""),
        "query": chosen,
    }


def choice_of_page(kind: Kind, pages: list, chosen: BasePage | None) -> list[dict[str, Any]]:
    if not kind.question:
        return []
    options = [option(page.slug, page.title, page is chosen) for page in pages]
    return [{"name": WHICH, "label": kind.question, "groups": [("", options)]}]


def choices_of_look(look: Look) -> list[dict[str, Any]]:
    accents = [
        ("", [option("", _("Farben der Seite"), not look.accent)]),
        (_("Unsere Farbpaare"), [option(value, label, value == look.accent) for value, label in ColourPair.choices]),
        (_("Andere Farben"), [option(value, label, value == look.accent) for value, label in COLOURS]),
    ]
    schemes = [option(value, label, value == look.scheme) for value, label in SCHEME_LABELS]
    return [
        {"name": "schema", "label": _("Hell oder dunkel?"), "groups": [("", schemes)]},
        {"name": "akzent", "label": _("Farbe"), "groups": accents},
    ]


def option(value: str, label: Label, selected: bool) -> dict[str, Any]:
    return {"value": value, "label": label, "selected": selected}


def code_context(request: HttpRequest, page: BasePage, look: Look, filters: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the address of the embed for the preview, and the three texts to copy."""
    looks, query = look.query, urlencode(filters)
    embed_query = "&".join(part for part in (query, looks) if part)
    embed_path = reverse("embed", args=[page.url.lstrip("/")]) + (f"?{embed_query}" if embed_query else "")
    address = request.build_absolute_uri(page.url + (f"?{query}" if query else ""))
    pasted = {
        "src": request.build_absolute_uri(embed_path),
        "href": address,
        "script": request.build_absolute_uri(reverse("embed-script")),
        "title": f"{page.title} · {SiteSettings.for_request(request).brand_name}",
        "height": height_of(page),
    }
    return {
        "chosen": page,
        "embed_path": embed_path,
        "height": pasted["height"],
        # What oEmbed describes has the look of its page, unless the link names the embed itself.
        "link_code": pasted["src"] if looks else address,
        "frame_code": render_to_string("pasted/frame.html", pasted).strip(),
        "element_code": render_to_string("pasted/element.html", pasted).strip(),
    }
