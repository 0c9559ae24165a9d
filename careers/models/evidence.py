from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable


class SourcedMixin(models.Model):
    """A statement with its area, year and source; without a source it is an example or it is incomplete."""

    area = models.CharField(_("Gebiet"), max_length=80, help_text=_("Zum Beispiel Deutschland, Sachsen."))
    year = models.PositiveSmallIntegerField(_("Jahr"))
    source = models.CharField(_("Quelle"), max_length=200, blank=True)
    source_url = models.URLField(_("Adresse der Quelle"), max_length=500, blank=True)
    is_example = models.BooleanField(_("Beispielwert"), default=False)

    sourced_panels = [
        FieldRowPanel([FieldPanel("area"), FieldPanel("year")]),
        FieldPanel("source"),
        FieldPanel("source_url"),
        FieldPanel("is_example"),
    ]

    class Meta:
        abstract = True

    @property
    def is_sourced(self):
        return bool(self.source and self.source_url and not self.is_example)


@dataclass(frozen=True)
class Badge:
    """What an occupation is called by its figures; `figure` is the evidence."""

    kind: str
    text: str
    figure: "EvidenceFigure"

    @property
    def label(self):
        return _("%(badge)s (Beispielwert)") % {"badge": self.text} if self.figure.is_example else self.text

    @property
    def sun(self):
        """Whether the badge wears the highlight colour."""
        return self.kind == "atypical"


class PayStep(Orderable):
    """Pay of one year of training, in euros a month; the page says whether gross or net."""

    page = ParentalKey("careers.OccupationPage", on_delete=models.CASCADE, related_name="pay_steps")
    label = models.CharField(_("Stufe"), max_length=40, help_text=_("Zum Beispiel 1. Jahr."))
    amount = models.PositiveIntegerField(_("Euro im Monat"))

    panels = [FieldRowPanel([FieldPanel("label"), FieldPanel("amount")])]

    def __str__(self):
        return f"{self.label}: {self.amount}"


class EvidenceFigure(SourcedMixin, Orderable):
    """A sourced number about an occupation. Its unit follows from its kind."""

    class Kind(models.TextChoices):
        SHARE_OF_WOMEN = "share_of_women", _("Anteil von Frauen (Prozent)")
        SHORTAGE_SCORE = "shortage_score", _("Engpass-Punkte (0 bis 3)")
        TRAINING_PLACES = "training_places", _("gemeldete Ausbildungsstellen")
        APPLICANTS = "applicants", _("gemeldete Bewerberinnen und Bewerber")
        EMPLOYEES = "employees", _("Beschäftigte")

    MAXIMUM = {Kind.SHARE_OF_WOMEN: 100, Kind.SHORTAGE_SCORE: 3}

    page = ParentalKey("careers.OccupationPage", on_delete=models.CASCADE, related_name="figures")
    kind = models.CharField(_("Art"), max_length=20, choices=Kind)
    value = models.DecimalField(_("Wert"), max_digits=9, decimal_places=1)

    panels = [FieldRowPanel([FieldPanel("kind"), FieldPanel("value")]), *SourcedMixin.sourced_panels]

    class Meta(Orderable.Meta):
        verbose_name = _("Zahl")
        verbose_name_plural = _("Zahlen")
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0), name="figure_not_negative"),
            models.CheckConstraint(
                condition=~Q(kind="share_of_women") | Q(value__lte=100), name="share_of_women_at_most_100"
            ),
            models.CheckConstraint(condition=~Q(kind="shortage_score") | Q(value__lte=3), name="shortage_at_most_3"),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.value}"

    def clean(self):
        super().clean()
        maximum = self.MAXIMUM.get(self.kind)
        if self.value is not None and self.value < 0:
            raise ValidationError({"value": _("Der Wert darf nicht negativ sein.")})
        if self.value is not None and maximum and self.value > maximum:
            raise ValidationError({"value": _("Der Wert darf höchstens %(maximum)s sein.") % {"maximum": maximum}})

    def counts(self, settings):
        """Whether badges may rest on this figure: it is sourced, or an example where the site says examples count."""
        return self.is_sourced or (self.is_example and settings.count_example_figures)
