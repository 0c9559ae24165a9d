"""Meetings as calendar files (RFC 5545), so that a phone shows them in its own calendar."""

from datetime import datetime, timedelta
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.utils import parseaddr

from django.conf import settings
from icalendar import Event, vCalAddress

from cms import calendars
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
    event.add("uid", calendars.uid(f"{meeting.match.reference}-{meeting.pk}"))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", made_at)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("summary", f"{site.programme_name}: {meeting.get_kind_display()}")
    address = site.contact_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    event.add("organizer", vCalAddress(f"mailto:{address}"))
    begin = calendars.at_local_time(meeting.day, meeting.begins_at)
    event.add("dtstart", begin)
    if meeting.begins_at:
        event.add("dtend", begin + LENGTH)
    if meeting.place:
        event.add("location", meeting.place)
    calendar = calendars.new_calendar("Mentoring", method)
    calendar.add_component(event)
    part = MIMEBase("text", "calendar", charset="utf-8", method=method)
    part.set_payload(calendars.file_of(calendar))
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename="treffen.ics")
    return part
