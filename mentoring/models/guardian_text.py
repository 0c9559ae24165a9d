from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField

NAME = "{name}"
COMPANY = "{company}"


class GuardianTextQuerySet(models.QuerySet):
    def for_page(self, language):
        """Return all texts in the order of the languages, and the one in this language, or else the German one."""
        order = list(GuardianText.Language)
        texts = sorted(self, key=lambda text: order.index(text.language))
        chosen = next((text for text in texts if text.language == language), None)
        return texts, chosen or (texts[0] if texts else None)


class GuardianText(models.Model):
    """What guardians read before they consent, in one language. Editors may change it; there is one per language."""

    class Language(models.TextChoices):
        """Languages by their own names: whoever looks for theirs reads no other."""

        GERMAN = "de", "Deutsch"
        POLISH = "pl", "Polski"
        CZECH = "cs", "Čeština"
        ENGLISH = "en", "English"
        UPPER_SORBIAN = "hsb", "Hornjoserbsce"

    language = models.CharField(_("Sprache"), max_length=3, choices=Language, unique=True)
    is_checked = models.BooleanField(
        _("In dieser Sprache geprüft"),
        default=False,
        help_text=_("Ankreuzen, wenn jemand den Text geprüft hat, der mit dieser Sprache aufgewachsen ist."),
    )
    heading = models.CharField(_("Überschrift"), max_length=100)
    introduction = models.CharField(
        _("Erster Satz"), max_length=300, help_text=_("{name} steht für den Vornamen des Kindes mit seinem Alter.")
    )
    body = RichTextField(
        _("Zusammenfassung"),
        features=["h2", "bold", "ul", "link"],
        help_text=_(
            "Wer das Kind trifft, wo und wie oft, was gespeichert wird, wie man widerruft. In einfachen Worten."
        ),
    )
    visit_note = models.CharField(
        _("Satz zum Besuch"),
        max_length=300,
        blank=True,
        help_text=_("Steht dabei, wenn das Kind einen Betrieb besuchen möchte. {company} steht für dessen Namen."),
    )
    consent_label = models.CharField(_("Schaltfläche: einwilligen"), max_length=60)
    refuse_label = models.CharField(_("Schaltfläche: ablehnen"), max_length=60)
    thanks_heading = models.CharField(_("Überschrift nach der Einwilligung"), max_length=100)
    thanks = models.TextField(_("Nach der Einwilligung"))
    agreement = models.TextField(_("Wenn die Vereinbarung fehlt"), blank=True)
    agreement_label = models.CharField(_("Schaltfläche: Vereinbarung herunterladen"), max_length=60, blank=True)
    meeting = models.TextField(_("Wenn sich die beiden treffen"), blank=True)
    over = models.TextField(_("Wenn das Tandem zu Ende ist"), blank=True)
    withdraw_note = models.CharField(_("Frage vor dem Widerruf"), max_length=300, blank=True)
    withdraw_label = models.CharField(_("Schaltfläche: widerrufen"), max_length=60)
    mail_note = models.CharField(
        _("Satz in der Mail"),
        max_length=300,
        blank=True,
        help_text=_("Steht unter dem deutschen Text der Mail und sagt, dass die Seite auch diese Sprache spricht."),
    )

    objects = GuardianTextQuerySet.as_manager()

    panels = [
        FieldPanel("language", read_only=True),
        FieldPanel("is_checked"),
        MultiFieldPanel(
            [FieldPanel("heading"), FieldPanel("introduction"), FieldPanel("body"), FieldPanel("visit_note")],
            heading=_("Vor der Einwilligung"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("consent_label"),
                FieldPanel("refuse_label"),
                FieldPanel("withdraw_note"),
                FieldPanel("withdraw_label"),
            ],
            heading=_("Schaltflächen"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("thanks_heading"),
                FieldPanel("thanks"),
                FieldPanel("agreement"),
                FieldPanel("agreement_label"),
                FieldPanel("meeting"),
                FieldPanel("over"),
            ],
            heading=_("Nach der Einwilligung"),
        ),
        FieldPanel("mail_note"),
    ]

    class Meta:
        verbose_name = _("Text für Sorgeberechtigte")
        verbose_name_plural = _("Texte für Sorgeberechtigte")
        ordering = ["language"]

    def __str__(self):
        return self.get_language_display()

    def introduction_for(self, signup):
        """Return the first sentence with the child's name and age."""
        return self.introduction.replace(NAME, f"{signup.first_name} ({signup.age})")

    def standing_of(self, signup):
        """Return how far it is with the child's mentoring, after the consent."""
        if signup.state == "accepted":
            return self.agreement or self.thanks
        if signup.state in ("active", "paused"):
            return self.meeting or self.thanks
        return (signup.state in ("completed", "ended") and self.over) or self.thanks

    def visit_note_for(self, signup):
        """Return the sentence about the company that the child wants to visit, if there is one."""
        visit = signup.current_visit
        return self.visit_note.replace(COMPANY, str(visit.company_name)) if visit else ""
