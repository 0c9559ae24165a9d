from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel


class PublicationConsentQuerySet(models.QuerySet):
    def valid(self, day=None):
        """Consents in force on `day` (default: today)."""
        day = day or timezone.localdate()
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=day),
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=day),
            given_on__lte=day,
        )


class PublicationConsent(models.Model):
    """A note that a signed consent to publish a story exists (§ 22 KUG, Art. 6 GDPR). It holds no name.

    Saving or deleting one takes its story off the site at once where a needed consent is missing then.
    """

    class Role(models.TextChoices):
        PROTAGONIST = "protagonist", _("gezeigte Person")
        GUARDIAN = "guardian", _("alle Sorgeberechtigten")
        OTHER = "other", _("weitere erkennbare Person")

    class Scope(models.TextChoices):
        TEXT = "text", _("Text und Vorname")
        TEXT_AND_MEDIA = "text_and_media", _("Text, Vorname, Bild, Ton und Film")

    story = models.ForeignKey(
        "stories.StoryPage", models.CASCADE, related_name="consents", verbose_name=_("Geschichte")
    )
    role = models.CharField(_("Wer zustimmt"), max_length=20, choices=Role)
    scope = models.CharField(_("Umfang"), max_length=20, choices=Scope, default=Scope.TEXT_AND_MEDIA)
    given_on = models.DateField(_("Unterschrieben am"))
    valid_until = models.DateField(_("Gültig bis"), null=True, blank=True)
    withdrawn_on = models.DateField(_("Widerrufen am"), null=True, blank=True)
    paper_location = models.CharField(
        _("Wo das Papier liegt"), max_length=160, help_text=_("Zum Beispiel Ordner 3, Blatt 12. Keine Namen.")
    )

    objects = PublicationConsentQuerySet.as_manager()

    panels = [
        FieldPanel("story"),
        FieldRowPanel([FieldPanel("role"), FieldPanel("scope")]),
        FieldRowPanel([FieldPanel("given_on"), FieldPanel("valid_until")]),
        FieldPanel("paper_location"),
        FieldPanel("withdrawn_on"),
    ]

    class Meta:
        verbose_name = _("Einwilligung zur Veröffentlichung")
        verbose_name_plural = _("Einwilligungen zur Veröffentlichung")
        ordering = ["story", "role"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=models.F("given_on")),
                name="consent_ends_after_start",
            )
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.given_on:%d.%m.%Y}"

    def save(self, *args, **kwargs):
        before = list(PublicationConsent.objects.filter(pk=self.pk).values_list("story", flat=True))
        super().save(*args, **kwargs)
        enforce([*before, self.story_id])

    def clean(self):
        super().clean()
        errors = {}
        if self.given_on and self.given_on > timezone.localdate():
            errors["given_on"] = _("Der Tag der Unterschrift liegt in der Zukunft.")
        if self.given_on and self.valid_until and self.valid_until < self.given_on:
            errors["valid_until"] = _("Die Einwilligung endet vor dem Tag der Unterschrift.")
        if errors:
            raise ValidationError(errors)

    def is_valid_on(self, day):
        """Whether the consent is in force on `day`; the day of its withdrawal no longer counts, its last day does."""
        return (
            self.given_on <= day
            and (self.valid_until is None or self.valid_until >= day)
            and (self.withdrawn_on is None or self.withdrawn_on > day)
        )

    @property
    def is_valid(self):
        return self.is_valid_on(timezone.localdate())

    @property
    def state(self):
        """One word on the consent as it is today."""
        if self.is_valid:
            return _("gültig")
        return _("widerrufen") if self.withdrawn_on else _("abgelaufen")


@receiver(post_delete, sender=PublicationConsent)
def enforce_after_deletion(instance, origin, **kwargs):
    """A deleted consent takes its story off, unless the story itself is what is being deleted."""
    if getattr(origin, "model", type(origin)) is PublicationConsent:
        enforce([instance.story_id])


def enforce(story_pks):
    """Take those of the stories off the site that lack a consent, as they are in the database."""
    for story in PublicationConsent._meta.get_field("story").related_model.objects.filter(pk__in=story_pks):
        story.enforce_consents()
