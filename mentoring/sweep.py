"""The regular round that keeps every promise about time: deadlines, reminders, mails that are still owed."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.models import RequestCount
from mentoring.models import (
    AuditEvent,
    Clearance,
    FollowUp,
    IdempotencyRecord,
    Match,
    Mentor,
    MentoringSignup,
    OutgoingMail,
    SignupToken,
    SpentProof,
    Tombstone,
)
from mentoring.models.mail import GIVE_UP_AFTER
from mentoring.tasks import deliver_mail

# Mails to those whose signup is gone.
LAST_WORDS = (OutgoingMail.Kind.GUARDIAN_REFUSED, OutgoingMail.Kind.GUARDIAN_ERASED)


def sweep():
    """Do what is due. May run at any time, any number of times, in several processes at once.

    Returns the number of things done, by name, for the log.
    """
    return {
        "proposals taken back": _apply_to_all("expire", Match.objects.unanswered()),
        "matches given up": _apply_to_all("give_up", Match.objects.stalled()),
        "matches suspended": _apply_to_all("suspend", Match.objects.uncleared()),
        "mentors without clearance": _apply_to_all("expire", Mentor.objects.uncleared_for_too_long()),
        "erased": erase_overdue(),
        "reminded": remind(),
        "records deleted": delete_old_records(),
        "mails handed to the worker": enqueue_due_mails(),
    }


def erase_overdue():
    return sum(_apply_to_all("expire", people.objects.overdue()) for people in (MentoringSignup, Mentor, FollowUp))


def remind():
    reminded = (MentoringSignup, Mentor, Clearance, Match, FollowUp)
    reminders = sum(_apply_to_all("remind", things.objects.to_be_reminded()) for things in reminded)
    return reminders + _apply_to_all("warn", Match.objects.to_be_warned())


def delete_old_records():
    now = timezone.now()
    audited = now - timedelta(days=settings.MENTORING_AUDIT_DAYS)
    old = [
        IdempotencyRecord.objects.filter(created_at__lt=now - timedelta(days=settings.MENTORING_IDEMPOTENCY_DAYS)),
        OutgoingMail.objects.filter(sent_at__lt=now - timedelta(days=settings.MENTORING_SENT_MAIL_DAYS)),
        SignupToken.objects.filter(expires_at__lt=now),
        SpentProof.objects.filter(expires_at__lt=now),
        RequestCount.objects.filter(expires_at__lt=now),
        Tombstone.objects.filter(erased_at__lt=audited),
        # Mails of nobody are kept while they may still arrive; what is told to somebody in vain is of no use later.
        OutgoingMail.objects.dead().filter(kind__in=LAST_WORDS),
        # A worker that does not run gives nothing up, so their time ends here.
        OutgoingMail.objects.unsent().filter(kind__in=LAST_WORDS, created_at__lt=now - GIVE_UP_AFTER),
        OutgoingMail.objects.unsent().filter(
            kind__in=(OutgoingMail.Kind.PROTECTION_REPORT, OutgoingMail.Kind.VISIT_CANCELLED),
            created_at__lt=now - timedelta(days=settings.MENTORING_SENT_MAIL_DAYS),
        ),
    ]
    for people in (MentoringSignup, Mentor):
        people.objects.forget_unconfirmed_addresses()
    return sum(records.delete()[0] for records in old) + AuditEvent.objects.prune(before=audited)


def enqueue_due_mails():
    """Enqueue due mails that no waiting task will deliver: their task was killed, failed, or never came to be."""
    waiting = DBTaskResult.objects.filter(task_path=deliver_mail.module_path, status="READY")
    expected = {arguments["args"][0] for arguments in waiting.values_list("args_kwargs", flat=True)}
    forgotten = set(OutgoingMail.objects.due().values_list("pk", flat=True)) - expected
    for pk in sorted(forgotten):
        deliver_mail.enqueue(pk)
    return len(forgotten)


def _apply_to_all(step, people):
    """Call a method of each of them, say of signups; return for how many it was done."""
    return sum(_apply(step, people, pk) for pk in people.values_list("pk", flat=True))


def _apply(step, people, pk):
    """Take a step with one of them if, once it is held, it still belongs to those it is meant for.

    It locks itself as its steps do: a match holds its mentor and its signup first.
    """
    with transaction.atomic():
        try:
            person = people.model.objects.get(pk=pk)
            person.lock()
        except ObjectDoesNotExist:
            return False
        if not people.filter(pk=pk).exists():
            return False
        getattr(person, step)()
        return True
