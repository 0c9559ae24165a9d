"""What comes next for a mentor, across all matches: what to answer, to note, to plan, to say."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentoring.models import Match, Meeting, Mentor
from mentoring.models.meeting import MEETINGS, TASKS


class NextStep(NamedTuple):
    """`href` leads there from the own page; without one there is nothing to do but to know it."""

    text: str | Promise
    href: str = ""


def next_steps(mentor) -> list[NextStep]:
    return [*clearance(mentor), *proposals_and_meetings(mentor), *feedback(mentor)]


def clearance(mentor) -> Iterator[NextStep]:
    for ending in Mentor.objects.clearance_ends_soon().filter(pk=mentor.pk):
        day = date_format(ending.clearance_ends, "j. F Y")
        yield NextStep(_("Bis zum %(day)s brauchen wir ein neues Führungszeugnis") % {"day": day})


def proposals_and_meetings(mentor) -> Iterator[NextStep]:
    meetings = Prefetch("meetings", Meeting.objects.exclude(state=Meeting.State.CANCELLED).order_by("day", "pk"))
    for match in mentor.matches.open().select_related("signup").prefetch_related(meetings).order_by("created_at"):
        if match.state == Match.State.PROPOSED and not match.mentor_accepted_at:
            yield NextStep(_("Auf den Vorschlag antworten"), f"#tandem-{match.reference}")
        elif match.is_acquainted:
            yield from steps_together(match)


def steps_together(match) -> Iterator[NextStep]:
    """The steps of a match whose meetings were fetched."""
    plan, name, today = f"tandem/{match.reference}/", match.signup.first_name, timezone.localdate()
    meetings = list(match.meetings.all())
    planned = [meeting for meeting in meetings if meeting.state == Meeting.State.PLANNED]
    for meeting in planned:
        text = _("%(kind)s mit %(name)s am %(when)s") % {
            "kind": meeting.get_kind_display(),
            "name": name,
            "when": when(meeting),
        }
        if meeting.day < today:
            text = _("Notieren, ob es stattgefunden hat: %(meeting)s") % {"meeting": text}
        yield NextStep(text, plan)
    held = [meeting.kind for meeting in meetings if meeting.state == Meeting.State.HELD]
    if held.count(Meeting.Kind.MEETING) >= MEETINGS and held.count(Meeting.Kind.TASK) >= TASKS:
        yield NextStep(
            _("Alle Treffen und die Aufgabe mit %(name)s sind geschafft. Die Koordination schließt das Tandem ab")
            % {"name": name}
        )
    elif match.state == Match.State.ACTIVE and not any(meeting.day >= today for meeting in planned):
        yield NextStep(_("Das nächste Treffen mit %(name)s planen") % {"name": name}, plan)


def when(meeting):
    day = date_format(meeting.day, "j. F")
    return f"{day}, {time_format(meeting.begins_at, 'H:i')} Uhr" if meeting.begins_at else day


def feedback(mentor) -> Iterator[NextStep]:
    for meeting in Meeting.objects.to_be_rated_by(mentor):
        day, match = date_format(meeting.day, "j. F"), meeting.match
        text = _("Wie war das Treffen am %(day)s?") % {"day": day}
        if match.is_acquainted:
            text = _("Wie war das Treffen mit %(name)s am %(day)s?") % {"name": match.signup.first_name, "day": day}
        yield NextStep(text, f"treffen/{meeting.pk}/")
