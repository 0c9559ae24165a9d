"""Application deadlines as calendar files."""

from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from careers.models import Offer
from cms import calendars

SUBJECT = "Fristen"


def deadline_file(offer: Offer) -> Calendar:
    """Return a calendar with the deadline of one offer."""
    calendar = calendars.new_calendar(SUBJECT)
    calendar.add_component(calendar_event(offer))
    return calendar


def deadline_feed(offers, address: str, chosen: str = "") -> Calendar:
    """Return a calendar of deadlines to subscribe to at `address`; `chosen` says in words of which offers."""
    name = _("Bewerbungsfristen im Landkreis Görlitz")
    description = _("Bis wann du dich auf freie Plätze bewerben kannst. Was vorbei ist, verschwindet von selbst.")
    calendar = calendars.new_feed(SUBJECT, f"{name}: {chosen}" if chosen else name, description, address)
    for offer in offers:
        calendar.add_component(calendar_event(offer))
    return calendar


def calendar_event(offer: Offer) -> Event:
    """Return the last day on which one can apply, as a day that does not block the calendar."""
    page = offer.page
    event = calendars.new_event(f"frist-{offer.pk}", page)
    event.add("summary", _("Bewerbungsschluss: %(offer)s") % {"offer": f"{offer.title}, {page.title}"})
    calendars.add_days(event, offer.last_day, offer.last_day)
    event.add("transp", "TRANSPARENT")
    told = [*offer.facts, offer.link or offer.contact_email, _("Beispiel: frei erfunden") if page.is_example else ""]
    event.add("description", "\n".join([*(line for line in told if line), page.full_url]))
    event.add("url", page.full_url)
    event.add("categories", [str(offer.get_kind_display())])
    event.add("contact", page.title)
    return event
