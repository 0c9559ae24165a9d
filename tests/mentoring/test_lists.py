"""The coordinators' lists: search by number, filters, free places, progress, and what has ended."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring.models import Match, Mentor
from tests.factories import CareerFieldFactory, MentorFactory, SignupFactory

pytestmark = pytest.mark.django_db
LISTS = ("signups:index", "mentors:index", "matches:index", "visits:index")


def text_of(response):
    return response.content.decode()


def listed(client, page, **query):
    return text_of(client.get(reverse(page), query))


def tandem(user, **values):
    match = Match.objects.propose(SignupFactory(age=18, eligible=True), MentorFactory(active=True, **values), user)
    match.accept(match.signup)
    match.accept(match.mentor)
    return match


def held(match, kind="meeting", days_ago=1):
    meeting = match.plan_meeting(kind=kind, day=timezone.localdate() - timedelta(days=days_ago))
    match.note_meeting(meeting.pk, "held")


def test_people_are_found_by_a_part_of_their_number(client, coordinator):
    one, other = SignupFactory(eligible=True), SignupFactory(eligible=True)
    page = listed(client, "signups:index", q=one.reference[:7].lower())
    assert one.reference in page
    assert other.reference not in page
    for nonsense in ("\x00", "x" * 5000, "%"):
        assert one.reference not in listed(client, "mentors:index", q=nonsense)


def test_a_match_is_found_by_the_number_of_either_side(client, coordinator):
    match, other = tandem(coordinator), tandem(coordinator)
    for number in (match.reference, match.signup.reference, match.mentor.reference):
        page = listed(client, "matches:index", q=number)
        assert reverse("matches:detail", args=[match.reference]) in page
        assert reverse("matches:detail", args=[other.reference]) not in page


def test_lists_are_filtered_by_state_and_field(client, coordinator):
    field = CareerFieldFactory(title="Elektro")
    waiting, matched = SignupFactory(eligible=True), tandem(coordinator).signup
    waiting.career_fields.add(field)
    assert matched.reference not in listed(client, "signups:index", state="eligible")
    assert waiting.reference not in listed(client, "signups:index", state="active")
    page = listed(client, "signups:index", career_fields=field.pk)
    assert waiting.reference in page
    assert matched.reference not in page
    for nonsense in ({"state": "received"}, {"state": "x"}, {"career_fields": "x"}):
        assert client.get(reverse("signups:index"), nonsense).status_code == 200


def test_unconfirmed_people_are_no_filter_and_in_no_list(client, coordinator):
    hidden = [SignupFactory(), MentorFactory()]
    for page in ("signups:index", "mentors:index"):
        for state in ("received", "applied", ""):
            text = listed(client, page, state=state)
            assert not any(person.reference in text for person in hidden)
            assert 'value="received"' not in text
            assert 'value="applied"' not in text


def test_mentors_with_a_free_place_are_found_and_the_places_are_told(client, coordinator):
    busy = tandem(coordinator).mentor
    half, idle = tandem(coordinator, capacity=2).mentor, MentorFactory(active=True)
    page = listed(client, "mentors:index")
    for words in ("0 von 1 Platz frei", "1 von 2 Plätzen frei", "1 von 1 Platz frei"):
        assert words in page
    page = listed(client, "mentors:index", free="free")
    assert half.reference in page
    assert idle.reference in page
    assert busy.reference not in page
    assert "0 von 1 Platz frei" in text_of(client.get(reverse("mentors:detail", args=[busy.reference])))


def test_the_list_of_matches_tells_how_far_they_are(client, coordinator):
    match = tandem(coordinator)
    for days in (3, 2):
        held(match, days_ago=days)
    held(match, "task")
    match.plan_meeting(kind="meeting", day=timezone.localdate())
    assert "2 von 6 Treffen; 1 von 1 Aufgabe" in listed(client, "matches:index")


def test_what_has_ended_stays_visible_with_its_reason_after_what_is_open(client, coordinator):
    ended, running = tandem(coordinator), tandem(coordinator)
    held(ended)
    ended.break_off("by_mentor", user=coordinator)
    page = listed(client, "matches:index")
    assert "beendet: auf Wunsch der Mentorin oder des Mentors" in page
    assert page.index(running.reference) < page.index(ended.reference)
    assert ended.reference not in listed(client, "matches:index", state="active")
    assert running.reference not in listed(client, "matches:index", end="by_mentor")
    assert "1 von 6 Treffen" in text_of(client.get(reverse("matches:detail", args=[ended.reference])))


@pytest.mark.parametrize("page", LISTS)
def test_lists_take_the_same_queries_for_many_and_load_by_themselves(
    client, coordinator, page, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    field = CareerFieldFactory()

    def more():
        match = tandem(coordinator)
        held(match)
        for person in (match.signup, match.mentor, SignupFactory(eligible=True), MentorFactory(active=True)):
            person.career_fields.add(field)

    more()
    client.get(reverse(page))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(page))
    for _ in range(4):
        more()
    with django_assert_max_num_queries(len(one)):
        client.get(reverse(page))
    results = client.get(reverse(f"{page}_results"), {"q": Mentor.objects.first().reference})
    assert results.status_code == 200
    assert "no-store" in results["Cache-Control"]


@pytest.mark.parametrize("page", LISTS)
def test_nobody_else_loads_a_list(admin_client, page):
    for name in (page, f"{page}_results"):
        assert admin_client.get(reverse(name)).status_code == 403
