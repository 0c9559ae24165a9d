"""Filters of the public list of events. Parameter names and values are part of shared links."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter

from campaign.models.event import LAST_DAY, ONLINE, EventPage
from campaign.periods import periods
from careers.filters import FieldFilterSet, NearbyFilterMixin, NearbyForm


def offered_periods():
    """Return the periods that may be chosen: of the months those that have an event."""
    spans = EventPage.objects.live().upcoming().values_list(F("starts_on"), LAST_DAY).distinct()
    return periods(timezone.localdate(), spans)


def period_choices():
    return [(period.value, period.label) for period in offered_periods()]


class EventFilter(NearbyFilterMixin, FieldFilterSet):
    TOGGLES = frozenset({"online"})

    wann = ChoiceFilter(choices=period_choices, method="within", label=_("Wann"), empty_label=_("Alles, was kommt"))
    art = ChoiceFilter(choices=EventPage.Kind, method="of_kind", label=_("Art"), empty_label=_("Jede Art"))
    online = ChoiceFilter(
        choices=[(ONLINE, _("Nur online"))], method="held_online", label=_("Wo"), empty_label=_("Überall")
    )

    class Meta:
        model = EventPage
        form = NearbyForm
        fields: list[str] = []

    def within(self, queryset, name, value):
        period = next(period for period in offered_periods() if period.value == value)
        return queryset.between(period.first, period.last)

    def of_kind(self, queryset, name, kind):
        return queryset.of_kind(kind)

    def held_online(self, queryset, name, value):
        return queryset.online()
