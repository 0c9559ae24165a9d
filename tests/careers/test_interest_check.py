"""The interest check as a browser without script uses it, and what editors see of it."""

import re
from html import unescape

import pytest
from django.urls import reverse

from careers.interest import RIASEC
from careers.models import InterestStatement, OccupationPage
from home.incomplete import Problem, gaps
from tests.factories import (
    CareerFieldFactory,
    CompanyFactory,
    FigureFactory,
    InterestStatementFactory,
    LocationFactory,
    MunicipalityFactory,
    OccupationFactory,
    OfferFactory,
    StoryFactory,
    UserFactory,
    interest_check_page,
)

pytestmark = pytest.mark.django_db

URL = "/interessencheck/"


@pytest.fixture(autouse=True)
def _check():
    interest_check_page()
    statements = [{"dimension": letter, "text": f"Szene {letter}{number}."} for letter in RIASEC for number in range(4)]
    InterestStatement.objects.bulk_create(InterestStatementFactory.build(**fields) for fields in statements)


def answers(**degrees):
    """The form filled in: for each dimension one answer to all of its statements, 0 where none is given."""
    return {f"satz-{one.pk}": str(degrees.get(one.dimension, 0)) for one in InterestStatement.objects.all()}


def text_of(response):
    """The visible words of an answer."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main_of(response))))


def main_of(response):
    html = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL)


def result_of(response):
    """The visible words of the result."""
    return text_of(response).partition("Das könnte zu dir passen")[2].partition("Deine Antworten Dein Browser")[0]


def test_the_form_asks_all_statements_in_six_parts_without_asking_for_gender(client):
    page = client.get(URL)
    assert page.status_code == 200
    assert main_of(page).count("data-statement=") == 24
    assert [f"Teil {part} von 6" in text_of(page) for part in range(1, 7)] == [True] * 6
    assert not re.search(r"Geschlecht|männlich|weiblich|divers", text_of(page))


def test_two_statements_in_a_row_never_ask_for_the_same(client):
    dimensions = re.findall(r'data-dimension="(\w)"\s*>\s*<legend', main_of(client.get(URL)))
    assert dimensions == list(RIASEC) * 4


def test_the_answers_lead_to_occupations_with_the_statements_that_caused_them(client):
    OccupationFactory(title="Mechatronik", strengths="RIC")
    OccupationFactory(title="Pflege", strengths="SRI")
    result = result_of(client.post(URL, answers(R=3, I=2)))
    assert "Mechatronik" in result
    assert "Pflege" not in result
    assert "voll meins „ Szene R0. “ eher ja „ Szene I0. “" in result


def test_the_result_is_kept_nowhere_and_sets_no_cookie(client):
    response = client.post(URL, answers(R=3))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert not response.cookies


def test_the_empty_check_may_be_cached(client):
    client.get(URL)
    assert "no-store" not in client.get(URL)["Cache-Control"]
    assert client.get(URL, headers={"if-none-match": client.get(URL)["ETag"]}).status_code == 304


def test_the_result_keeps_the_answers_chosen(client):
    sent = answers(R=3, S=1)
    page = main_of(client.post(URL, sent))
    checked = re.findall(r'name="(satz-\d+)" value="(\d)"[^>]*checked', page)
    assert dict(checked) == sent


def test_what_is_not_answered_counts_as_skipped(client):
    OccupationFactory(title="Pflege", strengths="S")
    some = {name: value for name, value in list(answers(S=3).items()) if value == "3"}
    some |= {f"satz-{one.pk}": "" for one in InterestStatement.objects.filter(dimension="R")}
    some |= {f"satz-{one.pk}": "0" for one in InterestStatement.objects.filter(dimension="C")}
    result = result_of(client.post(URL, some))
    assert "Gerechnet aus 8 von 24 Antworten" in result
    assert "Pflege" in result


def test_too_few_answers_are_refused_kindly_and_stay(client):
    few = dict(list(answers(R=3).items())[:5])
    response = client.post(URL, few)
    assert response.status_code == 422
    assert "Beantworte mindestens 6 Sätze." in text_of(response)
    assert len(re.findall(r'value="\d"[^>]*checked', main_of(response))) == 5


def test_answers_close_together_are_called_so(client):
    assert "liegen nah beieinander" in visible(client.post(URL, answers(**dict.fromkeys(RIASEC, 2))))
    assert "liegen nah beieinander" not in visible(client.post(URL, answers(R=3)))


def visible(response):
    """The result's words without the parts that are hidden."""
    return re.sub(r"\s+", " ", re.sub(r"<(div|section|p)[^>]* hidden>.*?</\1>", "", main_of(response), flags=re.DOTALL))


def test_who_likes_nothing_is_told_that_this_is_an_answer(client):
    OccupationFactory(title="Mechatronik", strengths="RIC")
    page = visible(client.post(URL, answers()))
    assert "Auch das ist eine Antwort." in page


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("satz", "4", "Diese Antwort gibt es nicht."),
        ("satz", "voll meins", "Diese Antwort gibt es nicht."),
        ("satz", "3\0", "Diese Antwort gibt es nicht."),
        ("satz", "9" * 5000, "Diese Antwort gibt es nicht."),
        ("ort", "atlantis", "Diesen Ort kennen wir nicht."),
        ("ort", "zittau\0", "Diesen Ort kennen wir nicht."),
        ("umkreis", "-1", "Diesen Umkreis gibt es nicht."),
    ],
)
def test_what_no_form_sends_is_answered_in_german_at_the_field(client, field, value, message):
    name = f"satz-{InterestStatement.objects.first().pk}" if field == "satz" else field
    response = client.post(URL, answers(R=3) | {name: value})
    assert response.status_code == 422
    assert text_of(response).count(message) == 2  # above the form and at the field
    assert main_of(response).count("checked") >= 23


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\xff\xfe=\xff", "application/x-www-form-urlencoded"),
        (b"no boundary", "multipart/form-data; boundary=x"),
        (b"x=1&" * 2000, "application/x-www-form-urlencoded"),
        (b"satz-1=" + b"3" * 3_000_000, "application/x-www-form-urlencoded"),
        (b'{"satz-1": 3}', "application/json"),
    ],
)
def test_a_body_that_is_no_form_is_refused(client, body, content_type):
    assert client.post(URL, body, content_type=content_type).status_code in (400, 413, 422)


def test_other_methods_are_not_allowed(client):
    assert client.delete(URL).status_code == 405


def test_surprises_go_both_ways_for_everybody(client):
    for title, share in (("Dachdeckerei", 3), ("Kita", 95), ("Gartenbau", 50)):
        field = CareerFieldFactory()
        FigureFactory(page=OccupationFactory(title=title, parent=field, strengths="E"), value=share)
    surprises = result_of(client.post(URL, answers(R=3))).partition("Überrasch mich")[2].partition("in der Nähe")[0]
    assert "Dachdeckerei" in surprises
    assert "Kita" in surprises
    assert "Gartenbau" not in surprises


def test_without_a_source_nothing_is_called_a_surprise(client):
    figure = FigureFactory(page=OccupationFactory(title="Dachdeckerei", strengths="E"), value=3, source="")
    assert figure.page.title not in result_of(client.post(URL, answers(R=3)))


def test_stories_come_with_their_reasons_and_only_while_they_are_public(client):
    occupation = OccupationFactory(title="Mechatronik", strengths="R")
    StoryFactory(occupation=occupation, first_name="Jette", pull_quote="Strom sieht man nicht.")
    StoryFactory(occupation=occupation, first_name="Anton", pull_quote="Weg damit.", live=False)
    people = result_of(client.post(URL, answers(R=3))).partition("Leute, die so was machen")[2]
    assert "„Strom sieht man nicht.“" in people
    # The occupation above quotes another one.
    assert "voll meins „ Szene R1. “" in people.partition("Überrasch mich")[0]
    assert "Weg damit." not in people


def test_what_is_near_is_what_offers_a_suggested_occupation_within_reach(client):
    field = CareerFieldFactory()
    occupation = OccupationFactory(strengths="R", parent=field)
    zittau = MunicipalityFactory(slug="zittau", name="Zittau", latitude="50.8960", longitude="14.8060")
    goerlitz = MunicipalityFactory(slug="goerlitz", name="Görlitz", latitude="51.1560", longitude="14.9880")
    for title, place in (("Nahwerk", zittau), ("Fernwerk", goerlitz)):
        company = CompanyFactory(title=title)
        LocationFactory(page=company, municipality=place)
        OfferFactory(page=company, occupation=occupation)
    idle = CompanyFactory(title="Leerwerk")
    LocationFactory(page=idle, municipality=zittau)
    idle.career_fields.set([field])
    idle.save()

    def near(**home):
        return result_of(client.post(URL, answers(R=3) | home)).partition("in der Nähe")[2]

    assert "Nahwerk" in near()
    assert "Fernwerk" in near()
    assert "Leerwerk" not in near()
    assert "Fernwerk" not in near(ort="zittau", umkreis="20")
    assert re.search(r"Nahwerk.*Fernwerk.*etwa 32 km", near(ort="zittau", umkreis="50"))


def test_a_statement_taken_out_is_not_asked(client):
    InterestStatement.objects.filter(text="Szene R0.").update(active=False)
    page = main_of(client.get(URL))
    assert page.count("data-statement=") == 23
    assert "Szene R0." not in page


def test_without_statements_the_page_leads_elsewhere(client):
    InterestStatement.objects.all().delete()
    assert "Hier fehlen noch die Fragen." in text_of(client.get(URL))
    assert client.post(URL, {}).status_code == 422


def test_the_report_names_unbalanced_statements_and_occupations_without_profile():
    OccupationFactory(title="Mechatronik", strengths="")
    InterestStatement.objects.filter(text="Szene R0.").delete()
    found = {(str(gap.page), gap.problem, gap.detail) for gap in gaps()}
    assert ("Interessencheck", Problem.STATEMENTS, "praktisch-technisch: 3 statt 4") in found
    assert ("Mechatronik", Problem.PROFILE, "") in found


@pytest.mark.parametrize("group", ["Redaktion", "Chefredaktion"])
def test_editors_write_statements(client, group):
    client.force_login(UserFactory(groups=[group]))
    listing = client.get(reverse("wagtailsnippets_careers_intereststatement:list"))
    assert listing.status_code == 200
    assert "praktisch-technisch" in listing.content.decode()
    new = {"text": "Du baust ein Floß.", "dimension": "R", "order": "5", "active": "on"}
    client.post(reverse("wagtailsnippets_careers_intereststatement:add"), new)
    assert InterestStatement.objects.filter(text="Du baust ein Floß.").exists()


def test_editors_choose_a_profile_in_words(client):
    occupation = OccupationFactory(strengths="RI")
    client.force_login(UserFactory(groups=["Chefredaktion"]))
    form = client.get(reverse("wagtailadmin_pages:edit", args=[occupation.pk])).content.decode()
    chosen = re.findall(r'<option value="(\w)" selected>([\w-]+)</option>', form)
    assert chosen == [("R", "praktisch-technisch"), ("I", "forschend")]
    field = type(occupation).get_edit_handler().get_form_class().base_fields["strengths"]
    sent = {"strengths_0": "S", "strengths_1": "", "strengths_2": "A"}
    assert field.widget.value_from_datadict(sent, {}, "strengths") == "SA"
    assert OccupationPage(strengths="SA").strength_names == ["sozial", "gestaltend"]
