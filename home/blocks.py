"""Building blocks of the home page."""

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from campaign.models import EventIndexPage, EventPage
from careers.models import CareerFieldIndexPage, CareerFieldPage, CompanyIndexPage, CompanyPage
from cms.blocks import CallToActionBlock, LinkValue, ParagraphBlock
from stories.models import StoryIndexPage, StoryPage

CARDS = 6
EVENTS = 3


def chosen_or(value, queryset, newest):
    """Return the live pages an editor chose, in that order; without any, the first of `newest`."""
    chosen = [page.pk for page in value["chosen"] if page]
    if not chosen:
        return list(newest[:CARDS])
    pages = {page.pk: page for page in queryset.filter(pk__in=chosen)}
    return [pages[pk] for pk in dict.fromkeys(chosen) if pk in pages]


class HeroBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Überschrift"), max_length=60)
    text = blocks.TextBlock(label=_("Text"), max_length=200, required=False)
    label = blocks.CharBlock(label=_("Beschriftung der Schaltfläche"), max_length=40, required=False)
    page = blocks.PageChooserBlock(label=_("Seite"), required=False)
    image = ImageBlock(label=_("Bild"), required=False)

    class Meta:
        template = "blocks/hero.html"
        icon = "home"
        label = _("Auftakt")
        description = _("Große Überschrift mit Ornament oder Bild")
        value_class = LinkValue
        preview_value = {"heading": _("Bleib doch. Oder komm wieder.")}


class StoriesBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Überschrift"), max_length=60)
    chosen = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="stories.StoryPage"),
        label=_("Ausgewählte Geschichten"),
        default=[],
        help_text=_("Ohne Auswahl erscheinen die neuesten."),
    )

    def get_context(self, value, parent_context=None):
        stories = StoryPage.objects.live().with_card()
        return super().get_context(value, parent_context) | {
            "stories": chosen_or(value, stories, stories.newest_first()),
            "index_page": StoryIndexPage.objects.live().first(),
        }

    class Meta:
        template = "blocks/stories.html"
        icon = "user"
        label = _("Geschichten")
        description = _("Ausgewählte oder die neuesten Geschichten")
        preview_value = {"heading": _("Echte Leute"), "chosen": []}


class CareerFieldsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Überschrift"), max_length=60)

    def get_context(self, value, parent_context=None):
        return super().get_context(value, parent_context) | {
            "career_fields": list(CareerFieldPage.objects.live().with_card()),
            "index_page": CareerFieldIndexPage.objects.live().first(),
        }

    class Meta:
        template = "blocks/career_fields.html"
        icon = "tag"
        label = _("Berufsfelder")
        description = _("Alle Berufsfelder als Kacheln")
        preview_value = {"heading": _("Berufsfelder")}


class CompaniesBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Überschrift"), max_length=60)
    chosen = blocks.ListBlock(
        blocks.PageChooserBlock(page_type="careers.CompanyPage"),
        label=_("Ausgewählte Unternehmen"),
        default=[],
        help_text=_("Ohne Auswahl erscheinen die mit den neuesten Angeboten."),
    )

    def get_context(self, value, parent_context=None):
        companies = CompanyPage.objects.live().with_card()
        return super().get_context(value, parent_context) | {
            "companies": chosen_or(value, companies, companies.newest_offers_first()),
            "index_page": CompanyIndexPage.objects.live().first(),
        }

    class Meta:
        template = "blocks/companies.html"
        icon = "group"
        label = _("Unternehmen")
        description = _("Ausgewählte Unternehmen oder die mit den neuesten Angeboten")
        preview_value = {"heading": _("Wer hier sucht"), "chosen": []}


class EventsBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Überschrift"), max_length=60)

    def get_context(self, value, parent_context=None):
        events = EventPage.objects.live().upcoming().taking_place().soonest_first().with_card()
        return super().get_context(value, parent_context) | {
            "events": list(events[:EVENTS]),
            "index_page": EventIndexPage.objects.live().first(),
        }

    class Meta:
        template = "blocks/events.html"
        icon = "calendar-alt"
        label = _("Termine")
        description = _("Die nächsten Termine; ohne Termine erscheint nichts")
        preview_value = {"heading": _("Zum Hingehen")}


class MentoringCallBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Überschrift"), max_length=80)
    text = blocks.TextBlock(label=_("Text"), max_length=300, required=False)
    label = blocks.CharBlock(label=_("Beschriftung der Schaltfläche"), max_length=60)

    def get_context(self, value, parent_context=None):
        mentoring_page = apps.get_model("home", "MentoringPage").objects.live().first()
        return super().get_context(value, parent_context) | {"mentoring_page": mentoring_page}

    class Meta:
        template = "blocks/mentoring_call.html"
        icon = "mail"
        label = _("Aufruf zum Mentoring")
        description = _("Farbfläche mit dem Weg zur Anmeldung")
        preview_value = {
            "heading": _("Frag jemanden, der’s macht"),
            "text": _("Sechs Treffen, eine Aufgabe, kein Praktikum."),
            "label": _("Mentorin oder Mentor finden"),
        }


class PartnerBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Name"), max_length=80)
    logo = ImageBlock(label=_("Logo"), required=False)
    link = blocks.URLBlock(label=_("Link"), required=False)


class PartnersBlock(blocks.StructBlock):
    heading = blocks.CharBlock(label=_("Überschrift"), max_length=60)
    partners = blocks.ListBlock(PartnerBlock(), label=_("Partner"))

    class Meta:
        template = "blocks/partners.html"
        icon = "group"
        label = _("Partner")
        description = _("Namen oder Logos der Partner")
        preview_value = {
            "heading": _("Unsere Partner"),
            "partners": [{"name": _("Kreisjugendfeuerwehr"), "logo": None, "link": ""}],
        }


class HomeBlock(blocks.StreamBlock):
    hero = HeroBlock()
    stories = StoriesBlock()
    career_fields = CareerFieldsBlock()
    companies = CompaniesBlock()
    events = EventsBlock()
    mentoring_call = MentoringCallBlock()
    partners = PartnersBlock()
    paragraph = ParagraphBlock()
    call_to_action = CallToActionBlock()

    class Meta:
        template = "blocks/body.html"
        block_counts = {"hero": {"max_num": 1}}
