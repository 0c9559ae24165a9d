"""What the links in the mails about a tandem lead to: the plan for mentors, a word for help for youths."""

import pytest
from django.utils import timezone

from cms.models import SiteSettings
from mentoring.models import Match, OutgoingMail
from tests.factories import MentorFactory, SignupFactory, UserFactory, home_page
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


@pytest.fixture
def _protection():
    home_page()
    site = SiteSettings.current()
    site.child_protection_email = "schutz@example.org"
    site.save()


def link_to(mailoutbox, address):
    return link_in(next(mail for mail in reversed(mailoutbox) if mail.to == [address]))


def text_of(response):
    return response.content.decode()


def test_mentors_plan_behind_the_link_in_any_mail_about_the_tandem(client, running, mailoutbox):
    url = link_to(mailoutbox, "ruth@example.org")
    assert 'href="plan/"' in text_of(client.get(url))
    plan = f"{url}plan/"
    day = timezone.localdate()
    answer = client.post(plan, {"decision": "plan", "kind": "meeting", "day": day.isoformat(), "place": "Werkhof"})
    assert (answer.status_code, answer["Location"]) == (303, f"{plan}#inhalt")
    meeting = running.meetings.get()
    page = text_of(client.get(plan))
    assert "Werkhof" in page
    assert 'href="../"' in page
    client.post(plan, {"decision": "held", "meeting": meeting.pk})
    meeting.refresh_from_db()
    assert meeting.state == "held"


def test_a_proposal_has_no_plan(client, mailoutbox):
    mentor = MentorFactory(email="ruth@example.org", active=True)
    Match.objects.propose(SignupFactory(age=18, eligible=True), mentor, UserFactory())
    url = link_to(mailoutbox, "ruth@example.org")
    assert 'href="plan/"' not in text_of(client.get(url))
    assert client.get(f"{url}plan/").status_code == 410


@pytest.mark.usefixtures("_protection")
def test_youths_can_report_wherever_a_link_about_the_tandem_leads(client, running, mailoutbox):
    url = link_to(mailoutbox, "mila@example.org")
    assert 'href="melden/"' in text_of(client.get(url))
    running.plan_meeting(kind="meeting", day=timezone.localdate())
    running.note_meeting(running.meetings.get().pk, "held")
    feedback = link_to(mailoutbox, "mila@example.org")
    assert 'href="../../melden/"' in text_of(client.get(feedback))
    report = feedback.replace(feedback.split("/", 4)[4], "melden/")
    assert client.get(report).status_code == 200
    client.post(report, {"text": "Es war unangenehm."})
    assert OutgoingMail.objects.filter(kind="protection_report").count() == 1
    assert mailoutbox[-1].to == ["schutz@example.org"]


@pytest.mark.usefixtures("_protection")
def test_mentors_see_no_such_button(client, running, mailoutbox):
    assert "melden/" not in text_of(client.get(link_to(mailoutbox, "ruth@example.org")))


def test_without_a_contact_nobody_is_led_to_a_form(client, running, mailoutbox):
    assert "melden/" not in text_of(client.get(link_to(mailoutbox, "mila@example.org")))


@pytest.mark.usefixtures("_protection")
def test_who_reports_can_have_the_meetings_pause_at_once(client, running, mailoutbox):
    report = link_to(mailoutbox, "mila@example.org") + "melden/"
    assert "sollen Pause machen" in text_of(client.get(report))
    client.post(report, {"text": "Es war unangenehm.", "pause": "on"})
    running.refresh_from_db()
    assert running.state == "paused"
    assert "auf Wunsch der Person Pause" in link_free(mailoutbox, "schutz@example.org")
    assert "unangenehm" not in link_free(mailoutbox, "ruth@example.org")
    assert "sollen Pause machen" not in text_of(client.get(report))


def link_free(mailoutbox, address):
    return next(mail for mail in reversed(mailoutbox) if mail.to == [address]).body


def test_the_question_after_a_meeting_names_the_other_and_belongs_to_its_tandem(client, running, mailoutbox):
    url = link_to(mailoutbox, "ruth@example.org")
    meeting = running.plan_meeting(kind="meeting", day=timezone.localdate())
    running.note_meeting(meeting.pk, "held")
    page = text_of(client.get(url))
    assert "Wie war das Treffen mit Mila am" in page
    assert page.index("key-facts") < page.index("Wie war das Treffen")


def test_after_a_yes_the_page_says_so(client, mailoutbox):
    mentor = MentorFactory(email="ruth@example.org", active=True)
    Match.objects.propose(SignupFactory(age=18, eligible=True), mentor, UserFactory())
    url = link_to(mailoutbox, "ruth@example.org")
    client.post(url, {"decision": "accept"})
    assert "Ihr Ja ist angekommen" in text_of(client.get(url))


def test_who_is_full_is_not_told_to_expect_somebody(client, running, mailoutbox):
    running.mentor.owe_link()
    page = text_of(client.get(link_to(mailoutbox, "ruth@example.org")))
    assert "Alle Ihre Plätze sind besetzt" in page
    assert "Sobald jemand zu Ihnen passt" not in page


def test_mails_and_pages_name_the_number_by_which_the_coordination_finds_who_answers(client, mailoutbox):
    young = SignupFactory(age=15, eligible=True)
    match = Match.objects.propose(young, MentorFactory(email="ruth@example.org", active=True), UserFactory())
    match.accept(match.signup)
    match.accept(match.mentor)
    numbers = {young.email: young, young.guardian_email: young, "ruth@example.org": match.mentor}
    assert {mail.to[0] for mail in mailoutbox} == set(numbers)
    for mail in mailoutbox:
        assert numbers[mail.to[0]].reference in mail.body
    for person in (young, match.mentor):
        person.mails.all().delete()
        person.owe_link()
        assert person.reference in text_of(client.get(link_in(mailoutbox[-1])))


def test_who_the_coordination_cannot_see_yet_gets_no_number(mailoutbox):
    unconfirmed = SignupFactory(age=15)
    applied = MentorFactory()
    unconfirmed.owe_mail(OutgoingMail.Kind.CONFIRM_EMAIL)
    applied.owe_mail(OutgoingMail.Kind.MENTOR_CONFIRM)
    assert len(mailoutbox) == 2
    for person, mail in zip((unconfirmed, applied), mailoutbox, strict=True):
        assert person.reference not in mail.body
