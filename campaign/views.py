from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from campaign.calendars import event_feed, event_file
from campaign.filters import EventFilter
from campaign.models import EventPage
from cms.calendars import calendar_response


@require_safe
def event_calendar(request, slug):
    """One event as a calendar file, also when it is over: somebody may have its address in a mail."""
    page = get_object_or_404(EventPage.objects.live().for_calendar(), slug=slug)
    return calendar_response(event_file(page), f"{page.slug}.ics")


@require_safe
def events_calendar(request):
    """All events still to come, for calendars that subscribe; with the filters of the list."""
    events = EventPage.objects.live().upcoming().soonest_first().for_calendar()
    filterset = EventFilter(request.GET, events, request=request)
    chosen = ", ".join(active.label for active in filterset.context()["active_filters"])
    return calendar_response(event_feed(filterset.qs, request.build_absolute_uri(), chosen), "termine.ics")
