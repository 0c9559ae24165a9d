"""Mails that are owed get sent, whatever fails in between."""

import smtplib
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from django.core import mail as django_mail
from django.utils import timezone

from mentoring.models import OutgoingMail
from mentoring.sweep import enqueue_due_mails
from tests.factories import SignupFactory
from tests.site import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed():
    SignupFactory(first_name="Zoë", age=14).owe_mail(OutgoingMail.Kind.CONFIRM_EMAIL)
    return OutgoingMail.objects.get()


@pytest.fixture
def broken_server(monkeypatch):
    def refuse(self, messages):
        raise smtplib.SMTPRecipientsRefused({"mila0@example.org": (550, b"mila0@example.org is unknown")})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)


class Inbox(Message):
    def __init__(self):
        super().__init__()
        self.mails = []

    def handle_message(self, message):
        self.mails.append(message_from_bytes(bytes(message), policy=policy.default))


@pytest.fixture
def mail_server(settings):
    """A real SMTP server; yields the mails it took."""
    inbox = Inbox()
    server = Controller(inbox, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    yield inbox.mails
    server.stop()


def test_a_mail_reaches_a_real_mail_server(owed, mail_server):
    OutgoingMail.objects.deliver(owed.pk)
    (received,) = mail_server
    owed.refresh_from_db()
    assert owed.status == "sent"
    assert received["To"] == owed.signup.email
    assert received["Message-ID"] == owed.message_id
    assert received["Auto-Submitted"] == "auto-generated"
    assert "Hallo Zoë," in received.get_content()
    assert "/mentoring/bestaetigen/" in received.get_content()


def test_the_task_holds_nothing_but_the_number_of_the_mail(monkeypatch, django_capture_on_commit_callbacks):
    calls = []
    monkeypatch.setattr(
        "mentoring.tasks.deliver_mail", type("Task", (), {"enqueue": lambda *args: calls.append(args[1:])})()
    )
    with django_capture_on_commit_callbacks(execute=True):
        SignupFactory().owe_mail(OutgoingMail.Kind.CONFIRM_EMAIL)
    assert calls == [(OutgoingMail.objects.get().pk,)]


def test_a_mail_is_sent_once_however_many_tasks_there_are(owed):
    for _ in range(3):
        OutgoingMail.objects.deliver(owed.pk)
    assert len(django_mail.outbox) == 1


def test_a_mail_that_a_worker_holds_is_left_to_it(owed):
    OutgoingMail.objects.update(lease_until=timezone.now() + timedelta(minutes=1))
    OutgoingMail.objects.deliver(owed.pk)
    assert not django_mail.outbox


def test_a_mail_whose_worker_was_killed_is_sent_later_with_the_same_message_id(owed):
    OutgoingMail.objects.update(lease_until=timezone.now() - timedelta(seconds=1), attempts=1)
    assert enqueue_due_mails() == 1
    assert [message.extra_headers["Message-ID"] for message in django_mail.outbox] == [owed.message_id]


def test_a_mail_whose_task_was_lost_is_found_by_the_sweep(owed):
    assert enqueue_due_mails() == 1
    assert enqueue_due_mails() == 0
    assert len(django_mail.outbox) == 1


def test_a_mail_that_a_task_waits_for_is_not_enqueued_again(owed, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert [enqueue_due_mails() for _ in range(3)] == [1, 0, 0]


def test_after_a_failure_the_mail_waits_longer_each_time(owed, broken_server):
    pauses = []
    for _ in range(10):
        OutgoingMail.objects.deliver(owed.pk)
        owed.refresh_from_db()
        pauses.append((owed.next_attempt_at - timezone.now()).total_seconds())
        OutgoingMail.objects.update(next_attempt_at=timezone.now())
    assert pauses[:3] == pytest.approx([60, 120, 240], abs=5)
    assert pauses[-1] == pytest.approx(6 * 3600, abs=5)
    assert (owed.status, owed.attempts, owed.lease_until) == ("pending", 10, None)


def test_a_failed_mail_is_not_tried_before_its_time(owed, broken_server):
    OutgoingMail.objects.deliver(owed.pk)
    OutgoingMail.objects.deliver(owed.pk)
    owed.refresh_from_db()
    assert owed.attempts == 1


def test_after_two_days_a_mail_is_given_up_and_kept(owed, broken_server):
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(hours=48))
    OutgoingMail.objects.deliver(owed.pk)
    owed.refresh_from_db()
    assert owed.status == "dead"
    assert OutgoingMail.objects.dead().count() == 1
    assert enqueue_due_mails() == 0


def test_a_failure_is_told_without_the_address(owed, broken_server, caplog):
    OutgoingMail.objects.deliver(owed.pk)
    owed.refresh_from_db()
    assert owed.last_error == "SMTPRecipientsRefused"
    assert "SMTPRecipientsRefused" in caplog.text
    assert owed.signup.email not in caplog.text


def test_the_mails_of_an_erased_signup_are_never_sent(owed):
    owed.signup.withdraw()
    OutgoingMail.objects.deliver(owed.pk)
    assert not django_mail.outbox
