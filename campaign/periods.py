"""Periods to choose from in the list of events: the next days, and the months that have any."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

NEXT_DAYS = (7, 30)
MONTHS_AHEAD = 12


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included; `value` stands in addresses."""

    value: str
    label: str
    first: date
    last: date

    def touches(self, first: date, last: date) -> bool:
        return first <= self.last and last >= self.first


def periods(today: date, spans: Iterable[tuple[date, date]]) -> list[Period]:
    """Return the next days, and those of the coming months that one of `spans` (first and last day) touches."""
    coming = list(months(today))
    busy = {month for first, last in spans for month in coming if month.touches(first, last)}
    return [*next_days(today), *(month for month in coming if month in busy)]


def next_days(today: date) -> Iterator[Period]:
    for number in NEXT_DAYS:
        label = _("Nächste %(number)s Tage") % {"number": number}
        yield Period(f"{number}-tage", label, today, today + timedelta(days=number))


def months(today: date) -> Iterator[Period]:
    """Yield the current month, of which only today and later days count, and the eleven after it."""
    first = today
    for _turn in range(MONTHS_AHEAD):
        following = (first.replace(day=1) + timedelta(days=32)).replace(day=1)
        yield Period(f"{first:%Y-%m}", date_format(first, "F Y"), first, following - timedelta(days=1))
        first = following
