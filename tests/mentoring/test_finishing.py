"""A tandem comes to its end: completed with what was agreed, or before that, and what follows for the youth."""

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring.inbox import waiting
from mentoring.models import AuditEvent, Match, MentoringSignup
from mentoring.models.match import NotPossibleError
from mentoring.models.meeting import MEETINGS
from mentoring.models.signup import WrongStateError
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


def hold(match, meetings=MEETINGS, tasks=1):
    for kind, number in (("meeting", meetings), ("task", tasks)):
        for _ in range(number):
            match.meetings.create(kind=kind, state="held", day=timezone.localdate())


def text_of(response):
    return response.content.decode()


def page_of(match):
    return reverse("matches:detail", args=[match.reference])


def tasks_of(thing):
    return [str(item.task) for item in waiting() if item.reference == thing.reference]


def own_page(signup, mailoutbox):
    signup.mails.all().delete()
    signup.owe_link()
    return link_in(mailoutbox[-1])


# Completing


def test_with_everything_done_one_button_completes(client, coordinator, running):
    hold(running)
    page = text_of(client.get(page_of(running)))
    assert "Trotzdem abschließen" not in page
    client.post(page_of(running), {"action": "complete"})
    running.refresh_from_db()
    assert running.state == "completed"


def test_before_that_completing_asks_why(client, coordinator, running):
    hold(running, meetings=2, tasks=0)
    page = text_of(client.get(page_of(running)))
    assert "Trotzdem abschließen" in page
    answer = client.post(page_of(running), {"action": "complete"})
    assert answer.status_code == 400
    assert "Bitte wählen Sie einen Grund." in text_of(answer)
    running.refresh_from_db()
    assert running.state == "active"

    client.post(page_of(running), {"action": "complete", "early-reason": "goal_reached"})
    running.refresh_from_db()
    assert running.state == "completed"
    event = AuditEvent.objects.of(running).get(kind="completed")
    assert (event.detail, event.username) == ("goal_reached", coordinator.get_username())


def test_the_model_lets_nobody_complete_early_without_a_reason(running):
    with pytest.raises(NotPossibleError):
        running.complete(UserFactory())


def test_without_a_meeting_there_is_no_certificate(client, coordinator, running, mailoutbox):
    running.complete(coordinator, early="goal_reached")
    assert "Urkunde" not in text_of(client.get(page_of(running))).split("Was geschah")[0]
    for mail in mailoutbox[-2:]:
        assert "Urkunde" not in mail.body
        assert "Aufgabe" not in mail.body
    url = own_page(running.signup, mailoutbox)
    page = text_of(client.get(url))
    assert "Urkunde" not in page
    assert client.get(f"{url}urkunde/{running.reference}/").status_code == 410


def test_who_finished_early_is_not_told_that_all_is_done(client, coordinator, running, mailoutbox):
    hold(running, meetings=2, tasks=0)
    running.complete(coordinator, early="goal_reached")
    page = text_of(client.get(own_page(running.signup, mailoutbox)))
    assert "Alle Treffen und die Aufgabe" not in page
    assert "Urkunde" in page


# After an end before that


@pytest.fixture
def ended(running):
    running.break_off(Match.End.MENTOR, user=UserFactory())
    return running


def test_an_ended_tandem_leaves_a_task_for_the_coordination(client, coordinator, ended):
    assert tasks_of(ended.signup) == ["Tandem zu Ende: neu suchen?"]
    url = reverse("signups:detail", args=[ended.signup.reference])
    assert "Wieder vermitteln" in text_of(client.get(url))
    client.post(url, {"action": "search_again"})
    signup = MentoringSignup.objects.get()
    assert signup.state == "eligible"
    assert AuditEvent.objects.of(signup).first().kind == "eligible"
    assert tasks_of(signup) == ["Jemanden vorschlagen"]


def test_the_coordination_settles_that_nobody_is_sought(client, coordinator, ended):
    url = reverse("signups:detail", args=[ended.signup.reference])
    client.post(url, {"action": "settle"})
    assert tasks_of(ended.signup) == []
    # The youth may change their mind as long as they are stored.
    assert "Wieder vermitteln" in text_of(client.get(url))


def test_the_youth_says_so_on_the_own_page(client, ended, mailoutbox):
    mail = next(mail for mail in reversed(mailoutbox) if mail.to == ["mila@example.org"])
    assert "suchen weiter" not in mail.body
    assert "noch jemanden" in mail.body
    url = link_in(mail)
    page = text_of(client.get(url))
    assert "suchen weiter" not in page
    client.post(url, {"decision": "search_again"})
    page = text_of(client.get(url))
    assert "Wir suchen jemanden, der zu dir passt" in page
    assert MentoringSignup.objects.get().state == "eligible"


def test_the_page_behind_older_mails_says_what_is_true(client, running, mailoutbox):
    mail = next(mail for mail in reversed(mailoutbox) if mail.to == ["mila@example.org"])
    running.break_off(Match.End.MENTOR, user=UserFactory())
    page = text_of(client.get(link_in(mail)))
    assert "Eure Treffen sind zu Ende" in page
    assert "suchen weiter" not in page
    client.post(link_in(mail), {"decision": "search_again"})
    page = text_of(client.get(link_in(mail)))
    assert "suchen wir jemand anderen" in page


def test_nobody_is_sought_anew_for_who_is_elsewhere(running):
    with pytest.raises(WrongStateError):
        running.signup.search_again()


def test_a_search_anew_has_its_time(ended, settings):
    ended.signup.search_again()
    assert (ended.signup.waits_until - timezone.now()).days == settings.MENTORING_UNMATCHED_DAYS - 1
    assert ended.signup.can_be_renewed is False


def test_who_declined_is_thanked_and_the_other_side_told(client, mailoutbox):
    match = Match.objects.propose(
        SignupFactory(age=18, email="mila@example.org", eligible=True),
        MentorFactory(email="ruth@example.org", active=True),
        UserFactory(),
    )
    to_youth, to_mentor = (link_in(mail) for mail in mailoutbox[-2:])
    client.post(to_youth, {"decision": "decline"})
    assert "Danke, dein Nein ist angekommen" in text_of(client.get(to_youth))
    assert "Danke, Ihr Nein" not in text_of(client.get(to_mentor))
    match.refresh_from_db()
    assert match.ended_by == "youth"
