from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentoring.fields import EncryptedTextField
from mentoring.models.audit import AuditEvent
from mentoring.models.clearance import months_later
from mentoring.models.mail import OutgoingMail
from mentoring.models.records import Tombstone
from mentoring.models.signup import WrongStateError, new_reference
from mentoring.models.tally import Tally
from mentoring.models.token import SignupToken

Actor = AuditEvent.Actor
Event = AuditEvent.Kind


class FollowUpQuerySet(models.QuerySet):
    def to_be_reminded(self):
        """Follow-ups whose next question is due."""
        condition = Q(pk__in=[])
        for asked, months in enumerate(settings.MENTORING_FOLLOW_UP_MONTHS):
            condition |= Q(asked=asked, begun_on__lte=months_later(timezone.localdate(), -months))
        return self.filter(condition)

    def overdue(self):
        """Follow-ups that were asked for the last time long enough ago, or will never be: the setting may be empty."""
        since = timezone.now() - timedelta(days=settings.MENTORING_FOLLOW_UP_DAYS)
        is_over = Q(asked_at__lte=since) | Q(asked_at=None)
        return self.filter(is_over, asked__gte=len(settings.MENTORING_FOLLOW_UP_MONTHS))

    @transaction.atomic
    def agree(self, signup):
        """Keep name and address of a youth who wants to be asked; a second time changes nothing."""
        signup.lock()
        if not signup.may_be_followed_up:
            raise WrongStateError
        values = {"first_name": signup.first_name, "email": signup.email}
        follow_up, is_new = self.get_or_create(signup=signup, defaults=values)
        if is_new:
            follow_up.owe_mail(OutgoingMail.Kind.FOLLOW_UP_AGREED)
            follow_up.record(Event.FOLLOW_UP_AGREED, Actor.YOUTH)


class FollowUp(models.Model):
    """That a youth wants to be asked, some months after the end, what became of them. It outlives the signup.

    Answers are counted and not kept.
    """

    class Answer(models.TextChoices):
        REGION = "region", _("Ja, in einer Ausbildung oder Arbeit in der Region")
        ELSEWHERE = "elsewhere", _("In einer Ausbildung oder Arbeit woanders")
        LEARNING = "learning", _("In der Schule oder im Studium")
        OTHER = "other", _("Etwas anderes")
        NO_ANSWER = "no_answer", _("Möchte ich nicht sagen")

    reference = models.CharField(max_length=20, unique=True, default=new_reference)
    # None once the signup has run out; a youth who withdraws it takes this along.
    signup = models.OneToOneField("mentoring.MentoringSignup", models.SET_NULL, null=True, related_name="follow_up")
    first_name = EncryptedTextField()
    email = EncryptedTextField()
    begun_on = models.DateField(default=timezone.localdate)
    # How often the question was asked, and which of these times was answered last.
    asked = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(null=True)
    answered = models.PositiveSmallIntegerField(default=0)

    objects = FollowUpQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Nachfrage")
        verbose_name_plural = _("Nachfragen")

    def __str__(self):
        return self.reference

    @property
    def is_waiting(self):
        """Whether an answer is missing."""
        return self.answered < self.asked

    @transaction.atomic
    def remind(self):
        """Ask."""
        self.lock()
        self.asked += 1
        self.asked_at = timezone.now()
        self.save()
        self.owe_mail(OutgoingMail.Kind.FOLLOW_UP)
        self.record(Event.REMINDED, Actor.CLOCK)

    @transaction.atomic
    def answer(self, answer):
        """Count an answer, an Answer; after the last question nothing is needed any more."""
        self.lock()
        if not self.is_waiting:
            raise WrongStateError
        self.answered = self.asked
        self.save()
        months = settings.MENTORING_FOLLOW_UP_MONTHS
        if months:  # else it is asked no more, and no figure shows an answer
            Tally.objects.count_one(f"follow_up_{months[min(self.asked, len(months)) - 1]}", self.Answer(answer).value)
        if self.asked >= len(months):
            self._erase(Event.COMPLETED, Actor.YOUTH)
        else:
            self.record(Event.ANSWERED, Actor.YOUTH)

    def withdraw(self):
        self._erase(Event.WITHDRAWN, Actor.YOUTH)

    def expire(self):
        self._erase(Event.EXPIRED, Actor.CLOCK)

    @transaction.atomic
    def erase_again(self, reason, erased_at):
        """Erase one that a restored backup brought back, as of the day of the first erasure."""
        self.lock()
        Tombstone.objects.create(reference=self.reference, reason=reason, erased_at=erased_at)
        self.record(Event.ERASED, Actor.CLOCK, detail="replayed")
        self.delete()

    def owe_mail(self, kind):
        """Queue a mail whose link works until everything is erased."""
        last = months_later(self.begun_on, max(settings.MENTORING_FOLLOW_UP_MONTHS))
        lifetime = last - timezone.localdate() + timedelta(days=settings.MENTORING_FOLLOW_UP_DAYS + 1)
        token = SignupToken.issue(self, OutgoingMail.PURPOSES[kind], lifetime)
        OutgoingMail.objects.queue(self, kind, token)

    def record(self, kind, actor, **more):
        AuditEvent.objects.record(kind, self.reference, actor=actor, **more)

    def lock(self):
        """Read the row again and hold it till the transaction ends; DoesNotExist when it was erased."""
        self.refresh_from_db(from_queryset=FollowUp.objects.select_for_update())

    @transaction.atomic
    def _erase(self, reason, actor):
        self.lock()
        Tombstone.objects.create(reference=self.reference, reason=reason)
        self.record(reason, actor)
        self.record(Event.ERASED, actor)
        self.delete()
