"""All that is stored about a mentor, for the person it is about."""

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mentoring.models import Feedback, Meeting
from mentoring.own_data import Entry, bare_events, mails, matches, moment, told


def mentor_entries(mentor):
    """Return everything, in the order in which it is read best. Youths are named nowhere."""
    meetings = Meeting.objects.filter(match__mentor=mentor).order_by("day", "pk").prefetch_related("feedback")
    return [
        Entry("reference", _("Nummer"), mentor.reference),
        Entry("state", _("Stand"), str(mentor.get_state_display())),
        Entry("state_since", _("In diesem Stand seit"), moment(mentor.state_since)),
        Entry("first_name", _("Vorname"), mentor.first_name),
        Entry("last_name", _("Nachname"), mentor.last_name),
        Entry("email", _("E-Mail-Adresse"), mentor.email),
        Entry("new_email", _("Neue Adresse, noch nicht bestätigt"), mentor.new_email),
        Entry("municipality", _("Wohnort"), str(mentor.municipality or _("außerhalb des Landkreises"))),
        Entry("occupation", _("Beruf"), mentor.occupation),
        Entry("career_fields", _("Berufsfelder"), [field.title for field in mentor.career_fields.all()]),
        Entry("languages", _("Sprachen"), mentor.language_names),
        Entry("capacity", _("Plätze"), mentor.capacity),
        Entry("about", _("Was Sie zeigen können"), mentor.about),
        Entry("created_at", _("Beworben"), moment(mentor.created_at)),
        Entry("email_confirmed_at", _("E-Mail-Adresse bestätigt"), moment(mentor.email_confirmed_at)),
        Entry(
            "clearances",
            _("Führungszeugnis"),
            [inspected(clearance) for clearance in mentor.clearances.order_by("inspected_on")] or None,
        ),
        Entry("matches", _("Vorschläge und Tandems"), matches(mentor)),
        Entry(
            "meetings",
            _("Treffen"),
            [told(meeting, Feedback.Side.MENTOR, meeting.note) for meeting in meetings] or None,
        ),
        Entry("mails", _("Mails der letzten Wochen"), mails(mentor)),
        Entry("events", _("Was bisher geschah"), bare_events(mentor)),
    ]


def inspected(clearance):
    """Return an inspection in words; who inspected is said by the office, not by a link."""
    return _("vom %(dated)s, eingesehen am %(seen)s, Selbstverpflichtung vom %(signed)s, gilt bis %(until)s") % {
        "dated": date_format(clearance.certificate_date),
        "seen": date_format(clearance.inspected_on),
        "signed": date_format(clearance.commitment_signed_on),
        "until": date_format(clearance.valid_until),
    }
