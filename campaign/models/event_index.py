from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from campaign.filters import EventFilter
from campaign.models.event import EventPage
from careers.models import CompanyPage
from cms.calendars import subscription
from cms.listing import paginate
from cms.models import BasePage, FixedAddressMixin, IntroductionMixin


class EventIndexPage(FixedAddressMixin, IntroductionMixin, BasePage):
    """Entry to all events that are still to come."""

    template = "pages/event_index_page.html"
    embed_kind = "events"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["campaign.EventPage"]
    max_count = 1
    fixed_slug = "termine"
    page_description = _("Übersicht aller Termine, die noch kommen")
    content_panels = [*BasePage.content_panels, *IntroductionMixin.introduction_panels]

    class Meta:
        verbose_name = _("Übersicht der Termine")
        verbose_name_plural = _("Übersichten der Termine")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        events = EventPage.objects.live().upcoming().soonest_first().with_card()
        filterset = EventFilter(request.GET, events, request=request)
        context |= {"events": paginate(request, filterset.qs), **filterset.context()}
        context["companies_url"] = CompanyPage.listing_url()
        context["calendar"] = subscription(request, reverse("events-calendar"), context["page_query"])
        return context
