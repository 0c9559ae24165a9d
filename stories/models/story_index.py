from django.utils.translation import gettext_lazy as _

from cms.feeds import feed_link
from cms.listing import paginate
from cms.models import BasePage, FixedAddressMixin, IntroductionMixin
from stories.filters import StoryFilter
from stories.models.story import StoryPage


class StoryIndexPage(FixedAddressMixin, IntroductionMixin, BasePage):
    """Entry to all stories."""

    template = "pages/story_index_page.html"
    embed_kind = "stories"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["stories.StoryPage"]
    max_count = 1
    fixed_slug = "geschichten"
    page_description = _("Übersicht aller Geschichten")
    content_panels = [*BasePage.content_panels, *IntroductionMixin.introduction_panels]

    class Meta:
        verbose_name = _("Übersicht der Geschichten")
        verbose_name_plural = _("Übersichten der Geschichten")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        filterset = StoryFilter(request.GET, StoryPage.objects.live().newest_first().with_card(), request=request)
        context |= {"stories": paginate(request, filterset.qs), **filterset.context()}
        context["feeds"] = self.feeds(filterset.query)
        return context

    def feeds(self, query=""):
        return [feed_link("story-feed", _("Neue Geschichten"), query)]
