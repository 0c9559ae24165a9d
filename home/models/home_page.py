from django.templatetags.static import static
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.blocks import prefetch_renditions
from cms.feeds import feed_link
from cms.models import BasePage
from cms.search import text_of
from cms.structured_data import node
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

    def feeds(self, query=""):
        return [
            feed_link("story-feed", _("Neue Geschichten")),
            feed_link("offer-feed", _("Neue freie Plätze")),
        ]

    def subjects(self):
        """Introduce the site and who is behind it. Short: the first view of this page has to fit into ten packets."""
        organization = self.publisher
        root, links = organization["url"], [link["href"] for link in self.site_settings.social_links]
        organization["logo"] = root.rstrip("/") + static("frontend/icons/icon-512.png")
        organization["parentOrganization"] = node("GovernmentOrganization", name="Landkreis Görlitz")
        if links:
            organization["sameAs"] = links
        name = self.site_settings.brand_name
        return [node("WebSite", name=name, url=root, inLanguage="de", publisher=organization)]

    def share_texts(self):
        return super().share_texts() | {"headline": self.site_settings.claim}

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
