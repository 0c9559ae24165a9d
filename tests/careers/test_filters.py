"""Filters of the lists of occupations and companies, as visitors use them: by address."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from careers.models import CareerFieldIndexPage, CompanyIndexPage, EvidenceFigure, Municipality
from tests.factories import (
    CareerFieldFactory,
    CompanyFactory,
    FigureFactory,
    LocationFactory,
    OccupationFactory,
    OfferFactory,
    career_field_index,
    company_index,
)

pytestmark = pytest.mark.django_db


def occupations(rf, query=""):
    context = CareerFieldIndexPage.objects.get().get_context(rf.get("/" + query))
    return context, [page.title for page in context["occupations"]]


def companies(rf, query=""):
    context = CompanyIndexPage.objects.get().get_context(rf.get("/" + query))
    return context, [page.title for page in context["companies"]]


@pytest.fixture
def trades():
    metal, care = (
        CareerFieldFactory(title="Metall", slug="metall"),
        CareerFieldFactory(title="Gesundheit", slug="gesundheit"),
    )
    welder = OccupationFactory(title="Schweißen", parent=metal, training_kind="dual", qualification="lower_secondary")
    nurse = OccupationFactory(title="Pflege", parent=care, training_kind="school", qualification="intermediate")
    doctor = OccupationFactory(title="Medizin", parent=care, training_kind="study", qualification="abitur")
    FigureFactory(page=welder, value=5)
    FigureFactory(page=nurse, value=80)
    FigureFactory(page=doctor, value=50)
    FigureFactory(page=nurse, kind=EvidenceFigure.Kind.SHORTAGE_SCORE, value="2.6")
    OccupationFactory(title="Entwurf", parent=metal, live=False)


@pytest.mark.usefixtures("trades")
@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Medizin", "Pflege", "Schweißen"]),
        ("?feld=metall", ["Schweißen"]),
        ("?art=school", ["Pflege"]),
        ("?abschluss=lower_secondary", ["Schweißen"]),
        ("?abschluss=intermediate", ["Pflege", "Schweißen"]),
        ("?abschluss=abitur", ["Medizin", "Pflege", "Schweißen"]),
        ("?abzeichen=untypisch-frauen", ["Schweißen"]),
        ("?abzeichen=untypisch-maenner", ["Pflege"]),
        ("?abzeichen=gesucht", ["Pflege"]),
        ("?feld=gesundheit&art=study", ["Medizin"]),
        ("?feld=metall&abzeichen=gesucht", []),
        ("?feld=&art=", ["Medizin", "Pflege", "Schweißen"]),
    ],
)
def test_occupations_are_filtered(rf, query, titles):
    assert occupations(rf, query)[1] == titles


@pytest.mark.usefixtures("trades")
@pytest.mark.parametrize(
    "query",
    [
        "?feld=gibtesnicht",
        "?art=🙂",
        "?abzeichen='--",
        "?abschluss=%3Cscript%3E",
        "?feld=" + "x" * 5000,
        "?feld=metall&art=x",
    ],
)
def test_an_unknown_value_is_named_and_leaves_the_rest(rf, query):
    context, titles = occupations(rf, query)
    assert titles
    assert "Diese Auswahl gibt es hier nicht" in context["filter_hint"]


@pytest.mark.usefixtures("trades")
def test_chosen_filters_are_named_and_can_be_taken_away_one_by_one(rf):
    context, _ = occupations(rf, "?feld=gesundheit&art=school&seite=3")
    assert [(choice.label, choice.href) for choice in context["active_filters"]] == [
        ("Gesundheit", "?art=school"),
        ("schulische Ausbildung", "?feld=gesundheit"),
    ]
    assert context["is_filtered"]
    assert context["page_query"] == "feld=gesundheit&art=school"


@pytest.mark.usefixtures("trades")
def test_the_form_offers_only_what_is_public(rf):
    CareerFieldFactory(title="Geheim", live=False)
    context, _ = occupations(rf)
    field = next(select for select in context["filter_selects"] if select["name"] == "feld")
    assert [option["label"] for option in field["options"]] == ["Alle Berufsfelder", "Metall", "Gesundheit"]


def test_lists_are_divided_into_pages_of_24(rf):
    field = CareerFieldFactory()
    for number in range(25):
        OccupationFactory(title=f"Beruf {number:02}", parent=field)
    assert len(occupations(rf)[1]) == 24
    assert occupations(rf, "?seite=2")[1] == ["Beruf 24"]
    assert occupations(rf, "?seite=99")[1] == ["Beruf 24"]
    assert len(occupations(rf, "?seite=nein")[1]) == 24
    assert len(occupations(rf, "?seite=-1")[1]) in (1, 24)


def test_empty_lists_are_pages_too(rf, client):
    career_field_index(), company_index()
    assert occupations(rf)[1] == companies(rf)[1] == []
    assert client.get("/berufsfelder/").status_code == 200
    assert client.get("/unternehmen/?feld=nix&umkreis=10").status_code == 200


@pytest.fixture
def firms():
    call_command("load_municipalities", verbosity=0)
    field = CareerFieldFactory(title="Metall", slug="metall")
    for title, slug in (("Werk Görlitz", "goerlitz"), ("Werk Schöpstal", "schoepstal"), ("Werk Zittau", "zittau")):
        company = CompanyFactory(title=title)
        company.career_fields.set([field] if slug == "zittau" else [])
        company.save()
        LocationFactory(page=company, municipality=Municipality.objects.get(slug=slug))
        LocationFactory(page=company, municipality=Municipality.objects.get(slug=slug), address="zweites Tor")
        if slug != "zittau":
            OfferFactory(page=company, kind="internship")
        else:
            OfferFactory(page=company, kind="internship", valid_until=timezone.localdate() - timedelta(days=1))
    CompanyFactory(title="Entwurf", live=False)


@pytest.mark.usefixtures("firms")
@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Werk Görlitz", "Werk Schöpstal", "Werk Zittau"]),
        ("?feld=metall", ["Werk Zittau"]),
        ("?angebot=internship", ["Werk Görlitz", "Werk Schöpstal"]),
        ("?angebot=dual_study", []),
        ("?ort=goerlitz", ["Werk Görlitz"]),
        ("?ort=goerlitz&umkreis=10", ["Werk Görlitz", "Werk Schöpstal"]),
        ("?ort=goerlitz&umkreis=50", ["Werk Görlitz", "Werk Schöpstal", "Werk Zittau"]),
        ("?ort=boxberg", []),
    ],
)
def test_companies_are_filtered(rf, query, titles):
    assert companies(rf, query)[1] == titles


@pytest.mark.usefixtures("firms")
def test_a_distance_without_a_place_says_what_is_missing(rf):
    context, titles = companies(rf, "?umkreis=10")
    assert len(titles) == 3
    assert context["filter_hint"] == "Der Umkreis braucht einen Ort."


@pytest.mark.usefixtures("firms")
def test_a_card_says_where_and_how_much(rf):
    context, _ = companies(rf, "?ort=goerlitz")
    assert context["companies"][0].facts == "Görlitz · 1 Angebot"
