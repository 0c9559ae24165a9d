"""Meetings as calendar files (RFC 5545), so that a phone shows them in its own calendar."""

from datetime import datetime, timedelta
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event, vCalAddress

from cms.models import SiteSettings
from mentoring.models import Meeting

LENGTH = timedelta(hours=1)


def calendar_file(meeting: Meeting, made_at: datetime) -> MIMEBase:
    """Return a meeting as the attachment of a mail; one that was cancelled leaves the calendar again.

    It names neither of the two. `made_at` is the time of the mail: made again, the file is the same.
    """
    is_cancelled = meeting.state == Meeting.State.CANCELLED
    method = "CANCEL" if is_cancelled else "PUBLISH"
    site = SiteSettings.current()
    event = Event()
    event.add("uid", f"{meeting.match.reference}-{meeting.pk}@{urlsplit(settings.PUBLIC_URL).hostname}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", made_at)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("summary", f"{site.programme_name}: {meeting.get_kind_display()}")
    address = site.contact_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    event.add("organizer", vCalAddress(f"mailto:{address}"))
    if meeting.begins_at:
        begin = datetime.combine(meeting.day, meeting.begins_at, timezone.get_default_timezone())
        event.add("dtstart", begin)
        event.add("dtend", begin + LENGTH)
    else:
        event.add("dtstart", meeting.day)
    if meeting.place:
        event.add("location", meeting.place)
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{site.brand_name}//Mentoring//DE")
    calendar.add("method", method)
    calendar.add_component(event)
    calendar.add_missing_timezones()
    part = MIMEBase("text", "calendar", charset="utf-8", method=method)
    part.set_payload(calendar.to_ical())
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename="treffen.ics")
    return part
