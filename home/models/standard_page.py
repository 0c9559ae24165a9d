from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from cms.blocks import BodyBlock, prefetch_renditions
from cms.models import BasePage, IntroductionMixin
from cms.search import text_of


class StandardPage(IntroductionMixin, BasePage):
    """A page of text: Impressum, privacy notice, accessibility statement, easy language, about."""

    body = StreamField(BodyBlock(), verbose_name=_("Text"), blank=True)

    template = "pages/standard_page.html"
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    page_description = _("Impressum, Datenschutz, Erklärungen und andere Textseiten")
    content_panels = [*BasePage.content_panels, *IntroductionMixin.introduction_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("Textseite")
        verbose_name_plural = _("Textseiten")

    def search_text(self):
        return f"{super().search_text()} {text_of(self.body)}"

    def get_context(self, request, *args, **kwargs):
        prefetch_renditions(self.body)
        return super().get_context(request, *args, **kwargs)
