"""Days, hours and ages as people say them in German."""

from datetime import date, time

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def hour(clock: time) -> str:
    """Return "10" for a full hour, else "10:30"."""
    return str(clock.hour) if not clock.minute else f"{clock.hour}:{clock.minute:02}"


def hours(begin: time | None, end: time | None) -> str:
    """Return "10 bis 16 Uhr", "ab 10 Uhr" where the end is open, "" for the whole day. No line breaks before "Uhr"."""
    if begin is None:
        return ""
    if end is None:
        return _("ab %(begin)s\N{NO-BREAK SPACE}Uhr") % {"begin": hour(begin)}
    return _("%(begin)s bis\N{NO-BREAK SPACE}%(end)s\N{NO-BREAK SPACE}Uhr") % {"begin": hour(begin), "end": hour(end)}


def day_span(first: date, last: date) -> str:
    """Return one day with its weekday, or the first and the last one, with no month or year said twice."""
    if first == last:
        return date_format(first, "l, j. F Y")
    if (first.year, first.month) == (last.year, last.month):
        begin = date_format(first, "j.")
    else:
        begin = date_format(first, "j. F" if first.year == last.year else "j. F Y")
    return _("%(first)s bis %(last)s") % {"first": begin, "last": date_format(last, "j. F Y")}


def moment(day: date, clock: time | None) -> str:
    """Return a day with its weekday, and the hour if there is one."""
    spoken = date_format(day, "l, j. F Y")
    return f"{spoken}, {hour(clock)}\N{NO-BREAK SPACE}{_('Uhr')}" if clock else spoken


def time_span(
    first: date | None, last: date | None, begin: time | None, end: time | None, runs_through: bool = False
) -> str:
    """Return days and hours in words, "" without a first day."""
    if first is None:
        return ""
    last = last if last and last > first else first
    if runs_through and begin:
        start, stop = moment(first, begin), moment(last, end)
        return _("%(start)s, bis %(stop)s") % {"start": start, "stop": stop}
    spoken = hours(begin, end)
    if spoken and last != first:
        spoken = _("jeden Tag %(hours)s") % {"hours": spoken}
    return ", ".join(part for part in (day_span(first, last), spoken) if part)


def age_span(youngest: int | None, oldest: int | None) -> str:
    """Return "14 bis 18 Jahre", "ab 14 Jahren", "bis 18 Jahre", or "" for everybody."""
    if youngest and oldest:
        return _("%(youngest)s bis %(oldest)s Jahre") % {"youngest": youngest, "oldest": oldest}
    if youngest:
        return _("ab %(youngest)s Jahren") % {"youngest": youngest}
    return _("bis %(oldest)s Jahre") % {"oldest": oldest} if oldest else ""
