from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentoring.fields import EncryptedTextField
from mentoring.models.feedback import Feedback
from mentoring.models.token import held_by

# What a match needs to be completed, at least.
MEETINGS, TASKS = 6, 1


class MeetingQuerySet(models.QuerySet):
    def planned(self):
        return self.filter(state=Meeting.State.PLANNED)

    def to_come(self):
        """Planned meetings of today and later; earlier ones wait for a word on whether they were held."""
        return self.planned().filter(day__gte=timezone.localdate())

    def to_be_reminded(self):
        """Meetings that are near, and of which nobody was told on which day they are now."""
        near = self.to_come().filter(day__lte=timezone.localdate() + reminder_time())
        return near.filter(Q(told_day=None) | ~Q(told_day=F("day")))

    def held_with(self, person):
        """Meetings that this signup or mentor was at."""
        ((holder, _person),) = held_by(person).items()
        return self.filter(state=Meeting.State.HELD, **{f"match__{holder}": person}).order_by("day", "pk")

    def to_be_rated_by(self, person):
        """Meetings that this signup or mentor was at and has not said anything about."""
        given = Feedback.objects.filter(meeting=OuterRef("pk"), side=Feedback.side_of(person))
        unrated = self.held_with(person).exclude(Exists(given))
        return unrated.select_related("match__signup", "match__mentor")


class Meeting(models.Model):
    """A meeting of a match, or the one concrete task. Planned by the mentor, and noted when it has taken place."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("Treffen")
        TASK = "task", _("Aufgabe")

    class State(models.TextChoices):
        PLANNED = "planned", _("geplant")
        HELD = "held", _("hat stattgefunden")
        CANCELLED = "cancelled", _("ausgefallen")

    match = models.ForeignKey("mentoring.Match", models.CASCADE, related_name="meetings")
    kind = models.CharField(_("Art"), max_length=10, choices=Kind, default=Kind.MEETING)
    state = models.CharField(_("Stand"), max_length=10, choices=State, default=State.PLANNED)
    day = models.DateField(_("Datum"))
    begins_at = models.TimeField(_("Uhrzeit"), null=True)
    # Encrypted, since people write here what they should not.
    place = EncryptedTextField(_("Wo"), blank=True)
    note = EncryptedTextField(_("Notiz"), blank=True)
    # How often it was moved or cancelled, and the day that stands in the mails about it: None before the first one.
    sequence = models.PositiveSmallIntegerField(default=0)
    told_day = models.DateField(null=True)
    # Whether the youth was told of it when it was planned.
    is_announced = models.BooleanField(default=False)

    objects = MeetingQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Treffen")
        verbose_name_plural = _("Treffen")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("meeting", "task"), state__in=("planned", "held", "cancelled")),
                name="meeting_kind_and_state",
            )
        ]

    def __str__(self):
        return f"{self.match} {self.day:%Y-%m-%d}"

    @property
    def is_to_come(self):
        """Whether it is planned for today or later."""
        return self.state == self.State.PLANNED and self.day >= timezone.localdate()

    @property
    def may_have_been_held(self):
        return self.state == self.State.PLANNED and self.day <= timezone.localdate()

    @property
    def is_near(self):
        """Whether it is time to remind of it."""
        return self.day <= timezone.localdate() + reminder_time()


def reminder_time():
    return timedelta(days=settings.MENTORING_MEETING_REMINDER_DAYS)
