from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from careers.calendars import deadline_feed, deadline_file
from careers.filters import CompanyFilter
from careers.models import CompanyPage, Offer
from cms.calendars import calendar_response


@require_safe
def offer_deadline(request, slug, number):
    """The deadline of one current offer as a calendar file."""
    offers = Offer.objects.open_for_applications().select_related("page")
    offer = get_object_or_404(offers, page__live=True, page__slug=slug, pk=number)
    return calendar_response(deadline_file(offer), f"frist-{slug}.ics")


@require_safe
def offer_deadlines(request):
    """All deadlines still to come, for calendars that subscribe; with the filters of the list of companies."""
    filterset = CompanyFilter(request.GET, CompanyPage.objects.live(), request=request)
    chosen = ", ".join(active.label for active in filterset.context()["active_filters"])
    offers = Offer.objects.open_for_applications().filter(page__in=filterset.qs.values("pk")).select_related("page")
    if kind := filterset.values.get("angebot"):
        offers = offers.filter(kind=kind)
    return calendar_response(deadline_feed(offers, request.build_absolute_uri(), chosen), "fristen.ics")
