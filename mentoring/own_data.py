"""All that is stored about a signup, for the person it is about."""

from typing import NamedTuple

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mentoring.models import AuditEvent, Feedback, MatchingWish, Meeting
from mentoring.models.mentor import Language


class Entry(NamedTuple):
    """One stored value: its name in the file, its label on the page, and the value as text, number, list or None."""

    name: str
    label: str
    value: object

    @property
    def text(self):
        if self.value is None or self.value == "":
            return "–"
        return "\n".join(self.value) if isinstance(self.value, list) else self.value


def entries(signup):
    """Return everything, in the order in which it is read best."""
    meetings = Meeting.objects.filter(match__signup=signup).order_by("day", "pk").prefetch_related("feedback")
    return [
        Entry("reference", _("Nummer"), signup.reference),
        Entry("state", _("Stand"), str(signup.get_state_display())),
        Entry("first_name", _("Vorname"), signup.first_name),
        Entry("email", _("E-Mail-Adresse"), signup.email),
        Entry("new_email", _("Neue Adresse, noch nicht bestätigt"), signup.new_email),
        Entry("age", _("Alter bei der Anmeldung"), signup.age),
        Entry("municipality", _("Wohnort"), str(signup.municipality or _("außerhalb des Landkreises"))),
        Entry("career_fields", _("Berufsfelder"), [field.title for field in signup.career_fields.all()]),
        Entry("message", _("Ein Satz über dich"), signup.message),
        Entry("guardian_name", _("Sorgeberechtigte Person"), signup.guardian_name),
        Entry("guardian_email", _("Deren E-Mail-Adresse"), signup.guardian_email),
        Entry("created_at", _("Angemeldet"), moment(signup.created_at)),
        Entry("email_confirmed_at", _("E-Mail-Adresse bestätigt"), moment(signup.email_confirmed_at)),
        Entry("guardian_confirmed_at", _("Einwilligung"), moment(signup.guardian_confirmed_at)),
        Entry("renewed_at", _("Verlängert"), moment(signup.renewed_at)),
        Entry("settled_at", _("Festgehalten, dass niemand mehr gesucht wird"), moment(signup.settled_at)),
        Entry("wishes", _("Wünsche, die du der Koordination gesagt hast"), wishes(signup)),
        Entry("matches", _("Vorschläge und Tandems"), matches(signup)),
        Entry("meetings", _("Treffen"), [told(meeting, Feedback.Side.YOUTH) for meeting in meetings] or None),
        Entry("visits", _("Besuche in Betrieben"), [visited(visit) for visit in signup.visits.all()] or None),
        Entry("follow_up", _("Nachfrage nach dem Ende"), str(_("zugesagt")) if signup.agreed_follow_up else None),
        Entry("mails", _("Mails der letzten Wochen"), mails(signup)),
        Entry("events", _("Was bisher geschah"), bare_events(signup)),
    ]


def matches(person):
    """Return the matches of a signup or a mentor without a word about the other side; None without any."""
    return [f"{moment(match.created_at)}: {match.get_state_display()}" for match in person.matches.all()] or None


def mails(person):
    return [f"{moment(mail.created_at)}: {mail.get_kind_display()}" for mail in person.mails.order_by("created_at")]


def bare_events(person):
    """Return what happened, with roles: who of the staff it was is said by the office, not by a link."""
    roles = dict(AuditEvent.Actor.choices)
    events = AuditEvent.objects.of(person).order_by("sequence")
    return [f"{moment(event.at)}: {event.what} ({roles.get(event.actor, event.actor)})" for event in events]


def wishes(signup):
    wish = MatchingWish.objects.filter(signup=signup).first()
    if wish is None:
        return None
    told = [str(Language(code).label) for code in wish.languages]
    if wish.furthest_km:
        told.append(_("höchstens %(kilometres)d km entfernt") % {"kilometres": wish.furthest_km})
    if wish.mentor_id:
        told.append(str(_("eine bestimmte Person")))
    return told


def told(meeting, side, note=""):
    """Return a meeting in words, with what one side said about it: answers are theirs, and notes the mentor's."""
    words = [meeting.get_kind_display(), meeting.place, meeting.get_state_display(), note]
    words += [answer.get_rating_display() for answer in meeting.feedback.all() if answer.side == side]
    begin = f", {meeting.begins_at:%H:%M}" if meeting.begins_at else ""
    return f"{date_format(meeting.day, 'j. F Y')}{begin}: {', '.join(filter(None, map(str, words)))}"


def visited(visit):
    """Return a wish to visit a company in words, with the day if one was agreed."""
    day = f", {date_format(visit.day, 'j. F Y')}" if visit.day else ""
    return f"{moment(visit.state_since)}: {visit.company_name}, {visit.get_state_display()}{day}"


def moment(time):
    return time and date_format(timezone.localtime(time), "j. F Y, H:i")
