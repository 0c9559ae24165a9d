"""Meetings: the mentor plans and notes them, both see the plan, and silence comes to the coordination."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from mentoring.inbox import waiting
from mentoring.models import AuditEvent, Match, Meeting
from tests.factories import MentorFactory, SignupFactory, UserFactory
from tests.mentoring.links import link_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mails_go_out_at_once(monkeypatch):
    """Within a test's transaction nothing is ever committed: deliver when the mail is queued."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())


def proposed():
    return Match.objects.propose(SignupFactory(age=18, eligible=True), MentorFactory(active=True), UserFactory())


@pytest.fixture
def running():
    match = proposed()
    match.accept(match.signup)
    match.accept(match.mentor)
    return match


def own_page(person, mailoutbox):
    """Return the path of a person's own page, from a mail."""
    person.mails.all().delete()
    person.owe_link()
    return link_in(mailoutbox[-1])


@pytest.fixture
def plan(running, mailoutbox):
    return f"{own_page(running.mentor, mailoutbox)}tandem/{running.reference}/"


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def text_of(response):
    return response.content.decode()


def meeting(**changes):
    return {"decision": "plan", "kind": "meeting", "day": str(in_days(3)), "place": "Werkhof", **changes}


def test_a_mentor_plans_a_meeting_and_the_youth_sees_it(client, running, plan, mailoutbox):
    assert f"tandem/{running.reference}/" in text_of(client.get(plan.partition("tandem/")[0]))
    assert "Treffen mit Mila" in text_of(client.get(plan))
    assert client.post(plan, meeting()).status_code == 303
    for path in (plan, own_page(running.signup, mailoutbox)):
        page = text_of(client.get(path))
        assert "Werkhof" in page
        assert "geplant" in page
        assert "0 von 6 Treffen, 0 von 1 Aufgabe" in page


def test_what_took_place_counts_and_only_the_mentor_reads_the_note(client, running, plan, mailoutbox):
    for kind, days in (("meeting", 0), ("task", 0), ("meeting", 3)):
        client.post(plan, meeting(kind=kind, day=in_days(days)))
    first, second, third = Meeting.objects.order_by("pk")
    note = "Wir haben gesägt."
    client.post(plan, {"decision": "held", "meeting": first.pk, "note": note})
    client.post(plan, {"decision": "held", "meeting": second.pk})
    client.post(plan, {"decision": "cancelled", "meeting": third.pk})
    assert running.progress == {"meetings": 1, "tasks": 1, "all_meetings": 6, "all_tasks": 1}
    assert note in text_of(client.get(plan))
    assert note not in text_of(client.get(own_page(running.signup, mailoutbox)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT note, place FROM mentoring_meeting")
        stored = str(cursor.fetchall())
    assert "gesägt" not in stored
    assert "Werkhof" not in stored


def test_a_second_click_changes_nothing(client, plan):
    client.post(plan, meeting(day=in_days(0)))
    pk = Meeting.objects.get().pk
    for decision in ("held", "cancelled", "held"):
        assert client.post(plan, {"decision": decision, "meeting": pk}).status_code == 303
    assert Meeting.objects.get().state == "held"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"day": ""}, "Bitte nennen Sie den Tag"),
        ({"day": "bald"}, "Bitte schreiben Sie den Tag so"),
        ({"day": "2999-01-01"}, "liegt zu weit weg"),
        ({"place": "a" * 81}, "Es passen 80 Zeichen"),
        ({"kind": "party"}, "Treffen oder Aufgabe"),
    ],
)
def test_what_is_wrong_is_said(client, plan, changes, message):
    response = client.post(plan, meeting(**changes))
    assert response.status_code == 400
    assert message in text_of(response)
    assert not Meeting.objects.exists()


def test_nobody_plans_for_others_or_before_it_begins(client, running, plan, mailoutbox):
    early = proposed()
    page = own_page(running.mentor, mailoutbox)
    for reference in (early.reference, "x"):
        assert client.get(f"{page}tandem/{reference}/").status_code == 410
        assert client.post(f"{page}tandem/{reference}/", meeting()).status_code == 410
    assert client.get(f"/mentoring/mentor-werden/bewerbung/x/tandem/{running.reference}/").status_code == 410
    strange = Meeting.objects.create(match=early, day=in_days(1))
    for number in (strange.pk, "", "x", "9" * 30):
        assert client.post(plan, {"decision": "held", "meeting": number}).status_code == 303
    strange.refresh_from_db()
    assert strange.state == "planned"


def test_nothing_is_planned_in_a_pause(client, running, plan):
    running.pause(user=UserFactory())
    assert "Nächstes Treffen planen" not in text_of(client.get(plan))
    client.post(plan, meeting())
    assert not Meeting.objects.exists()


def test_silence_comes_to_the_coordination():
    def silent():
        return [item.reference for item in waiting() if "lange kein Treffen" in str(item.task)]

    match = proposed()
    match.accept(match.signup)
    match.accept(match.mentor)
    month_ago = timezone.now() - timedelta(days=30)
    Match.objects.update(state_since=month_ago + timedelta(hours=1))
    assert silent() == []
    Match.objects.update(state_since=month_ago)
    assert silent() == [match.reference]
    last = Meeting.objects.create(match=match, day=in_days(-31), state="held")
    assert silent() == [match.reference]
    for day in (-29, 5):
        Meeting.objects.update(day=in_days(day))
        assert silent() == []
    last.state = "cancelled"
    last.save()
    assert silent() == [match.reference]


def test_a_coordinator_who_asked_notes_that_it_goes_on(client, coordinator):
    match = proposed()
    match.accept(match.signup)
    match.accept(match.mentor)
    page = reverse("matches:detail", args=[match.reference])
    assert "Nachgefragt: Es geht weiter" not in text_of(client.get(page))
    now = timezone.now()
    Match.objects.update(state_since=now - timedelta(days=160), silence_told_at=now)
    (item,) = waiting()
    last_day = date_format(timezone.localdate() + timedelta(days=28), "j. F Y")
    assert str(item.task) == f"Nachfragen: lange kein Treffen, endet am {last_day}"
    assert last_day in text_of(client.get(page))
    client.post(page, {"action": "heard"})
    assert waiting() == []
    assert "Nachgefragt: Es geht weiter" not in text_of(client.get(page))
    event = AuditEvent.objects.of(match)[0]
    assert (event.kind, event.username) == ("heard", coordinator.username)


def test_silent_matches_take_the_same_queries(client, coordinator, django_assert_max_num_queries):
    def one_more():
        match = Match.objects.propose(SignupFactory(age=18, eligible=True), MentorFactory(active=True), coordinator)
        match.accept(match.signup)
        match.accept(match.mentor)
        Meeting.objects.create(match=match, day=in_days(-31), state="held")
        Match.objects.update(state_since=timezone.now() - timedelta(days=40))

    one_more()
    with CaptureQueriesContext(connection) as one:
        assert len(waiting()) == 1
    for _ in range(3):
        one_more()
    with django_assert_max_num_queries(len(one)):
        assert len(waiting()) == 4


def test_meetings_go_with_the_youth(running):
    running.plan_meeting(day=in_days(1))
    running.signup.withdraw()
    assert not Meeting.objects.exists()


def test_the_database_knows_no_other_states(running):
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.create(match=running, day=in_days(1), state="x")


def test_the_coordination_sees_how_far_they_are(client, coordinator, running):
    Meeting.objects.create(match=running, day=in_days(-1), state="held", note="Geheim")
    page = text_of(client.get(reverse("matches:detail", args=[running.reference])))
    assert "1 von 6 Treffen, 0 von 1 Aufgabe" in page
    assert "Geheim" not in page


def test_the_coordination_notes_what_was_held(client, coordinator, running):
    past = running.plan_meeting(kind="meeting", day=timezone.localdate())
    to_come = running.plan_meeting(kind="meeting", day=timezone.localdate() + timedelta(days=9))
    page = reverse("matches:detail", args=[running.reference])
    assert text_of(client.get(page)).count('value="held"') == 1
    for number in (to_come.pk, 0, "\0", ""):
        assert "nicht mehr" in text_of(client.post(page, {"action": "held", "meeting": number}, follow=True))
    client.post(page, {"action": "held", "meeting": past.pk})
    assert running.progress["meetings"] == 1
    assert 'value="held"' not in text_of(client.get(page))
