from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

WEIGHT = (MinValueValidator(0), MaxValueValidator(100))


class MatchingWeights(models.Model):
    """What counts how much when the best assignment is sought: one row, changed by coordinators."""

    fields = models.PositiveSmallIntegerField(_("Gemeinsame Berufsfelder"), default=50, validators=WEIGHT)
    distance = models.PositiveSmallIntegerField(_("Nähe"), default=30, validators=WEIGHT)
    furthest_km = models.PositiveSmallIntegerField(
        _("Ab so vielen Kilometern zählt Nähe nicht mehr"),
        default=40,
        validators=(MinValueValidator(1), MaxValueValidator(200)),
    )
    young_km = models.PositiveSmallIntegerField(
        _("So weit darf es höchstens sein, wenn Sorgeberechtigte einwilligen mussten (in Kilometern)"),
        default=30,
        validators=(MinValueValidator(1), MaxValueValidator(200)),
    )
    languages = models.PositiveSmallIntegerField(_("Gewünschte Sprachen"), default=10, validators=WEIGHT)
    wish = models.PositiveSmallIntegerField(_("Gewünschte Person"), default=40, validators=WEIGHT)
    places = models.PositiveSmallIntegerField(_("Begleitet noch niemanden"), default=10, validators=WEIGHT)

    ROW = 1

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Gewichte der Vermittlung")

    def __str__(self):
        return "weights"

    @classmethod
    def current(cls):
        return cls.objects.filter(pk=cls.ROW).first() or cls(pk=cls.ROW)


class MatchingWish(models.Model):
    """What a youth wants of a mentor, as told to a coordinator; the form of the signup does not ask for it."""

    signup = models.OneToOneField("mentoring.MentoringSignup", models.CASCADE, related_name="wish")
    languages = models.JSONField(_("Sprachen, die gebraucht werden"), default=list, blank=True)
    furthest_km = models.PositiveSmallIntegerField(
        _("Höchstens so viele Kilometer entfernt"),
        null=True,
        blank=True,
        validators=(MinValueValidator(1), MaxValueValidator(200)),
    )
    mentor = models.ForeignKey(
        "mentoring.Mentor",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Die oder der Jugendliche wünscht sich"),
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Wunsch")
        verbose_name_plural = _("Wünsche")

    def __str__(self):
        return str(self.signup)
