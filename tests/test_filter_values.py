"""A phone without network filters by what each page says of itself, and finds what the server finds."""

from datetime import time, timedelta
from math import asin, cos, radians, sin, sqrt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from campaign.filters import EventFilter
from campaign.models import EventPage
from careers.filters import CompanyFilter, OccupationFilter
from careers.models import CompanyPage, EvidenceFigure, Municipality, OccupationPage, Offer
from careers.models.occupation import Qualification, TrainingKind
from frontend import package
from stories.filters import StoryFilter
from stories.models import StoryPage
from tests.factories import (
    CareerFieldFactory,
    CompanyFactory,
    EventFactory,
    FigureFactory,
    LocationFactory,
    OccupationFactory,
    OfferFactory,
    StoryFactory,
)

pytestmark = pytest.mark.django_db

# The filter of distances counts from the place; it is no property of a page.
LISTINGS = [
    (StoryFilter, StoryPage, {"feld", "ort", "untypisch"}),
    (OccupationFilter, OccupationPage, {"feld", "art", "abschluss", "abzeichen"}),
    (CompanyFilter, CompanyPage, {"feld", "angebot", "ort"}),
    (EventFilter, EventPage, {"feld", "wann", "art", "ort", "online"}),
]


@pytest.fixture
def region():
    """Occupations, companies and stories for every choice of every filter, and some for none."""
    call_command("load_municipalities", verbosity=0)
    fields = [CareerFieldFactory(slug=slug) for slug in ("metall", "gesundheit")]
    hidden = CareerFieldFactory(slug="geheim")
    shares = (5, 50, 90)
    for number, (kind, qualification) in enumerate(zip(TrainingKind.values, Qualification.values, strict=True)):
        occupation = OccupationFactory(
            parent=fields[number % 2], slug=f"beruf-{number}", training_kind=kind, qualification=qualification
        )
        FigureFactory(page=occupation, value=shares[number % 3])
        FigureFactory(page=occupation, kind=EvidenceFigure.Kind.SHORTAGE_SCORE, value="2.5" if number % 2 else "1.5")
    OccupationFactory(parent=hidden)
    hidden.unpublish()
    companies_of([*fields, hidden])
    stories_of([*fields, hidden])
    events_of([*fields, hidden])
    return fields


def companies_of(fields):
    zittau, goerlitz, boxberg = Municipality.objects.filter(slug__in=["zittau", "goerlitz", "boxberg"])
    for number, kind in enumerate(Offer.Kind.values):
        company = CompanyFactory()
        company.career_fields.set(fields[number % 3 :])
        company.save()
        for place in [(), (zittau,), (goerlitz, boxberg, goerlitz)][number % 3]:
            LocationFactory(page=company, municipality=place)
        OfferFactory(page=company, kind=kind)
        OfferFactory(page=company, kind=kind)
        OfferFactory(page=company, kind="degree_course", valid_until=timezone.localdate() - timedelta(days=1))
        OfferFactory(page=company, kind="holiday_job", deadline=timezone.localdate() - timedelta(days=1))
    CompanyFactory(live=False)


def stories_of(fields):
    places = list(Municipality.objects.filter(slug__in=["zittau", "goerlitz"]))
    choices = StoryPage.AtypicalChoice.values
    for number, occupation in enumerate([*OccupationPage.objects.all(), None]):
        StoryFactory(
            occupation=occupation,
            municipality=[*places, None][number % 3],
            place_outside_county=["", "", "Leipzig"][number % 3] if number < 5 else "",
            atypical_choice=choices[number % 3],
            career_fields=fields[number % 3 :],
        )
    StoryFactory(live=False, municipality=places[0], career_fields=fields)


def events_of(fields):
    places = [*Municipality.objects.filter(slug__in=["zittau", "goerlitz"]), None]
    for number, kind in enumerate([*EventPage.Kind.values, "fair"]):
        starts_on = timezone.localdate() + timedelta(days=[-3, 0, 7, 29, 31, 60, 5, 300][number])
        EventFactory(
            kind=kind,
            starts_on=starts_on,
            starts_at=[None, time(9)][number % 2],
            ends_on=starts_on + timedelta(days=40) if number % 3 == 0 else None,
            municipality=places[number % 3],
            is_online=number % 3 == 2,
            career_fields=fields[number % 3 :],
        )
    EventFactory(live=False, municipality=places[0], career_fields=fields)


def found_by_server(filter_class, model, query, rf):
    return {page.pk for page in filter_class(query, model.objects.live(), request=rf.get("/", query)).qs}


@pytest.mark.usefixtures("region")
@pytest.mark.parametrize(("filter_class", "model", "names"), LISTINGS)
def test_every_choice_of_every_filter_finds_the_same_pages_on_the_phone(filter_class, model, names, rf):
    pages = {page.pk: page.filter_values() for page in model.objects.live()}
    assert {name for values in pages.values() for name in values} == names
    form = filter_class({}, model.objects.live(), request=rf.get("/")).form
    for name in names:
        sizes = set()
        for value in [str(option) for option, _ in form.fields[name].choices if str(option)]:
            on_server = found_by_server(filter_class, model, {name: value}, rf)
            assert {pk for pk, values in pages.items() if value in values[name]} == on_server, (name, value)
            sizes.add(len(on_server))
        assert max(sizes) > 0
        assert sizes != {len(pages)}, f"{name} tells nothing apart"


@pytest.mark.usefixtures("region")
def test_no_page_names_a_value_that_its_filter_does_not_offer(rf):
    for filter_class, model, names in LISTINGS:
        form = filter_class({}, model.objects.live(), request=rf.get("/")).form
        for name in names:
            offered = {str(option) for option, _ in form.fields[name].choices}
            assert {value for page in model.objects.live() for value in page.filter_values()[name]} <= offered


@pytest.mark.usefixtures("region")
@pytest.mark.parametrize("name", ["stories", "occupations", "companies", "events"])
def test_a_phone_knows_the_order_of_every_list(name, client):
    address = {
        "stories": "/geschichten/",
        "occupations": "/berufsfelder/",
        "companies": "/unternehmen/",
        "events": "/termine/",
    }[name]
    shown = [page.pk for page in client.get(address).context[name]]
    package.build()
    pages = client.get(reverse("package")).json()["pages"]
    assert [page["id"] for page in pages if page["listing"] == address] == shown
    assert len(shown) > 4


def kilometres(start, end):
    """As a phone computes it: haversine formula, on latitudes and longitudes of the list."""
    (lat_a, lon_a), (lat_b, lon_b) = (map(radians, start), map(radians, end))
    half_chord = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6371 * asin(sqrt(half_chord))


@pytest.mark.usefixtures("region")
@pytest.mark.parametrize("distance", [value for value, _ in CompanyFilter.DISTANCES])
def test_a_phone_finds_the_same_companies_around_a_place(distance, client, rf):
    places = client.get(reverse("package")).json()["places"]
    assert len(places) == Municipality.objects.count()
    pages = {page.pk: page.filter_values()["ort"] for page in CompanyPage.objects.live()}
    for slug, centre in places.items():
        near = {other for other, position in places.items() if kilometres(centre, position) <= int(distance)}
        on_phone = {pk for pk, values in pages.items() if near.intersection(values)}
        assert on_phone == found_by_server(CompanyFilter, CompanyPage, {"ort": slug, "umkreis": distance}, rf)
