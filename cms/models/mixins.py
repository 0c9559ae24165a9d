"""What several page types have in common, each with its fields and its panels."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms import structured_data


class ExampleMixin(models.Model):
    """Marks invented content, so that the page can say so."""

    is_example = models.BooleanField(
        _("Beispiel"),
        default=False,
        help_text=_(
            "Die Seite zeigt erfundene Personen, Betriebe oder Zahlen. Sie wird sichtbar als Beispiel markiert."
        ),
    )

    example_panels = [FieldPanel("is_example")]

    class Meta:
        abstract = True

    def structured_data(self):
        """Return the nodes of schema.org; of an example none that claims that there is somebody or something."""
        if not self.is_example:
            return super().structured_data()
        page = structured_data.node(
            "WebPage", name=self.title, url=self.full_url, inLanguage="de", creativeWorkStatus=str(_("Beispiel"))
        )
        return [page, *structured_data.breadcrumbs(self.trail())]

    def share_texts(self):
        return super().share_texts() | {"note": str(_("Beispiel")) if self.is_example else ""}


class LeadImageMixin(models.Model):
    """A picture in the hero and on cards, with the text for people who do not see it."""

    lead_image = models.ForeignKey(
        "cms.CustomImage", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Bild")
    )
    lead_image_alt = models.CharField(
        _("Alternativtext"), max_length=200, blank=True, help_text=_("Was zu sehen ist, in einem Satz.")
    )

    lead_image_panels = [FieldPanel("lead_image"), FieldPanel("lead_image_alt")]

    class Meta:
        abstract = True

    @property
    def lacks_alternative_text(self):
        return bool(self.lead_image_id and not self.lead_image_alt.strip())

    def clean_for_publishing(self):
        super().clean_for_publishing()
        if self.lacks_alternative_text:
            message = _("Bitte in einem Satz sagen, was auf dem Bild zu sehen ist. Manche hören das Bild nur.")
            raise ValidationError({"lead_image_alt": message})


class IntroductionMixin(models.Model):
    """A few sentences below the title."""

    introduction = models.TextField(_("Einleitung"), max_length=400, blank=True)

    introduction_panels = [FieldPanel("introduction")]

    class Meta:
        abstract = True

    def search_text(self):
        return f"{super().search_text()} {self.introduction}"


class FixedAddressMixin(models.Model):
    """A page that exists once, at an address that tabs, manifest and routes know: editors do not choose its slug."""

    fixed_slug: str

    promote_panels = [
        MultiFieldPanel([FieldPanel("seo_title"), FieldPanel("search_description")], heading=_("Für Suchmaschinen"))
    ]

    class Meta:
        abstract = True

    def full_clean(self, *args, **kwargs):
        self.slug = self.fixed_slug
        super().full_clean(*args, **kwargs)

    def minimal_clean(self):
        self.slug = self.fixed_slug
        super().minimal_clean()
