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
    """Something to be done: what it is, about whom (a random number), where, and since when it waits."""

    task: str | Promise
    reference: str
    url: str
    since: datetime

    @property
    def is_overdue(self):
        return self.since <= timezone.now() - timedelta(days=settings.MENTORING_INBOX_DAYS)


def waiting() -> list[Waiting]:
    """Return everything that waits, oldest first."""
    return sorted([*mentors(), *signups(), *matches(), *talks(), *visits(), *mails()], key=lambda item: item.since)


def mentors() -> Iterator[Waiting]:
    for mentor in Mentor.objects.filter(state=Mentor.State.EMAIL_CONFIRMED).only("reference", "state_since"):
        yield Waiting(_("Führungszeugnis einsehen"), mentor.reference, mentor_url(mentor), mentor.state_since)
    for mentor in Mentor.objects.filter(state=Mentor.State.BLOCKED).only("reference", "state_since"):
        yield Waiting(_("Sperre klären"), mentor.reference, mentor_url(mentor), mentor.state_since)
    for mentor in Mentor.objects.clearance_ends_soon().only("reference"):
        began = mentor.clearance_ends - timedelta(days=settings.MENTORING_CLEARANCE_WARNING_DAYS)
        since = timezone.make_aware(datetime.combine(began, datetime.min.time()))
        yield Waiting(_("Neues Führungszeugnis einsehen"), mentor.reference, mentor_url(mentor), since)


def signups() -> Iterator[Waiting]:
    for signup in MentoringSignup.objects.eligible().only("reference", "state_since"):
        url = f"{reverse('matches:choose', args=[signup.reference])}?next={reverse('inbox:index')}"
        yield Waiting(_("Jemanden vorschlagen"), signup.reference, url, signup.state_since)
    for signup in MentoringSignup.objects.to_be_asked().only("reference", "state_since"):
        url = reverse("signups:detail", args=[signup.reference])
        yield Waiting(_("Tandem zu Ende: neu suchen?"), signup.reference, url, signup.state_since)


def matches() -> Iterator[Waiting]:
    tasks = {
        Match.State.PROPOSED: _("Antworten fehlen"),
        Match.State.ACCEPTED: _("Vereinbarung einholen"),
        Match.State.PAUSED: _("Pause: fortsetzen oder beenden"),
    }
    for match in Match.objects.filter(state__in=tasks):
        url = reverse("matches:detail", args=[match.reference])
        yield Waiting(tasks[Match.State(match.state)], match.reference, url, match.state_since)
    for match in Match.objects.silent():
        url = reverse("matches:detail", args=[match.reference])
        task = str(_("Nachfragen: lange kein Treffen"))
        if match.ends_on:
            day = date_format(match.ends_on, "j. F Y")
            task = _("Nachfragen: lange kein Treffen, endet am %(day)s") % {"day": day}
        yield Waiting(task, match.reference, url, match.last_sign)


def talks() -> Iterator[Waiting]:
    tasks = {
        Feedback.Side.YOUTH: _("Anrufen: Jugendliche oder Jugendlicher möchte reden"),
        Feedback.Side.MENTOR: _("Anrufen: Mentorin oder Mentor möchte reden"),
    }
    bad = {
        Feedback.Side.YOUTH: _("Nachfragen: Treffen war nicht gut (Jugendliche oder Jugendlicher)"),
        Feedback.Side.MENTOR: _("Nachfragen: Treffen war nicht gut (Mentorin oder Mentor)"),
    }
    for feedback in Feedback.objects.calling_for_a_talk().select_related("meeting__match"):
        reference = feedback.meeting.match.reference
        url = reverse("matches:detail", args=[reference])
        task = (tasks if feedback.wants_to_talk else bad)[Feedback.Side(feedback.side)]
        yield Waiting(task, reference, url, feedback.created_at)


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
