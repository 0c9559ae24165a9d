"""What coordinators see of the meetings, and that nothing is destroyed by one tap."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring.inbox import waiting
from mentoring.models import Match
from tests.factories import MentorFactory, SignupFactory, UserFactory
from tests.mentoring.links import link_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mails_go_out_at_once(monkeypatch):
    """Within a test's transaction nothing is ever committed: deliver when the mail is queued."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())


@pytest.fixture
def running():
    mentor = MentorFactory(email="ruth@example.org", active=True)
    match = Match.objects.propose(SignupFactory(age=18, email="mila@example.org", eligible=True), mentor, UserFactory())
    match.accept(match.signup)
    match.accept(match.mentor)
    return match


def text_of(response):
    return response.content.decode()


def page_of(match):
    return reverse("matches:detail", args=[match.reference])


def plan_of(mailoutbox):
    return link_in([mail for mail in mailoutbox if mail.to == ["ruth@example.org"]][-1]) + "plan/"


def mails_to(mailoutbox, address):
    return [mail for mail in mailoutbox if mail.to == [address]]


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def entry(**changes):
    return {"decision": "plan", "kind": "meeting", "day": in_days(3).isoformat(), "place": "Werkhof", **changes}


def test_coordinators_see_when_and_where_the_two_meet(client, coordinator, running):
    running.plan_meeting(day=in_days(3), place="Werkhof Süd")
    assert "Werkhof Süd" in text_of(client.get(page_of(running)))


@pytest.mark.parametrize("place", ["bei mir zu Hause", "Zuhause", "meine Wohnung", "daheim"])
def test_no_meeting_is_at_somebodys_home(client, running, mailoutbox, place):
    answer = client.post(plan_of(mailoutbox), entry(place=place))
    assert answer.status_code == 400
    assert "Nie bei jemandem zu Hause" in text_of(answer)


def test_a_bad_meeting_comes_to_the_coordination(client, coordinator, running):
    meeting = running.plan_meeting(day=timezone.localdate())
    running.note_meeting(meeting.pk, "held")
    running.take_feedback(meeting, running.signup, rating=1, wants_to_talk=False)
    assert "Nachfragen: Treffen war nicht gut (Jugendliche oder Jugendlicher)" in [str(item.task) for item in waiting()]
    client.post(page_of(running), {"action": "talked", "feedback": running.feedback.get().pk})
    assert "Nachfragen: Treffen war nicht gut (Jugendliche oder Jugendlicher)" not in [
        str(item.task) for item in waiting()
    ]


def test_ending_asks_why_and_presumes_nothing(client, coordinator, running):
    assert "checked" not in text_of(client.get(page_of(running)))
    answer = client.post(page_of(running), {"action": "end"})
    assert answer.status_code == 400
    assert "Bitte wählen Sie einen Grund." in text_of(answer)
    running.refresh_from_db()
    assert running.state == "active"


# Meetings


def test_what_is_to_come_has_not_been_held(client, running, mailoutbox):
    meeting = running.plan_meeting(day=in_days(3))
    plan = plan_of(mailoutbox)
    assert "Hat stattgefunden" not in text_of(client.get(plan))
    client.post(plan, {"decision": "held", "meeting": meeting.pk})
    meeting.refresh_from_db()
    assert meeting.state == "planned"


def test_no_meeting_was_before_the_tandem_and_none_twice_a_day(client, running, mailoutbox):
    plan = plan_of(mailoutbox)
    answer = client.post(plan, entry(day=in_days(-1).isoformat()))
    assert (answer.status_code, "Das Tandem begann" in text_of(answer)) == (400, True)
    assert client.post(plan, entry()).status_code == 303
    answer = client.post(plan, entry())
    assert (answer.status_code, "An diesem Tag steht schon ein Treffen" in text_of(answer)) == (400, True)
    assert client.post(plan, entry(kind="task")).status_code == 303


def test_a_wrong_note_is_put_right(client, running, mailoutbox):
    meeting = running.plan_meeting(day=timezone.localdate())
    plan = plan_of(mailoutbox)
    client.post(plan, {"decision": "held", "meeting": meeting.pk})
    assert "Doch nicht stattgefunden" in text_of(client.get(plan))
    client.post(plan, {"decision": "reopen", "meeting": meeting.pk})
    meeting.refresh_from_db()
    assert meeting.state == "planned"


def test_the_youth_hears_at_once_of_a_plan_and_of_each_change(running, mailoutbox):
    before = len(mails_to(mailoutbox, "mila@example.org"))
    meeting = running.plan_meeting(day=in_days(20), place="Werkhof")
    running.move_meeting(meeting.pk, day=in_days(21))
    running.note_meeting(meeting.pk, "cancelled")
    told = mails_to(mailoutbox, "mila@example.org")[before:]
    assert ["geplant" in told[0].subject, "verschoben" in told[1].subject, "fällt aus" in told[2].subject] == [True] * 3
    assert all(mail.attachments for mail in told)


def test_the_youth_calls_a_meeting_off(client, running, mailoutbox):
    meeting = running.plan_meeting(day=in_days(20), place="Werkhof")
    url = link_in(mails_to(mailoutbox, "mila@example.org")[-1])
    assert "Ich kann nicht" in text_of(client.get(url))
    client.post(url, {"decision": "call_off", "meeting": meeting.pk})
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    assert "fällt aus" in mails_to(mailoutbox, "ruth@example.org")[-1].subject


def test_both_hear_of_a_pause_and_of_its_end(running, mailoutbox):
    running.pause(user=UserFactory())
    for address in ("mila@example.org", "ruth@example.org"):
        assert "Pause" in mails_to(mailoutbox, address)[-1].subject
    running.resume(UserFactory())
    for address in ("mila@example.org", "ruth@example.org"):
        assert "geht weiter" in mails_to(mailoutbox, address)[-1].subject


# Under 18


@pytest.fixture
def young(mailoutbox):
    signup = SignupFactory(age=14, email="mila@example.org", eligible=True)
    match = Match.objects.propose(signup, MentorFactory(email="ruth@example.org", active=True), UserFactory())
    match.accept(match.signup)
    match.accept(match.mentor)
    return match


def test_both_are_written_to_when_only_the_agreement_is_missing(young, mailoutbox):
    for address in ("mila@example.org", "ruth@example.org"):
        assert "Vereinbarung" in mails_to(mailoutbox, address)[-1].body


def test_guardians_hear_of_the_beginning_and_the_end_and_read_what_is_true(client, young, mailoutbox):
    young.note_agreement(UserFactory(), timezone.localdate())
    began = mails_to(mailoutbox, "jana@example.org")[-1]
    assert "trifft sich" in began.subject
    url = link_in(began)
    assert "sucht jetzt" not in text_of(client.get(url))
    assert "trifft jetzt" in text_of(client.get(url))
    young.break_off(Match.End.YOUTH, user=UserFactory())
    assert "zu Ende" in mails_to(mailoutbox, "jana@example.org")[-1].subject
    page = text_of(client.get(url))
    assert "zu Ende" in page
    assert "<summary>Einwilligung widerrufen" in page


def test_guardians_hear_when_everything_is_erased(young, mailoutbox):
    young.signup.withdraw()
    assert "gelöscht" in mails_to(mailoutbox, "jana@example.org")[-1].subject
