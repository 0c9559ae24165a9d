"""Figures of the mentoring: right, not lost with the people, and none about fewer than five."""

import csv
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from mentoring.figures import SMALLEST, figures, nested, parts
from mentoring.models import Match, MentoringSignup, Tally
from tests.factories import CareerFieldFactory, MentorFactory, UserFactory

NUMBERS = st.lists(st.integers(0, 30), max_size=8)


@given(st.lists(st.integers(0, 60), max_size=8).map(lambda numbers: sorted(numbers, reverse=True)))
def test_no_step_and_no_difference_of_steps_tells_about_few(numbers):
    shown = [number for number in nested(numbers) if number is not None]
    assert all(number >= SMALLEST for number in shown)
    for index, larger in enumerate(shown):
        for smaller in shown[index + 1 :]:
            assert larger == smaller or larger - smaller >= SMALLEST


@given(NUMBERS)
def test_who_knows_the_whole_reckons_out_no_part(numbers):
    result = parts(numbers)
    hidden = [number for number, shown in zip(numbers, result, strict=True) if shown is None]
    assert all(shown is None or shown == number >= SMALLEST for number, shown in zip(numbers, result, strict=True))
    if hidden and len(hidden) < len(numbers):
        assert len(hidden) > 1
        assert sum(hidden) >= SMALLEST


def test_nothing_is_hidden_without_need():
    assert nested([30, 20, 20, 12, 6]) == [30, 20, 20, 12, 6]
    assert nested([30, 27, 25, 4]) == [30, None, 25, None]
    assert parts([5, 9, 7]) == [5, 9, 7]
    assert parts([5, 9, 1]) == [None, 9, None]
    assert parts([9, 1, 2]) == [None, None, None]
    assert parts([9, 3, 2]) == [9, None, None]


def by_label(table):
    return {str(row.label): row.value for row in table.rows}


def tables():
    return {str(table.title): by_label(table) for table in figures()}


def sign_up(number, field, days_ago=0):
    then = timezone.now() - timedelta(days=days_ago)
    with patch("django.utils.timezone.now", lambda: then):
        MentoringSignup.objects.receive(
            email=f"{number}@example.org", age=18, first_name="Mila", career_fields=[field], municipality=None
        )
        signup = MentoringSignup.objects.with_email(f"{number}@example.org").get()
        signup.confirm_email()
    return signup


@pytest.fixture
def past(db):
    """Twelve youths complete their signup; six of them, ten days later, begin a match. Then all are erased."""
    field, rare = CareerFieldFactory(slug="bau", title="Bau"), CareerFieldFactory(slug="kunst", title="Kunst")
    CareerFieldFactory(slug="it", title="IT")
    signups = [sign_up(number, field, days_ago=10) for number in range(12)]
    signups[0].career_fields.add(rare)
    for signup in signups[:6]:
        match = Match.objects.propose(signup, MentorFactory(active=True), UserFactory())
        match.accept(match.signup)
        match.accept(match.mentor)
    for signup in signups:
        signup.refresh_from_db()
        signup.withdraw()


def test_the_figures_outlive_the_people(past):
    assert not MentoringSignup.objects.exists()
    told = tables()
    assert told["Von der Anmeldung bis zum Abschluss"] == {
        "eingegangen": 12,
        "E-Mail bestätigt": 12,
        "bereit zur Vermittlung": 12,
        "vorgeschlagen": 6,
        "beide sind einverstanden": 6,
        "aktiv": 6,
        "abgeschlossen": None,
    }
    assert list(told["Wie lange es dauert"].values()) == [0, 10, 0]
    assert told["Begonnene Tandems nach Berufsfeld"] == {"Bau": None, "IT": None, "Kunst": None}


@pytest.mark.django_db
def test_a_field_with_enough_matches_is_shown():
    for slug, number in (("bau", 6), ("it", 3), ("kunst", 2)):
        CareerFieldFactory(slug=slug, title=slug.upper())
        for _ in range(number):
            Tally.objects.count_one("field", slug)
    assert tables()["Begonnene Tandems nach Berufsfeld"] == {"BAU": 6, "IT": None, "KUNST": None}


@pytest.mark.django_db
def test_answers_to_the_follow_up_are_counted_for_a_year():
    for answer, number in (("region", 7), ("learning", 5), ("elsewhere", 3), ("other", 2)):
        for _ in range(number):
            Tally.objects.count_one("follow_up_6", answer)
    told = tables()["Was nach 6 Monaten aus ihnen geworden ist"]
    assert sorted(told.values(), key=str) == [5, 7, None, None, None]
    Tally.objects.update(month=timezone.localdate().replace(day=1) - timedelta(days=400))
    assert set(tables()["Was nach 6 Monaten aus ihnen geworden ist"].values()) == {None}


def test_a_coordinator_reads_them_and_takes_them_along(client, coordinator, past):
    page = client.get(reverse("figures:index"))
    assert "no-store" in page["Cache-Control"]
    assert "eingegangen" in page.content.decode()
    assert "geheim" in page.content.decode()
    response = client.get(reverse("figures:file"))
    assert "no-store" in response["Cache-Control"]
    rows = list(csv.reader(response.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[:2] == [
        ["Tabelle", "Zeile", "Zahl", "Einheit"],
        ["Von der Anmeldung bis zum Abschluss", "eingegangen", "12", "Jugendliche"],
    ]
    assert ["Von der Anmeldung bis zum Abschluss", "abgeschlossen", "geheim", "Jugendliche"] in rows


@pytest.mark.parametrize("page", ["figures:index", "figures:file"])
def test_nobody_else_reads_them(admin_client, page):
    assert admin_client.get(reverse(page)).status_code == 403
