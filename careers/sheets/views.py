"""Sheets of single pages, and cards of chosen occupations, as PDF."""

import logging
from http import HTTPStatus
from itertools import groupby
from pathlib import Path
from typing import Any

import typst
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from careers.filters import OccupationFilter
from careers.models import CareerFieldPage, OccupationPage
from careers.sheets import content
from careers.sheets.forms import MOST_CARDS, CardsForm
from cms.throttling import AddressThrottle
from frontend import paper

HERE = Path(__file__).parent

logger = logging.getLogger(__name__)

# The viewers of some browsers are plugins, or bring a style of their own. A PDF runs no script here.
viewable: Any = csp_replace({"object-src": ["'self'"], "style-src": ["'self'", "'unsafe-inline'"]})


class CardsThrottle(AddressThrottle):
    """Limits the sets of cards that one address may have made: each choice is another document."""

    purpose = "cards"

    def allow_request(self, request, view=None):
        return self.count("cards", request) <= settings.CARD_SETS_PER_HOUR


@require_safe
def occupation_sheet(request, field, occupation):
    parent = get_object_or_404(CareerFieldPage, slug=field)
    page = get_object_or_404(OccupationPage.objects.child_of(parent).live().with_card(), slug=occupation)
    data = content.occupation_sheet(page, page.get_full_url(request) or "")
    return document(request, "occupation.typ", data, f"{page.slug}.pdf", page.get_url(request))


@require_safe
def career_field_sheet(request, field):
    page = get_object_or_404(CareerFieldPage.objects.live(), slug=field)
    data = content.career_field_sheet(page, page.get_full_url(request) or "")
    return document(request, "career_field.typ", data, f"berufsfeld-{page.slug}.pdf", page.get_url(request))


@require_safe
def cards(request):
    """Show what can be chosen. Where filters narrow it down, what is left is chosen from the start."""
    return show_choice(request, CardsForm(), HTTPStatus.OK)


@require_safe
def cards_pdf(request):
    occupations = {name_of(page): page for page in OccupationPage.objects.live().with_card() if page.career_field}
    form = CardsForm(request.GET, occupations)
    if not form.is_valid():
        return show_choice(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    if not CardsThrottle().allow_request(request):
        form.add_error(None, _("Von Ihrem Anschluss kam gerade sehr viel. Versuchen Sie es in einer Stunde."))
        return show_choice(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    chosen = [(occupations[name], occupations[name].get_full_url(request) or "") for name in form.names]
    data = content.cards(chosen, form.per_sheet, form.is_duplex)
    return document(request, "cards.typ", data, "berufskarten.pdf", reverse("cards"))


@viewable
def document(request, template, data, filename, otherwise):
    """Answer with a document; send to the address `otherwise` should it ever not come about."""
    try:
        return paper.answer(request, HERE / template, data, filename)
    except typst.TypstError:
        logger.exception("%s could not be made.", filename)
        return HttpResponseRedirect(otherwise)


def show_choice(request, form, status):
    filterset = OccupationFilter(request.GET, OccupationPage.objects.live().with_card(), request=request)
    filtered = filterset.context()
    pages = sorted((page for page in filterset.qs if page.career_field), key=place_of)
    chosen = set(form.names)
    if filtered["is_filtered"] and not form.is_bound:
        chosen = {name_of(page) for page in pages[:MOST_CARDS]}
    fields = [
        (title, [(name_of(page), page, name_of(page) in chosen) for page in some])
        for title, some in groupby(pages, key=lambda page: page.career_field.title)
    ]
    context = {"form": form, "fields": fields, "number": len(pages), "most": MOST_CARDS, "pair": "leaf", **filtered}
    return render(request, "pages/cards.html", context, status=status)


def place_of(page):
    return page.career_field.title, page.title


def name_of(page):
    """Return how addresses name an occupation; slugs of two fields may be the same."""
    return f"{page.career_field.slug}/{page.slug}"
