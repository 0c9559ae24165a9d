"""Search over everything public, with and without umlauts, whatever people type."""

import pytest
from django.urls import reverse

from home.search import find
from tests.factories import (
    CareerFieldFactory,
    CompanyFactory,
    ConsentFactory,
    DraftStoryFactory,
    LocationFactory,
    MunicipalityFactory,
    OccupationFactory,
    StandardPageFactory,
    StoryFactory,
    home_page,
)

pytestmark = pytest.mark.django_db


def kinds(query):
    return {kind: len(pks) for kind, pks in find(query).items()}


@pytest.fixture
def place():
    return MunicipalityFactory(name="Görlitz", slug="goerlitz")


@pytest.mark.parametrize(
    "query",
    ["Görlitz", "görlitz", "GÖRLITZ", "Goerlitz", "Gorlitz", "goerl", "Gör", "Go\u0308rlitz", "„Görlitz“", "Görlitz!"],
)
def test_a_town_is_found_however_it_is_typed(place, query):
    StoryFactory(title="Ein Dienstag", municipality=place)
    assert kinds(query) == {"geschichten": 1}


@pytest.mark.parametrize("query", ["Weißwasser", "weisswasser", "Weiswasser"[:4], "WEISSWASSER"])
def test_sharp_s_and_double_s_are_the_same(query):
    company = CompanyFactory(title="Werk")
    LocationFactory(page=company, municipality=MunicipalityFactory(name="Weißwasser"))
    company.save()
    assert kinds(query) == {"unternehmen": 1}


@pytest.mark.parametrize("query", ["Łużyca", "luzyca", "łuż"])
def test_polish_letters_are_forgiven(query):
    StandardPageFactory(title="Łużyca")
    assert kinds(query) == {"seiten": 1}


def test_the_words_of_the_body_are_found():
    body = [
        {"type": "timeline", "value": {"heading": "", "steps": [{"when": "2022", "what": "Praktikum im Sägewerk"}]}},
        {"type": "paragraph", "value": "<p>Ganz <b>am</b> Rand steht ein Kran.</p><p>Neben dem Bagger.</p>"},
    ]
    story = StoryFactory()
    story.body = story.body.stream_block.to_python(body)
    story.save()
    for query in ("Sägewerk", "Saegewerk", "Kran", "Bagger", "kran bagger"):
        assert kinds(query) == {"geschichten": 1}, query
    assert kinds("paragraph") == {}


def test_everything_public_is_found_by_kind():
    field = CareerFieldFactory(title="Kranbau")
    OccupationFactory(title="Kranführung", parent=field)
    CompanyFactory(title="Kranwerk")
    StoryFactory(title="Kranich")
    StandardPageFactory(title="Krankheit")
    assert kinds("kran") == {"geschichten": 1, "berufe": 1, "berufsfelder": 1, "unternehmen": 1, "seiten": 1}


def test_both_forms_are_found_by_their_beginning():
    OccupationFactory(title="Mechatronikerin und Mechatroniker")
    for query in ("Mechatronik", "Mechatroniker", "mechatronikerin"):
        assert kinds(query) == {"berufe": 1}, query


def test_all_words_must_occur():
    StoryFactory(title="Kran und Bagger")
    StoryFactory(title="Nur Kran")
    assert kinds("Kran Bagger") == {"geschichten": 1}
    assert kinds("Kran Flugzeug") == {}


def test_drafts_and_withdrawn_stories_are_not_found():
    DraftStoryFactory(title="Kranentwurf")
    story = DraftStoryFactory(title="Kranwiderruf", age=19)
    consent = ConsentFactory(story=story, paper_location="Ordner Kranich")
    story.save_revision().publish()
    assert kinds("Kran") == {"geschichten": 1}
    consent.delete()
    assert kinds("Kran") == {}


def test_where_the_papers_lie_is_not_found():
    story = DraftStoryFactory(age=19)
    ConsentFactory(story=story, paper_location="Aktenschrank sieben")
    story.save_revision().publish()
    assert kinds("Aktenschrank") == {}


@pytest.mark.parametrize(
    "query",
    [
        "'",
        '"',
        '""',
        "a\"b'c",
        "(",
        "Kran AND",
        "NOT Kran",
        "Kran OR",
        "NEAR(Kran)",
        "title:Kran",
        "Kran*",
        "*",
        "-",
        "--",
        "Kran -Bagger",
        "%",
        "_",
        "%%s",
        "\\",
        ":*",
        "!",
        "&",
        "|",
        "<script>",
        "🙂",
        "und der die das",
        "a" * 5000,
        " ".join(["Kran"] * 2000),
        "\u202e\u200b",
        "²³½",
        "日本語",
        "\N{COMBINING DIAERESIS}",
    ],
)
def test_no_input_breaks_the_search(client, query):
    StoryFactory(title="Kran")
    answer = client.get(reverse("search"), {"q": query})
    assert answer.status_code == 200
    assert answer.context["state"] in ("none", "found")


@pytest.mark.parametrize("raw", ["q=%00", "q=Kran%00", "q=%ff", "q=%ed%a0%80", "%00=1"])
def test_bytes_that_are_no_text_are_refused(client, raw):
    home_page()
    assert client.get(reverse("search") + "?" + raw).status_code == 400


@pytest.mark.parametrize("query", ["", "?q=", "?q=+++", "?art=geschichten"])
def test_without_a_question_the_page_invites_one(client, query):
    home_page()
    assert client.get(reverse("search") + query).context["state"] == "empty"


def test_every_kind_is_shown_by_its_card(client):
    field = CareerFieldFactory(title="Holz")
    OccupationFactory(title="Holzmechanik", parent=field)
    StoryFactory(pull_quote="Holz")
    CompanyFactory(title="Holzwerk")
    StandardPageFactory(title="Holz für alle")
    answer = client.get(reverse("search"), {"q": "Holz"})
    assert answer.status_code == 200
    assert {group.kind: len(group.pages) for group in answer.context["groups"]} == {
        "geschichten": 1,
        "berufe": 1,
        "berufsfelder": 1,
        "unternehmen": 1,
        "seiten": 1,
    }


def test_results_are_grouped_and_counted(client):
    for _ in range(7):
        StoryFactory(pull_quote="Kran")
    CompanyFactory(title="Kranwerk")
    context = client.get(reverse("search"), {"q": "Kran"}).context
    assert context["total"] == 8
    assert [(group.kind, group.count, len(group.pages)) for group in context["groups"]] == [
        ("geschichten", 7, 5),
        ("unternehmen", 1, 1),
    ]
    assert context["results"] is None


def test_one_kind_is_shown_page_by_page(client):
    for _ in range(26):
        StoryFactory(pull_quote="Kran")
    CompanyFactory(title="Kranwerk")
    context = client.get(reverse("search"), {"q": "Kran", "art": "geschichten", "seite": "2"}).context
    stories, companies = context["groups"]
    assert (stories.is_chosen, len(stories.pages), stories.count) == (True, 2, 26)
    assert (companies.is_chosen, companies.pages, companies.count) == (False, [], 1)
    assert context["results"].paginator.num_pages == 2


def test_an_unknown_kind_shows_all(client):
    StoryFactory(title="Kran")
    context = client.get(reverse("search"), {"q": "Kran", "art": "quatsch"}).context
    assert context["kind"] == ""
    assert len(context["groups"][0].pages) == 1


def test_a_very_long_question_is_cut_and_said_so(client):
    StoryFactory(title="Kran")
    context = client.get(reverse("search"), {"q": "Kran " + "x" * 300}).context
    assert context["query_is_cut"]
    assert len(context["query"]) == 200


def test_only_reading_is_answered(client):
    assert client.post(reverse("search")).status_code == 405
