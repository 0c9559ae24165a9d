"""What became of a youth is asked after months, counted, and the address forgotten."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from mentoring import ledger
from mentoring.models import AuditEvent, FollowUp, Match, MentoringSignup, OutgoingMail, SignupToken, Tally, Tombstone
from mentoring.models.clearance import months_later
from mentoring.own_data import entries
from mentoring.sweep import sweep
from tests.factories import MentorFactory, SignupFactory, UserFactory
from tests.mentoring.links import link_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mails_go_out_at_once(monkeypatch):
    """Within a test's transaction nothing is ever committed: deliver when the mail is queued."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())


def complete(age=18):
    match = Match.objects.propose(SignupFactory(age=age, eligible=True), MentorFactory(active=True), UserFactory())
    match.accept(match.signup)
    match.accept(match.mentor)
    if match.needs_agreement:
        match.note_agreement(UserFactory(), timezone.localdate())
    match.complete(UserFactory(), early="goal_reached")
    return match


def last_page(mailoutbox, match):
    """Return the page behind the link in the last mail to the youth."""
    return link_in([mail for mail in mailoutbox if mail.to == [match.signup.email]][-1])


@pytest.fixture
def agreed(client, mailoutbox):
    """A youth who just agreed, with the page where that was and the mail about it."""
    match = complete()
    page = last_page(mailoutbox, match)
    assert "Ja, ihr dürft fragen" in client.get(page).content.decode()
    mailoutbox.clear()
    assert client.post(page, {"decision": "follow_up"}).status_code == 303
    assert "Ja, ihr dürft fragen" not in client.get(page).content.decode()
    return SimpleNamespace(signup=match.signup, mail=mailoutbox[0], page=page)


def run_to(months):
    """Move the beginning back; return how many were reminded of anything then."""
    FollowUp.objects.update(begun_on=months_later(timezone.localdate(), -months))
    return sweep()["reminded"]


def test_who_agrees_is_asked_twice(agreed, mailoutbox):
    assert [run_to(months) for months in (5, 6, 6, 11, 12, 12)] == [0, 1, 0, 0, 1, 0]
    assert [mail.to for mail in mailoutbox[1:]] == [[agreed.signup.email]] * 2
    assert "Was ist aus dir geworden" in mailoutbox[1].subject


def test_agreeing_twice_is_agreeing_once(client, agreed, mailoutbox):
    assert client.post(agreed.page, {"decision": "follow_up"}).status_code == 303
    assert FollowUp.objects.count() == 1
    assert len(mailoutbox) == 1


def test_only_youths_who_decide_alone_are_asked_and_only_at_the_end(client, mailoutbox):
    young = complete(age=14)
    page = last_page(mailoutbox, young)
    assert "Ja, ihr dürft fragen" not in client.get(page).content.decode()
    assert client.post(page, {"decision": "follow_up"}).status_code == 303
    done = complete()
    done.decide(done.mentor, "follow_up")
    Match.objects.filter(pk=done.pk).update(state="active")
    MentoringSignup.objects.filter(pk=done.signup.pk).update(state="active")
    assert client.post(last_page(mailoutbox, done), {"decision": "follow_up"}).status_code == 303
    assert not FollowUp.objects.exists()


def test_the_answer_is_counted_and_kept_nowhere(client, agreed, mailoutbox):
    run_to(6)
    page = link_in(mailoutbox[-1])
    assert "Bist du in Ausbildung in der Region?" in client.get(page).content.decode()
    for wrong in ({}, {"answer": "x"}):
        response = client.post(page, {"decision": "answer", **wrong})
        assert response.status_code == 400
        assert "Es fehlt noch eine Antwort." in response.content.decode()
    for _ in range(2):
        assert client.post(page, {"decision": "answer", "answer": "region"}).status_code == 303
    assert "gezählt" in client.get(page).content.decode()
    assert list(Tally.objects.filter(figure="follow_up_6").values_list("key", "number")) == [("region", 1)]
    reference = FollowUp.objects.get().reference
    assert "region" not in str(list(AuditEvent.objects.filter(reference=reference).values()))

    run_to(12)
    response = client.post(link_in(mailoutbox[-1]), {"decision": "answer", "answer": "no_answer"})
    assert response["Location"] == "/mentoring/geloescht/"
    assert list(Tally.objects.filter(figure="follow_up_12").values_list("key", "number")) == [("no_answer", 1)]
    assert not FollowUp.objects.exists()
    assert Tombstone.objects.filter(reference=reference).exists()
    assert client.get(page).status_code == 410


def test_who_does_not_answer_is_forgotten_after_four_weeks(agreed):
    run_to(6)
    run_to(12)
    FollowUp.objects.update(asked_at=timezone.now() - timedelta(days=27))
    assert sweep()["erased"] == 0
    FollowUp.objects.update(asked_at=timezone.now() - timedelta(days=28))
    assert sweep()["erased"] == 1
    assert not FollowUp.objects.exists()
    assert not SignupToken.objects.filter(purpose="follow_up").exists()
    assert not OutgoingMail.objects.filter(kind__startswith="follow_up").exists()


def test_it_outlives_a_signup_that_runs_out(agreed, mailoutbox):
    MentoringSignup.objects.update(state_since=timezone.now() - timedelta(days=90))
    assert sweep()["erased"] == 1
    assert run_to(6) == 1
    assert mailoutbox[-1].to == [agreed.signup.email]


def test_who_withdraws_everything_takes_it_along(agreed):
    reference = FollowUp.objects.get().reference
    agreed.signup.withdraw()
    assert not FollowUp.objects.exists()
    assert Tombstone.objects.filter(reference=reference, reason="withdrawn").exists()


@pytest.mark.parametrize("months", [0, 6])
def test_the_link_in_each_mail_takes_it_back(client, agreed, mailoutbox, months):
    run_to(months)
    page = link_in(mailoutbox[-1])
    shown = client.get(page)
    assert "Nicht mehr fragen" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert client.post(page, {"decision": "withdraw"})["Location"] == "/mentoring/geloescht/"
    assert not FollowUp.objects.exists()
    assert MentoringSignup.objects.filter(pk=agreed.signup.pk).exists()
    assert client.get(link_in(agreed.mail)).status_code == 410
    assert client.post(link_in(agreed.mail), {"decision": "answer"}).status_code == 410


def test_before_it_is_asked_nothing_can_be_answered(client, agreed):
    assert client.post(link_in(agreed.mail), {"decision": "answer", "answer": "region"}).status_code == 303
    assert not Tally.objects.filter(figure__startswith="follow_up").exists()


def test_the_link_in_the_first_mail_works_until_the_end(client, agreed, monkeypatch):
    later = timezone.now() + timedelta(days=365 + 20)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    assert client.get(link_in(agreed.mail)).status_code == 200


def test_corrections_reach_it(agreed):
    agreed.signup.correct(first_name="Zoë", municipality=None, career_fields=[], message="")
    agreed.signup.ask_for_new_email("neu@example.org")
    agreed.signup.confirm_new_email()
    follow_up = FollowUp.objects.get()
    assert (follow_up.first_name, follow_up.email) == ("Zoë", "neu@example.org")


def test_with_a_new_address_its_links_end_and_another_is_sent_there(client, agreed, mailoutbox):
    agreed.signup.ask_for_new_email("neu@example.org")
    mailoutbox.clear()
    agreed.signup.confirm_new_email()
    assert client.get(link_in(agreed.mail)).status_code == 410
    (mail,) = (mail for mail in mailoutbox if "/nachfrage/" in mail.body)
    assert mail.to == ["neu@example.org"]
    assert client.get(link_in(mail)).status_code == 200


def test_it_is_encrypted_and_follows_the_keys(agreed, settings):
    settings.PERSONAL_DATA_KEYS = [Fernet.generate_key().decode(), *settings.PERSONAL_DATA_KEYS]
    call_command("rotate_keys", verbosity=0)
    settings.PERSONAL_DATA_KEYS = settings.PERSONAL_DATA_KEYS[:1]
    assert FollowUp.objects.get().email == agreed.signup.email
    with connection.cursor() as cursor:
        cursor.execute("SELECT first_name, email FROM mentoring_followup")
        stored = str(cursor.fetchall())
    assert agreed.signup.first_name not in stored
    assert agreed.signup.email not in stored


def test_a_restored_backup_brings_nobody_back(agreed):
    reference = FollowUp.objects.get().reference
    assert ledger.replay({reference: {"reason": "withdrawn", "erased_at": timezone.now()}}) == 1
    assert not FollowUp.objects.exists()
    assert Tombstone.objects.filter(reference=reference).exists()


def test_the_youth_reads_it_in_the_own_data(agreed):
    assert next(entry.value for entry in entries(agreed.signup) if entry.name == "follow_up") == "zugesagt"


def test_a_link_or_mail_belongs_to_one_of_them_only(agreed):
    for model, values in (
        (SignupToken, {"purpose": "follow_up", "digest": "x"}),
        (OutgoingMail, {"kind": "follow_up", "token": "x"}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(signup=agreed.signup, follow_up=FollowUp.objects.get(), **values)


def test_the_question_names_the_months_of_the_setting(client, mailoutbox, settings):
    page = last_page(mailoutbox, complete())
    assert "in 6 und in 12 Monaten" in client.get(page).content.decode()
    settings.MENTORING_FOLLOW_UP_MONTHS = [9]
    assert "in 9 Monaten" in client.get(page).content.decode()


def test_without_months_nobody_is_asked_to_agree(client, mailoutbox, settings):
    settings.MENTORING_FOLLOW_UP_MONTHS = []
    page = last_page(mailoutbox, complete())
    assert "Ja, ihr dürft fragen" not in client.get(page).content.decode()
    assert client.post(page, {"decision": "follow_up"}).status_code == 303
    assert not FollowUp.objects.exists()


def test_who_agreed_is_erased_when_there_are_no_months_any_more(agreed, settings):
    settings.MENTORING_FOLLOW_UP_MONTHS = []
    sweep()
    assert not FollowUp.objects.exists()


def test_an_answer_that_comes_when_there_are_no_months_any_more_ends_it(agreed, settings):
    run_to(6)
    settings.MENTORING_FOLLOW_UP_MONTHS = []
    FollowUp.objects.get().answer("region")
    assert not FollowUp.objects.exists()
    assert not Tally.objects.filter(figure__startswith="follow_up").exists()
