"""Events as calendar files."""

from datetime import time, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from campaign.models import EventPage
from cms import calendars

SUBJECT = "Termine"


def event_file(page: EventPage) -> Calendar:
    """Return a calendar with this one event."""
    calendar = calendars.new_calendar(SUBJECT)
    calendar.add_component(calendar_event(page))
    return calendar


def event_feed(pages, address: str, chosen: str = "") -> Calendar:
    """Return a calendar of `pages` to subscribe to at `address`; `chosen` says in words which events these are."""
    name = f"{_('Termine im Landkreis Görlitz')}: {chosen}" if chosen else _("Termine im Landkreis Görlitz")
    description = _("Zum Hingehen: Tage der offenen Tür, Messen, Abende bei der Feuerwehr, Girls’Day und Boys’Day.")
    calendar = calendars.new_feed(SUBJECT, name, description, address)
    for page in pages:
        calendar.add_component(calendar_event(page))
    return calendar


def calendar_event(page: EventPage) -> Event:
    """Return an event as programs know it. Its identifier stays, whatever changes."""
    event = calendars.new_event(f"termin-{page.pk}", page)
    event.add("status", "CANCELLED" if page.is_cancelled else "CONFIRMED")
    event.add("summary", _("Fällt aus: %(title)s") % {"title": page.title} if page.is_cancelled else page.title)
    add_times(event, page)
    if page.full_place:
        event.add("location", page.full_place)
    event.add("description", "\n".join(lines(page)))
    event.add("url", page.full_url)
    event.add("categories", [str(page.get_kind_display()), *(field.title for field in page.career_fields.all())])
    if page.organiser:
        event.add("contact", page.organiser)
    return event


def add_times(event: Event, page: EventPage) -> None:
    """Days or hours; hours that hold for each of several days recur from the first one on.

    A day does not block the calendar of somebody who only has it in mind.
    """
    first, last = page.span
    if page.is_all_day:
        calendars.add_days(event, first, last)
        event.add("transp", "TRANSPARENT")
        return
    event.add("dtstart", page.start)
    if page.ends_at:
        event.add("dtend", calendars.at_local_time(last if page.runs_through else first, page.ends_at))
    elif page.runs_through:
        event.add("dtend", calendars.at_local_time(last + timedelta(days=1), time.min))
    if page.has_several_days and not page.runs_through:
        event.add("rrule", {"freq": "daily", "count": page.days})


def lines(page: EventPage) -> list[str]:
    """Return what a calendar has no field for, line by line."""
    deadline = date_format(page.registration_deadline) if page.registration_deadline else ""
    told = [
        page.teaser,
        _("Für wen: %(ages)s") % {"ages": page.ages} if page.ages else "",
        _("Kosten: %(cost)s") % {"cost": page.cost_note} if page.cost_note else "",
        _("Anmelden bis %(day)s") % {"day": deadline} if deadline else "",
        page.registration_link or page.registration_email,
        _("Beispiel: frei erfunden") if page.is_example else "",
        page.full_url,
    ]
    return [line for line in told if line]
