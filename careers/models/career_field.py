from django.db import models
from django.db.models import Func, OuterRef, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager, PageQuerySet

from careers.models.class_questions import ClassQuestionsMixin
from cms.blocks import BodyBlock, prefetch_renditions
from cms.feeds import feed_link
from cms.models import BasePage
from cms.search import text_of

STORIES_SHOWN = 6
COMPANIES_SHOWN = 12
EVENTS_SHOWN = 6


class ColourPair(models.TextChoices):
    RED = "red", _("Rot und Kohle")
    SUN = "sun", _("Sonne und Kohle")
    LEAF = "leaf", _("Laub und Minze")
    RIVER = "river", _("Fluss und Eis")
    PLUM = "plum", _("Pflaume und Rosé")
    COAL = "coal", _("Kohle und Sonne")


class CareerFieldQuerySet(PageQuerySet):
    def with_card(self):
        """Leave out what a card does not show."""
        return self.defer_streamfields()

    def with_occupation_count(self):
        """Give each field its number of live occupations as `occupation_count`."""
        from careers.models.occupation import OccupationPage

        below = OccupationPage.objects.live().filter(path__startswith=OuterRef("path")).order_by()
        count = below.annotate(number=Func("pk", function="COUNT")).values("number")
        return self.annotate(occupation_count=Subquery(count, output_field=models.IntegerField()))


class CareerFieldPage(ClassQuestionsMixin, BasePage):
    """One of the sixteen career fields (Berufsfelder); its children are occupations."""

    colour_pair = models.CharField(_("Farbpaar"), max_length=10, choices=ColourPair, default=ColourPair.RED)
    teaser = models.CharField(_("Anreißer"), max_length=200, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("Text"), blank=True)

    objects = PageManager.from_queryset(CareerFieldQuerySet)()

    kind_name = _("Berufsfeld")
    template = "pages/career_field_page.html"
    card_template = "cards/career_field.html"
    card_name = "career_field"
    embed_kind = "career_field"
    parent_page_types = ["careers.CareerFieldIndexPage"]
    subpage_types = ["careers.OccupationPage"]
    page_description = _("Ein Berufsfeld mit seinen Berufen")
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("colour_pair"),
        FieldPanel("teaser"),
        FieldPanel("body"),
        *ClassQuestionsMixin.class_questions_panels,
    ]

    class Meta:
        verbose_name = _("Berufsfeld")
        verbose_name_plural = _("Berufsfelder")

    def search_text(self):
        return f"{super().search_text()} {self.teaser} {text_of(self.body)}"

    def feeds(self, query=""):
        query = f"?feld={self.slug}"
        return [
            feed_link("story-feed", _("Neue Geschichten: %(field)s") % {"field": self.title}, query),
            feed_link("offer-feed", _("Neue freie Plätze: %(field)s") % {"field": self.title}, query),
        ]

    def generated_questions(self):
        return [
            _("Welchen Beruf aus diesem Feld macht jemand, den du kennst? Was würdest du sie oder ihn fragen?"),
            _("Such zwei Berufe mit sehr unterschiedlichem Anteil von Frauen. Woran könnte das liegen?"),
            _("Welcher Beruf hier wird in zwanzig Jahren anders aussehen als heute? Was bleibt gleich?"),
            _("Vergleicht zu zweit zwei Berufe: Dauer, Abschluss, Geld. Welchen würdet ihr eher nehmen, und warum?"),
        ]

    @property
    def sheet_url(self):
        """The address of the sheet to print, "" in the preview of a page that has no place yet."""
        return reverse("career-field-sheet", args=[self.slug]) if self.pk and self.slug else ""

    def get_context(self, request, *args, **kwargs):
        from careers.models.occupation import OccupationPage

        context = super().get_context(request, *args, **kwargs)
        prefetch_renditions(self.body)
        context |= {
            "occupations": list(OccupationPage.objects.child_of(self).live().with_card().order_by("title")),
            "stories": shown_stories(self),
            "events": shown_events(self),
            "companies": list(self.companies.live().with_card().order_by("title")[:COMPANIES_SHOWN]) if self.pk else [],
            "absolute_url": self.get_full_url(request) or "",
        }
        return context


def shown_stories(page):
    """Return the newest live stories of a career field, an occupation or a company, ready for cards."""
    return list(page.stories.live().newest_first().with_card()[:STORIES_SHOWN]) if page.pk else []


def shown_events(page):
    """Return the next live events of a career field or a company, ready for cards."""
    return list(page.events.live().upcoming().soonest_first().with_card()[:EVENTS_SHOWN]) if page.pk else []
