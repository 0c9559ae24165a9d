"""What an occupation page says rests on sourced figures."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from careers.models import EvidenceFigure, OccupationPage
from cms.models import SiteSettings
from tests.factories import (
    CareerFieldFactory,
    CompanyFactory,
    FigureFactory,
    LocationFactory,
    MunicipalityFactory,
    OccupationFactory,
    OfferFactory,
    PayStepFactory,
    StoryFactory,
)

pytestmark = pytest.mark.django_db

SHORTAGE = EvidenceFigure.Kind.SHORTAGE_SCORE


def occupation_with(*figures, **fields):
    occupation = OccupationFactory(**fields)
    for figure in figures:
        FigureFactory(page=occupation, **figure)
    return OccupationPage.objects.with_card().get(pk=occupation.pk)


def labels(occupation):
    return [str(badge.label) for badge in occupation.shown_badges]


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (8, ["Untypisch für Frauen"]),
        ("39.9", ["Untypisch für Frauen"]),
        (40, []),
        (60, []),
        ("60.1", ["Untypisch für Männer"]),
        (95, ["Untypisch für Männer"]),
    ],
)
def test_the_badge_follows_from_the_share_and_the_threshold(share, expected):
    assert labels(occupation_with({"value": share})) == expected


@pytest.mark.parametrize("missing", [{"source": ""}, {"source_url": ""}, {"is_example": True}])
def test_without_a_sourced_figure_there_is_no_badge(missing):
    assert labels(occupation_with({"value": 8, **missing})) == []


def test_the_newest_sourced_figure_counts():
    figures = [{"value": 8, "year": 2020}, {"value": 50, "year": 2024}, {"value": 5, "year": 2025, "is_example": True}]
    occupation = occupation_with(*figures)
    assert occupation.share_of_women.value == 50
    assert labels(occupation) == []


@pytest.mark.parametrize(("score", "expected"), [("1.9", []), (2, ["Gesucht in Sachsen"]), (3, ["Gesucht in Sachsen"])])
def test_a_shortage_names_its_area(score, expected):
    assert labels(occupation_with({"kind": SHORTAGE, "value": score, "area": "Sachsen"})) == expected


def test_example_figures_make_marked_badges_where_the_site_says_so():
    home = OccupationFactory().get_site()
    settings = SiteSettings.for_site(home)
    settings.count_example_figures = True
    settings.save()
    assert labels(occupation_with({"value": 8, "is_example": True})) == ["Untypisch für Frauen (Beispielwert)"]


@pytest.mark.parametrize("figure", [{"value": 101}, {"kind": SHORTAGE, "value": Decimal("3.1")}, {"value": -1}])
def test_impossible_figures_are_refused_by_form_and_database(figure):
    occupation = OccupationFactory()
    built = FigureFactory.build(page=occupation, **figure)
    with pytest.raises(ValidationError):
        built.clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        built.save()


@pytest.mark.parametrize("code", ["2611", "261120", "26115", "26110", "2611x"])
def test_a_wrong_kldb_code_is_refused(code):
    occupation = OccupationFactory()
    occupation.kldb_code = code
    with pytest.raises(ValidationError):
        occupation.full_clean()


def test_the_requirement_level_is_the_last_digit():
    assert occupation_with(kldb_code="26112").requirement_level == "Fachkraft"
    assert occupation_with().requirement_level == ""


@pytest.mark.parametrize(
    ("strengths", "is_right"), [("RIC", True), ("ric", True), ("", True), ("RRI", False), ("RX", False)]
)
def test_strengths_are_checked_before_publishing(strengths, is_right):
    occupation = OccupationFactory()
    occupation.strengths = strengths
    occupation.full_clean()
    if is_right:
        occupation.clean_for_publishing()
        assert len(occupation.strength_names) == len(strengths)
    else:
        with pytest.raises(ValidationError):
            occupation.clean_for_publishing()


@pytest.mark.parametrize(
    ("months", "words"),
    [(42, "3,5 Jahre"), (36, "3 Jahre"), (12, "1 Jahr"), (20, "20 Monate"), (1, "1 Monat"), (None, "")],
)
def test_durations_are_said_in_words(months, words):
    assert occupation_with(duration_months=months).duration == words


def test_the_card_says_duration_and_first_pay():
    occupation = OccupationFactory(duration_months=42)
    PayStepFactory(page=occupation, amount=1150, sort_order=1)
    PayStepFactory(page=occupation, amount=1200, sort_order=2)
    assert OccupationPage.objects.with_card().get().facts == "3,5 Jahre · ab 1.150\N{NO-BREAK SPACE}€ im Monat"


def test_the_page_shows_current_offers_of_live_companies_where_they_are(rf):
    occupation = OccupationFactory()
    goerlitz = MunicipalityFactory(name="Görlitz", slug="goerlitz", latitude="51.1503", longitude="14.9829")
    MunicipalityFactory(name="Zittau", slug="zittau", latitude="50.8977", longitude="14.8076")
    company, withdrawn = CompanyFactory(), CompanyFactory(live=False)
    LocationFactory(page=company, municipality=goerlitz)
    yesterday = timezone.localdate() - timedelta(days=1)
    shown = [
        OfferFactory(page=company, occupation=occupation, deadline=timezone.localdate()),
        OfferFactory(page=company, occupation=occupation),
    ]
    OfferFactory(page=company, occupation=occupation, valid_until=yesterday)
    OfferFactory(page=company, occupation=occupation, deadline=yesterday)
    OfferFactory(page=company)
    OfferFactory(page=withdrawn, occupation=occupation)
    context = OccupationPage.objects.get().get_context(rf.get("/"))
    assert context["offers"] == shown
    assert context["companies"] == [company]
    assert {place.slug: place.count for place in context["places"]} == {"goerlitz": 2, "zittau": 0}
    assert context["places"][0].href == "/unternehmen/?ort=goerlitz"


def test_the_page_shows_only_live_stories(rf):
    occupation = OccupationFactory()
    story = StoryFactory(occupation=occupation)
    StoryFactory(occupation=occupation, live=False)
    assert OccupationPage.objects.get().get_context(rf.get("/"))["stories"] == [story]


def test_an_occupation_takes_the_colours_of_its_field():
    field = CareerFieldFactory(colour_pair="river")
    OccupationFactory(parent=field)
    assert OccupationPage.objects.get().colour_pair == "river"
    assert OccupationPage.objects.with_card().get().career_field.title == field.title
