"""After a meeting both say how it was, without a word that could name anybody."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.inbox import waiting
from mentoring.models import AuditEvent, Feedback, Match
from mentoring.own_data import entries
from tests.factories import MentorFactory, SignupFactory, UserFactory
from tests.mentoring.links import link_in
from tests.second_factor import log_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mails_go_out_at_once(monkeypatch):
    """Within a test's transaction nothing is ever committed: deliver when the mail is queued."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())


@pytest.fixture
def meeting(mailoutbox):
    """A meeting that was just held; the two mails about it are the only ones."""
    match = Match.objects.propose(SignupFactory(age=18, eligible=True), MentorFactory(active=True), UserFactory())
    match.accept(match.signup)
    match.accept(match.mentor)
    meeting = match.plan_meeting(day=timezone.localdate(), place="Werkhof")
    mailoutbox.clear()
    match.note_meeting(meeting.pk, "held")
    return meeting


def talks():
    return [item for item in waiting() if "möchte reden" in str(item.task)]


def test_both_answer_by_the_link_in_the_mail(client, meeting, mailoutbox):
    assert {mail.to[0] for mail in mailoutbox} == {meeting.match.signup.email, meeting.match.mentor.email}
    for mail, rating in zip(mailoutbox, (3, 1), strict=True):
        assert not mail.attachments
        path = link_in(mail)
        assert "Wie war es?" in client.get(path).content.decode()
        assert client.post(path, {"rating": rating}).status_code == 303
        assert "ist angekommen" in client.get(path).content.decode()
    assert list(Feedback.objects.order_by("pk").values_list("side", "rating")) == [("youth", 3), ("mentor", 1)]
    assert not talks()
    assert AuditEvent.objects.of(meeting.match).filter(kind="feedback").count() == 2


def test_the_first_answer_counts(client, meeting, mailoutbox):
    path = link_in(mailoutbox[0])
    for rating in (2, 3):
        assert client.post(path, {"rating": rating}).status_code == 303
    assert Feedback.objects.get().rating == 2


@pytest.mark.parametrize("answer", [{}, {"rating": ""}, {"rating": "4"}, {"rating": "\0"}])
def test_a_missing_answer_is_asked_for(client, meeting, mailoutbox, answer):
    for mail in mailoutbox:
        response = client.post(link_in(mail), {**answer, "wants_to_talk": "on"})
        assert response.status_code == 400
        assert "Es fehlt noch eine Antwort." in response.content.decode()
        assert "checked" in response.content.decode()
    assert not Feedback.objects.exists()


def test_the_own_pages_lead_there_until_it_is_answered(client, meeting, mailoutbox):
    for person in (meeting.match.signup, meeting.match.mentor):
        person.mails.all().delete()
        person.owe_link()
        page = link_in(mailoutbox[-1])
        link = f"treffen/{meeting.pk}/"
        assert link in client.get(page).content.decode()
        assert client.post(page + link, {"rating": 3}).status_code == 303
        assert link not in client.get(page).content.decode()
    assert Feedback.objects.count() == 2


def test_a_link_opens_no_meeting_of_others_and_none_to_come(client, meeting, mailoutbox):
    path = link_in(mailoutbox[0]).removesuffix(f"{meeting.pk}/")
    planned = meeting.match.plan_meeting(day=timezone.localdate())
    signup = SignupFactory(age=18, eligible=True)
    strange = Match.objects.propose(signup, MentorFactory(active=True), UserFactory())
    others = strange.meetings.create(day=timezone.localdate(), state="held")
    for number in (planned.pk, others.pk, 0, "9" * 30):
        assert client.get(f"{path}{number}/").status_code == 410
        assert client.post(f"{path}{number}/", {"rating": 3}).status_code == 410
    assert client.get(f"/mentoring/vorschlag/x/treffen/{meeting.pk}/").status_code == 410
    assert not Feedback.objects.exists()


def test_a_wish_to_talk_waits_in_the_inbox_until_they_have_talked(coordinator, client, meeting, mailoutbox):
    client.post(link_in(mailoutbox[0]), {"rating": 1, "wants_to_talk": "on"})
    (item,) = talks()
    assert item.reference == meeting.match.reference
    page = client.get(item.url).content.decode()
    assert "Nicht gut" in page
    assert "Wir haben geredet" in page
    for number in ("x", "0", Feedback.objects.get().pk, Feedback.objects.get().pk):
        assert client.post(item.url, {"action": "talked", "feedback": number}).status_code == 302
    assert not talks()
    assert "Wir haben geredet" not in client.get(item.url).content.decode()
    assert AuditEvent.objects.of(meeting.match).filter(kind="talked").count() == 1


def test_a_youth_reads_the_own_answer_in_the_own_data_and_not_the_mentors(client, meeting, mailoutbox):
    for mail, rating in zip(mailoutbox, (3, 1), strict=True):
        client.post(link_in(mail), {"rating": rating})
    (told,) = next(entry.value for entry in entries(meeting.match.signup) if entry.name == "meetings")
    assert "Werkhof" in told
    assert "Gut" in told
    assert "Nicht gut" not in told


def test_the_database_knows_no_other_answers(meeting):
    for values in ({"side": "x", "rating": 1}, {"side": "youth", "rating": 4}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Feedback.objects.create(meeting=meeting, wants_to_talk=False, **values)


def test_only_coordinators_settle_a_talk(client, meeting, mailoutbox):
    client.post(link_in(mailoutbox[0]), {"rating": 1, "wants_to_talk": "on"})
    log_in(client, UserFactory(is_superuser=True))
    url = reverse("matches:detail", args=[meeting.match.reference])
    assert client.post(url, {"action": "talked", "feedback": Feedback.objects.get().pk}).status_code == 403
    assert talks()
