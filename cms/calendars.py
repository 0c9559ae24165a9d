"""Calendar files (RFC 5545, RFC 7986): what meetings, events and deadlines have in common."""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from icalendar import Calendar, Event, Timezone

from cms.models import SiteSettings

CONTENT_TYPE = "text/calendar; charset=utf-8"
# How often a subscribed calendar asks again.
REFRESH_INTERVAL = timedelta(hours=6)
# The years whose changes to summer time a file names.
FIRST_DATE, LAST_DATE = date(2020, 1, 1), date(2038, 1, 1)


def at_local_time(day: date, hour: time | None) -> date | datetime:
    """Return the moment at which clocks show `hour` on `day` in the county, or the day itself where no hour is set."""
    return day if hour is None else datetime.combine(day, hour, timezone.get_default_timezone())


def uid(name: str) -> str:
    """Return the identifier that a thing keeps in all calendars; `name` is unique on this site."""
    return f"{name}@{urlsplit(settings.PUBLIC_URL).hostname}"


def new_calendar(subject: str, method: str = "PUBLISH") -> Calendar:
    """Return a calendar without events; `subject` names what it is about in its product identifier."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{SiteSettings.current().brand_name}//{subject}//DE")
    calendar.add("method", method)
    return calendar


def new_feed(subject: str, name: str, description: str, address: str) -> Calendar:
    """Return a calendar to subscribe to at `address`, with its name in the words of today's programs and of older ones.

    It is never empty, which some programs take for an error: the timezone is always in it.
    """
    calendar = new_calendar(subject)
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("description", description)
    calendar.add("x-wr-caldesc", description)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", REFRESH_INTERVAL, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH_INTERVAL)
    calendar.add("source", address, parameters={"VALUE": "URI"})
    calendar.add("url", address)
    calendar.add_component(Timezone.from_tzid(settings.TIME_ZONE, first_date=FIRST_DATE, last_date=LAST_DATE))
    return calendar


def new_event(name: str, page) -> Event:
    """Return the event called `name` (as in `uid`) with the stamps of the page that tells of it.

    Its sequence number only has to rise with each version: it counts the seconds from the first one to this one.
    """
    changed = page.last_published_at or page.latest_revision_created_at or timezone.now()
    created = min(page.first_published_at or changed, changed)
    event = Event()
    event.add("uid", uid(name))
    event.add("dtstamp", changed)
    event.add("created", created)
    event.add("last-modified", changed)
    event.add("sequence", int((changed - created).total_seconds()))
    return event


def add_days(event: Event, first: date, last: date) -> None:
    """Let an event take all of the days from `first` to `last`, both included."""
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))


def file_of(calendar: Calendar) -> bytes:
    """Return the file, with the timezone that its hours are in."""
    calendar.add_missing_timezones(FIRST_DATE, LAST_DATE)
    return calendar.to_ical()


def calendar_response(calendar: Calendar, filename: str) -> HttpResponse:
    """Answer with the file, which browsers hand on to the calendar of the device."""
    disposition = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return HttpResponse(file_of(calendar), content_type=CONTENT_TYPE, headers=disposition)


def subscription(request, path: str, query: str) -> dict[str, str]:
    """Return the addresses of a feed: `webcal`, which a device's calendar subscribes to, and the `file` itself."""
    address = f"{path}?{query}" if query else path
    return {"webcal": f"webcal://{request.get_host()}{address}", "file": address}
