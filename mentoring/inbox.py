"""What waits for the coordination, without a word that names a person."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from mentoring.models import Feedback, Match, Mentor, MentoringSignup, OutgoingMail, Visit


class Waiting(NamedTuple):
    """Something to be done: what it is, about whom (a random number), where, and since when it waits.

    What is urgent comes first, however long the rest has waited.
    """

    task: str | Promise
    reference: str
    url: str
    since: datetime
    is_urgent: bool = False

    @property
    def is_overdue(self):
        return self.since <= timezone.now() - timedelta(days=settings.MENTORING_INBOX_DAYS)


def waiting() -> list[Waiting]:
    """Return everything that waits: what is urgent first, then the oldest."""
    items = [*mentors(), *signups(), *matches(), *talks(), *visits(), *mails()]
    return sorted(items, key=lambda item: (not item.is_urgent, item.since))


def mentors() -> Iterator[Waiting]:
    for mentor in Mentor.objects.filter(state=Mentor.State.EMAIL_CONFIRMED).only("reference", "state_since"):
        yield Waiting(_("Führungszeugnis einsehen"), mentor.reference, mentor_url(mentor), mentor.state_since)
    for mentor in Mentor.objects.filter(state=Mentor.State.BLOCKED).only("reference", "state_since"):
        task = _("Sperre klären")
        yield Waiting(task, mentor.reference, mentor_url(mentor), mentor.state_since, is_urgent=True)
    for mentor in Mentor.objects.clearance_ends_soon().only("reference"):
        began = mentor.clearance_ends - timedelta(days=settings.MENTORING_CLEARANCE_WARNING_DAYS)
        yield Waiting(_("Neues Führungszeugnis einsehen"), mentor.reference, mentor_url(mentor), start_of(began))


def signups() -> Iterator[Waiting]:
    for signup in MentoringSignup.objects.eligible().only("reference", "state_since"):
        url = f"{reverse('matches:choose', args=[signup.reference])}?next={reverse('inbox:index')}"
        yield Waiting(_("Jemanden vorschlagen"), signup.reference, url, signup.state_since)
    for signup in MentoringSignup.objects.to_be_asked().only("reference", "state_since"):
        url = reverse("signups:detail", args=[signup.reference])
        yield Waiting(_("Tandem zu Ende: neu suchen?"), signup.reference, url, signup.state_since)


def matches() -> Iterator[Waiting]:
    matches = Match.objects
    for match in matches.unanswered_for_long():
        yield Waiting(_("Antworten fehlen"), match.reference, match_url(match), match.state_since)
    tasks = {
        Match.State.ACCEPTED: _("Vereinbarung einholen"),
        Match.State.PAUSED: _("Pause: fortsetzen oder beenden"),
    }
    for match in matches.filter(state__in=tasks):
        yield Waiting(tasks[Match.State(match.state)], match.reference, match_url(match), match.state_since)
    for match in matches.to_begin():
        begin = _("Es geht los: erstes Treffen ausmachen")
        yield Waiting(begin, match.reference, match_url(match), match.state_since)
    for match in matches.ready_to_complete():
        yield Waiting(_("Bereit zum Abschließen"), match.reference, match_url(match), start_of(match.last_held))
    for match in matches.silent():
        task = str(_("Nachfragen: lange kein Treffen"))
        if match.ends_on:
            day = date_format(match.ends_on, "j. F Y")
            task = _("Nachfragen: lange kein Treffen, endet am %(day)s") % {"day": day}
        yield Waiting(task, match.reference, match_url(match), match.last_sign)


def talks() -> Iterator[Waiting]:
    tasks = {
        Feedback.Side.YOUTH: _("Sich melden: Jugendliche oder Jugendlicher möchte reden"),
        Feedback.Side.MENTOR: _("Sich melden: Mentorin oder Mentor möchte reden"),
    }
    bad = {
        Feedback.Side.YOUTH: _("Nachfragen: Treffen war nicht gut (Jugendliche oder Jugendlicher)"),
        Feedback.Side.MENTOR: _("Nachfragen: Treffen war nicht gut (Mentorin oder Mentor)"),
    }
    for feedback in Feedback.objects.calling_for_a_talk().select_related("meeting__match"):
        match = feedback.meeting.match
        task = (tasks if feedback.wants_to_talk else bad)[Feedback.Side(feedback.side)]
        yield Waiting(task, match.reference, match_url(match), feedback.created_at, is_urgent=True)


def visits() -> Iterator[Waiting]:
    for visit in Visit.objects.visible().asked().select_related("company"):
        task = _("Besuch ausmachen: %(company)s") % {"company": visit.company_name}
        url = reverse("visits:detail", args=[visit.reference])
        yield Waiting(task, visit.reference, url, visit.state_since)


def mails() -> Iterator[Waiting]:
    holders = ("signup", "mentor", "follow_up")
    references = {f"{holder}_reference": F(f"{holder}__reference") for holder in holders}
    for mail in OutgoingMail.objects.dead().annotate(**references).only("created_at"):
        reference = mail.signup_reference or mail.mentor_reference or mail.follow_up_reference or "–"
        yield Waiting(_("Mail kam nicht an"), reference, reverse("signups:dead_mails"), mail.created_at)


def mentor_url(mentor):
    return reverse("mentors:detail", args=[mentor.reference])


def match_url(match):
    return reverse("matches:detail", args=[match.reference])


def start_of(day):
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
