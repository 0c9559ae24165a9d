from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FeedbackQuerySet(models.QuerySet):
    def calling_for_a_talk(self):
        """Feedback of those who want to talk with the coordination, or found it bad: they have not talked yet."""
        return self.filter(Q(wants_to_talk=True) | Q(rating=Feedback.Rating.BAD), settled_at=None)


class Feedback(models.Model):
    """How one of the two found a meeting. Nothing can be typed; only the coordination reads it."""

    class Side(models.TextChoices):
        YOUTH = "youth", _("Jugendliche oder Jugendlicher")
        MENTOR = "mentor", _("Mentorin oder Mentor")

    class Rating(models.IntegerChoices):
        GOOD = 3, _("Gut")
        SO_SO = 2, _("Geht so")
        BAD = 1, _("Nicht gut")

    meeting = models.ForeignKey("mentoring.Meeting", models.CASCADE, related_name="feedback")
    side = models.CharField(_("Von"), max_length=10, choices=Side)
    rating = models.PositiveSmallIntegerField(_("Wie es war"), choices=Rating)
    wants_to_talk = models.BooleanField(_("Möchte mit der Koordination reden"))
    created_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True)

    objects = FeedbackQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Rückmeldung")
        verbose_name_plural = _("Rückmeldungen")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "side"], name="one_feedback_per_side"),
            models.CheckConstraint(
                condition=Q(side__in=("youth", "mentor"), rating__range=(1, 3)), name="feedback_side_and_rating"
            ),
        ]

    def __str__(self):
        return f"{self.meeting} {self.side}"

    @property
    def calls_for_a_talk(self):
        return self.wants_to_talk or self.rating == self.Rating.BAD

    @classmethod
    def side_of(cls, person):
        """Return the side on which a signup or a mentor is."""
        return cls.Side.MENTOR if person._meta.model_name == "mentor" else cls.Side.YOUTH
