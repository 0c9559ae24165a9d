"""Calendar files (RFC 5545): what meetings, events and deadlines have in common."""

from datetime import date, datetime, time

from django.utils import timezone


def at_local_time(day: date, hour: time | None) -> date | datetime:
    """Return the moment at which clocks show `hour` on `day` in the county, or the day itself where no hour is set."""
    return datetime.combine(day, hour, timezone.get_default_timezone()) if hour else day
