"""The clock is moved just past each deadline: what was to be forgotten is gone, whatever the deadline's reason.

What else happens on the way there (reminders, mails, steps of a match) is told in test_sweep, test_stalled and others.
"""

import json
import re
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from cms.models import RequestCount
from mentoring import ledger
from mentoring.models import (
    AuditEvent,
    FollowUp,
    IdempotencyRecord,
    Match,
    MatchingWish,
    Meeting,
    Mentor,
    MentoringSignup,
    OutgoingMail,
    SignupToken,
    SpentProof,
    Tombstone,
    Visit,
)
from mentoring.sweep import sweep
from tests.factories import MentorFactory, SignupFactory, UserFactory

pytestmark = pytest.mark.django_db

WORD = "Kanarienvogel"
YOUTH = {"first_name": WORD, "email": f"{WORD}@example.org", "message": WORD}
YOUNG = {**YOUTH, "age": 14, "guardian_name": WORD, "guardian_email": f"{WORD}-g@example.org"}
ADULT = {"first_name": WORD, "last_name": WORD, "email": f"{WORD}-m@example.org", "occupation": WORD, "about": WORD}


def unconfirmed():
    SignupFactory(**YOUNG).owe_link()


def without_guardian():
    SignupFactory(**YOUNG, email_confirmed=True).remind()


def without_mentor():
    SignupFactory(**YOUNG, eligible=True)


def without_mentor_again():
    SignupFactory(**YOUTH, eligible=True, reminded_at=timezone.now()).renew()


def unconfirmed_mentor():
    MentorFactory(**ADULT).owe_link()


def unvetted_mentor():
    MentorFactory(**ADULT, email_confirmed=True)


def mentor_who_left():
    MentorFactory(**ADULT, active=True).leave()


def mentor_without_clearance():
    mentor = MentorFactory(**ADULT, active=True)
    # The clocks change within half a year: of late evenings, the day that is as many days before the one looked at.
    half_a_year = days(182 + 1)
    mentor.clearances.update(valid_until=timezone.localdate(timezone.now() + half_a_year) - half_a_year)


def match(age=18):
    match = Match.objects.propose(
        SignupFactory(**{**YOUTH, "age": age}, eligible=True), MentorFactory(active=True), UserFactory()
    )
    match.accept(match.signup)
    match.accept(match.mentor)
    if match.needs_agreement:
        match.note_agreement(UserFactory(), timezone.localdate())
    match.plan_meeting(kind="meeting", day=timezone.localdate(), place=WORD)
    match.note_meeting(match.meetings.get().pk, "held", WORD)
    return match


def completed_match():
    match(17).complete(UserFactory(), early="goal_reached")


def ended_match():
    match().break_off("by_coordination", user=UserFactory())


def forgotten_pause():
    """A pause that nobody ends: the match ends first, and the time after an end begins then."""
    match().pause(user=UserFactory())
    with later(timedelta(days=90)):
        sweep()


def forgotten_match():
    """A match that runs and of which nothing is heard: it is warned, it ends, and the time after an end begins then."""
    match()
    # A day more than half a year, since the clocks may change in between.
    for after in (days(183 - 28), days(183)):
        with later(after):
            sweep()


def last_follow_up():
    FollowUp.objects.create(first_name=WORD, email=YOUTH["email"], asked=2, asked_at=timezone.now())


def unconfirmed_new_address():
    SignupFactory(email="mila@example.org", eligible=True).ask_for_new_email(YOUTH["email"])
    OutgoingMail.objects.all().delete()


def unconfirmed_new_address_of_a_mentor():
    MentorFactory(email="ruth@example.org", active=True).ask_for_new_email(YOUTH["email"])
    OutgoingMail.objects.all().delete()


def refusal_that_is_not_sent():
    """The worker does not run, so nobody gives the mail up."""
    SignupFactory(**YOUNG, email_confirmed=True).reject()


def report_that_is_not_sent():
    OutgoingMail.objects.queue_to("schutz@example.org", OutgoingMail.Kind.PROTECTION_REPORT, WORD)


def called_off_visit_that_is_not_told():
    OutgoingMail.objects.queue_to("koordination@example.org", OutgoingMail.Kind.VISIT_CANCELLED, WORD)


def days(number):
    return timedelta(days=number)


# What waits, for how long at most, and what is gone then. The times are those of docs/privacy.md.
PEOPLE = [
    (unconfirmed, days(7), MentoringSignup),
    (without_guardian, days(28), MentoringSignup),
    (without_mentor, days(182), MentoringSignup),
    (without_mentor_again, days(182), MentoringSignup),
    (completed_match, days(90), MentoringSignup),
    (ended_match, days(90), MentoringSignup),
    (forgotten_pause, days(90 + 90), MentoringSignup),
    (forgotten_match, days(183 + 90), MentoringSignup),
    (unconfirmed_mentor, days(7), Mentor),
    (unvetted_mentor, days(182), Mentor),
    (mentor_who_left, days(28), Mentor),
    (mentor_without_clearance, days(182 + 1), Mentor),
    (last_follow_up, days(28), FollowUp),
]
WORDS = [
    (unconfirmed_new_address, days(1)),
    (unconfirmed_new_address_of_a_mentor, days(1)),
    (refusal_that_is_not_sent, days(2)),
    (report_that_is_not_sent, days(28)),
    (called_off_visit_that_is_not_told, days(28)),
]
# Of these the time at which they were made is all that counts.
RECORDS = [
    (lambda: SignupToken.issue(SignupFactory(eligible=True), "own_page", days(1)), days(1), SignupToken),
    (lambda: IdempotencyRecord.objects.create(key=uuid4(), fingerprint="x"), days(7), IdempotencyRecord),
    (lambda: SpentProof.objects.spend("x", timedelta(hours=1)), timedelta(hours=1), SpentProof),
    (lambda: RequestCount.objects.count_more("x", timedelta(hours=1)), timedelta(hours=1), RequestCount),
    (lambda: Tombstone.objects.create(reference="x"), days(365), Tombstone),
    (lambda: AuditEvent.objects.record("details_opened", "x", actor="coordination"), days(365), AuditEvent),
    (
        lambda: OutgoingMail.objects.create(
            signup=SignupFactory(eligible=True, reminded_at=timezone.now()),
            kind="eligible",
            status="sent",
            sent_at=timezone.now(),
        ),
        days(28),
        OutgoingMail,
    ),
]


@pytest.fixture(autouse=True)
def _nothing_is_sent(monkeypatch):
    """No worker runs: mails stay owed."""
    monkeypatch.setattr("mentoring.sweep.enqueue_due_mails", lambda: 0)


@contextmanager
def later(time):
    at = timezone.now() + time
    with patch("django.utils.timezone.now", lambda: at):
        yield


def places_of(word):
    """Return each field of the whole database, decrypted, in which a word stands."""
    return [
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if any(word.lower() in str(value).lower() for value in model._base_manager.values_list(field.name, flat=True))
    ]


def name_of(case):
    return getattr(case, "__name__", None)


@pytest.mark.parametrize(("prepare", "time", "model"), PEOPLE, ids=name_of)
def test_nobody_is_stored_beyond_the_deadline(prepare, time, model, tmp_path):
    prepare()
    wanted = model.objects.filter(pk__in=[row.pk for row in model.objects.all() if WORD in str(vars(row))])
    assert wanted.count() == 1
    references = set(wanted.values_list("reference", flat=True))
    with later(time - days(1)):
        sweep()
    assert wanted.exists()
    with later(time + timedelta(seconds=1)):
        sweep()
        assert not wanted.exists()
        assert places_of(WORD) == []
        ledger.export(tmp_path / "ledger")
    erased = [json.loads(line) for line in (tmp_path / "ledger").read_text().splitlines()]
    assert references == {erasure["reference"] for erasure in erased}
    for erasure in erased:
        assert set(erasure) == {"reference", "reason", "erased_at"}
        assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", erasure["reference"])
        assert erasure["reason"] == "expired"


def everybody():
    """Bring somebody into each state there is."""
    numbers = count()

    def young(**state):
        return SignupFactory(**{**YOUNG, "email": f"{WORD}{next(numbers)}@example.org"}, **state)

    def mentor(**state):
        return MentorFactory(**{**ADULT, "email": f"{WORD}{next(numbers)}@example.org"}, **state)

    user, today = UserFactory(), timezone.localdate()
    for state in (MentoringSignup.State.RECEIVED, MentoringSignup.State.EMAIL_CONFIRMED):
        young(**{} if state == "received" else {"email_confirmed": True})
    young(eligible=True, state="guardian_confirmed")
    young(eligible=True)
    mentor(), mentor(email_confirmed=True), mentor(active=True).pause(), mentor(active=True).leave()
    mentor(active=True).block(user)
    for steps in range(6):
        tandem = Match.objects.propose(young(eligible=True), mentor(active=True), user)
        if steps:
            tandem.accept(tandem.signup)
            tandem.accept(tandem.mentor)
        if steps > 1:
            tandem.note_agreement(user, today)
            tandem.plan_meeting(kind="meeting", day=today, place=WORD)
            meeting = tandem.plan_meeting(kind="meeting", day=today, place=WORD)
            tandem.note_meeting(meeting.pk, "held", WORD)
            tandem.take_feedback(meeting, tandem.signup, rating=1, wants_to_talk=True)
        tandem.refresh_from_db()
        match steps:
            case 3:
                tandem.pause(user=user)
            case 4:
                tandem.complete(user, early="goal_reached")
            case 5:
                tandem.break_off("by_youth", user=user)
    for state in Visit.State:
        visit = Visit.objects.create(signup=young(eligible=True), needs_agreement=True)
        if state == "arranged":
            visit.arrange(user, today + days(3), agreement_on=today)
        elif state == "declined":
            visit.decline(user)
    MatchingWish.objects.create(signup=young(eligible=True), languages=["de"])
    FollowUp.objects.create(first_name=WORD, email=YOUTH["email"])
    for mail_status in OutgoingMail.Status:
        OutgoingMail.objects.filter(pk=OutgoingMail.objects.order_by("pk")[len(mail_status)].pk).update(
            status=mail_status, token=None, sent_at=timezone.now() if mail_status == "sent" else None
        )


def test_if_nobody_does_anything_any_more_nothing_is_left_of_anybody():
    everybody()
    for record, _, _ in RECORDS:
        record()
    for model in (MentoringSignup, Mentor, Match, Visit, Meeting, OutgoingMail):
        name = "status" if model is OutgoingMail else "state"
        choices = set(dict(model._meta.get_field(name).choices)) - ({"cancelled"} if model is Meeting else set())
        assert set(model.objects.values_list(name, flat=True)) >= choices, model
    about_nobody = {"auditchain", "guardiantext", "matchingweights", "tally"}
    models = {model._meta.model_name: model for model in apps.get_app_config("mentoring").get_models()}
    tables = {name: model for name, model in models.items() if name not in about_nobody}
    assert {name for name, model in tables.items() if not model.objects.exists()} == set()
    # Of an active mentor the clearance counts for five years; the audit of the end is kept for another one.
    for weeks in range(0, 7 * 52, 8):
        with later(timedelta(weeks=weeks)):
            sweep()
    assert {name for name, model in tables.items() if model.objects.exists()} == set()
    assert places_of(WORD) == []


@pytest.mark.parametrize(("prepare", "time"), WORDS, ids=name_of)
def test_no_address_and_no_word_is_stored_beyond_the_deadline(prepare, time):
    prepare()
    with later(time - timedelta(hours=1)):
        sweep()
    assert places_of(WORD)
    with later(time + timedelta(seconds=1)):
        sweep()
    assert places_of(WORD) == []


@pytest.mark.parametrize(("prepare", "time", "model"), RECORDS, ids=lambda case: getattr(case, "__name__", None))
def test_no_record_is_stored_beyond_the_deadline(prepare, time, model):
    prepare()
    made = model.objects.filter(pk__in=[row.pk for row in model.objects.all()])
    pks = list(made.values_list("pk", flat=True))
    with later(time - timedelta(minutes=5)):
        sweep()
    assert model.objects.filter(pk__in=pks).count() == len(pks)
    with later(time + timedelta(seconds=1)):
        sweep()
    assert not model.objects.filter(pk__in=pks).exists()


def test_an_ended_login_is_not_stored_beyond_the_day(client, admin_user):
    client.force_login(admin_user)
    session = apps.get_model("sessions.Session")
    with later(timedelta(hours=11)):
        call_command("clearsessions")
    assert session.objects.exists()
    with later(timedelta(hours=12, seconds=1)):
        call_command("clearsessions")
    assert not session.objects.exists()


def test_each_deadline_of_erasure_is_in_the_tables():
    """A setting with a new deadline needs a line above; the others of that form are no deadlines of erasure."""
    from django.conf import settings

    reminders = {name for name in dir(settings) if re.fullmatch(r"MENTORING_\w+_(REMINDER|WARNING)_DAYS", name)}
    all_of_them = {name for name in dir(settings) if re.fullmatch(r"MENTORING_\w+_DAYS", name)}
    assert all_of_them - reminders == {
        "MENTORING_UNCONFIRMED_DAYS",
        "MENTORING_GUARDIAN_DAYS",
        "MENTORING_UNMATCHED_DAYS",
        "MENTORING_MENTOR_VETTING_DAYS",
        "MENTORING_MENTOR_LEFT_DAYS",
        "MENTORING_STALLED_DAYS",
        "MENTORING_SILENT_END_DAYS",
        "MENTORING_CLOSED_DAYS",
        "MENTORING_FOLLOW_UP_DAYS",
        "MENTORING_IDEMPOTENCY_DAYS",
        "MENTORING_SENT_MAIL_DAYS",
        "MENTORING_AUDIT_DAYS",
        # Of a proposal and of the inbox: nothing is erased then.
        "MENTORING_PROPOSAL_DAYS",
        "MENTORING_INBOX_DAYS",
        "MENTORING_SILENCE_DAYS",
    }
