"""What happened stays as it was written, and a change shows."""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, models, transaction
from django.utils import timezone

from mentoring import triggers
from mentoring.models import AuditChain, AuditEvent, MentoringSignup
from mentoring.models.audit import AppendOnlyError, BrokenChainError
from tests.factories import CareerFieldFactory, SignupFactory, UserFactory

pytestmark = pytest.mark.django_db
PERSONAL = ("Mila", "mila", "Jana", "jana", "löte")


def record(reference="7K2QX-91ABC", **fields):
    return AuditEvent.objects.record(**{"kind": "received", "reference": reference, "actor": "youth", **fields})


def kinds(reference):
    return list(AuditEvent.objects.filter(reference=reference).order_by("sequence").values_list("kind", "actor"))


@contextmanager
def days_ago(days):
    then = timezone.now() - timedelta(days=days)
    with patch("mentoring.models.audit.timezone.now", lambda: then):
        yield


def tamper(sql):
    """Change the table as somebody would who removed its guards before."""
    triggers.drop()
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_each_step_of_a_signup_is_written_down():
    MentoringSignup.objects.receive(
        email="mila@example.org",
        first_name="Mila",
        age=14,
        municipality=None,
        message="Ich löte gern.",
        guardian_name="Jana",
        guardian_email="jana@example.org",
        career_fields=[CareerFieldFactory()],
    )
    signup = MentoringSignup.objects.get()
    signup.confirm_email()
    signup.confirm_by_guardian()
    signup.remind()
    signup.renew()
    signup.withdraw()
    assert kinds(signup.reference) == [
        ("received", "youth"),
        ("email_confirmed", "youth"),
        ("guardian_confirmed", "guardian"),
        ("eligible", "guardian"),
        ("reminded", "clock"),
        ("renewed", "youth"),
        ("withdrawn", "youth"),
        ("erased", "youth"),
    ]
    for event in AuditEvent.objects.values():
        assert not any(word in str(event) for word in PERSONAL)


def test_a_step_that_is_undone_leaves_no_event():
    signup = SignupFactory()
    with transaction.atomic():
        signup.confirm_email()
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()
    assert AuditEvent.objects.verify() == 0


def test_ends_are_told_apart():
    rejected, expired = SignupFactory(age=14), SignupFactory()
    rejected.reject()
    expired.expire()
    assert kinds(rejected.reference) == [("rejected", "guardian"), ("erased", "guardian")]
    assert kinds(expired.reference) == [("expired", "clock"), ("erased", "clock")]


def test_an_event_says_in_words_what_was_done_and_by_whom():
    user = UserFactory(username="k.berg")
    event = record(kind="details_opened", actor="coordination", detail="contact", user=user)
    assert event.what == "Angaben geöffnet: Ich muss die Person oder ihre Familie erreichen."
    assert event.who == "k.berg"
    assert record(actor="clock").who == "Frist"


def test_no_code_changes_or_deletes_an_event():
    event = record()
    for attempt in (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(kind="x"),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


@pytest.mark.parametrize(
    "sql", ["UPDATE mentoring_auditevent SET reference = 'x'", "DELETE FROM mentoring_auditevent WHERE sequence = 2"]
)
def test_the_database_refuses_it_too(sql):
    for _ in range(3):
        record()
    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert AuditEvent.objects.verify() == 3


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("model", [AuditEvent, AuditChain])
def test_a_migration_that_makes_the_table_anew_leaves_its_guards(model):
    record()
    triggers.drop()  # as before each `migrate`
    field = model._meta.get_field("hash")
    longer = models.CharField(max_length=65, default="", unique=field.unique)
    longer.set_attributes_from_name("hash")
    longer.model = model
    for old, new in ((field, longer), (longer, field)):
        with connection.schema_editor() as editor:
            editor.alter_field(model, old, new)
    triggers.create()
    for sql in ("UPDATE mentoring_auditevent SET actor = 'clock'", "DELETE FROM mentoring_auditevent"):
        with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert AuditEvent.objects.verify() == 1


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE mentoring_auditevent SET actor = 'clock' WHERE sequence = 2",
        "UPDATE mentoring_auditevent SET at = '2020-01-01 00:00:00+00:00' WHERE sequence = 2",
        "UPDATE mentoring_auditevent SET hash = 'x' WHERE sequence = 3",
        "DELETE FROM mentoring_auditevent WHERE sequence = 1",
        "DELETE FROM mentoring_auditevent WHERE sequence = 2",
        "DELETE FROM mentoring_auditevent WHERE sequence = 3",
        "DELETE FROM mentoring_auditevent",
    ],
)
def test_what_was_changed_behind_the_back_of_the_database_shows(sql, capsys):
    for _ in range(3):
        record()
    call_command("verify_audit")
    assert f"3 Ereignisse, das letzte: 3 {AuditChain.objects.get().hash}" in capsys.readouterr().out
    tamper(sql)
    with pytest.raises(BrokenChainError):
        AuditEvent.objects.verify()
    with pytest.raises(CommandError):
        call_command("verify_audit")


def test_old_events_go_and_the_rest_can_still_be_checked():
    for days in (400, 380, 370, 10):
        with days_ago(days):
            record()
    assert AuditEvent.objects.prune(before=timezone.now() - timedelta(days=365)) == 3
    assert AuditEvent.objects.verify() == 1
    record()
    assert AuditEvent.objects.verify() == 2
    assert AuditEvent.objects.prune(before=timezone.now() - timedelta(days=365)) == 0


def test_when_all_events_are_old_the_chain_goes_on_from_its_checkpoint():
    with days_ago(400):
        record()
    assert AuditEvent.objects.prune(before=timezone.now()) == 1
    assert AuditEvent.objects.verify() == 0
    assert record().sequence == 2
    assert AuditEvent.objects.verify() == 1
