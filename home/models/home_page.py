from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.blocks import prefetch_renditions
from cms.models import BasePage
from cms.search import text_of
from home.blocks import HomeBlock
from stories.models import StoryIndexPage


class HomePage(BasePage):
    """The front door."""

    body = StreamField(HomeBlock(), verbose_name=_("Inhalt"), blank=True)

    template = "pages/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "stories.StoryIndexPage",
        "careers.CareerFieldIndexPage",
        "careers.CompanyIndexPage",
        "campaign.EventIndexPage",
        "careers.InterestCheckPage",
        "home.MentoringPage",
        "home.StandardPage",
    ]
    max_count = 1
    page_description = _("Die Startseite")
    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("Startseite")
        verbose_name_plural = _("Startseiten")

    def search_text(self):
        return f"{super().search_text()} {text_of(self.body)}"

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        prefetch_renditions(self.body)
        context["body"] = self.body or self.default_body()
        return context

    def default_body(self):
        """Return the sections of a home page that nobody has filled yet."""
        stories = StoryIndexPage.objects.live().first()
        hero = {
            "heading": gettext("Bleib doch. Oder komm wieder."),
            "text": self.site_settings.claim,
            "label": gettext("Geschichten lesen") if stories else "",
            "page": stories.pk if stories else None,
        }
        call = {
            "heading": gettext("Frag jemanden, der’s macht"),
            "label": gettext("Mentorin oder Mentor finden"),
        }
        sections = [
            ("hero", hero),
            ("stories", {"heading": gettext("Echte Leute")}),
            ("career_fields", {"heading": gettext("Berufsfelder")}),
            ("companies", {"heading": gettext("Wer hier sucht")}),
            ("events", {"heading": gettext("Zum Hingehen")}),
            ("mentoring_call", call),
        ]
        return self.body.stream_block.to_python([{"type": kind, "value": value} for kind, value in sections])
