import logging
import uuid
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentoring.fields import EncryptedTextField
from mentoring.models.token import HAS_ONE_HOLDER, SignupToken, held_by

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
LINK_MAIL_PAUSE = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(hours=48)


def new_message_id():
    return f"<{uuid.uuid4()}@{urlsplit(settings.PUBLIC_URL).hostname}>"


class OutgoingMailQuerySet(models.QuerySet):
    def pending(self):
        return self.filter(status=OutgoingMail.Status.PENDING)

    def dead(self):
        return self.filter(status=OutgoingMail.Status.DEAD)

    def unsent(self):
        return self.exclude(status=OutgoingMail.Status.SENT)

    def of_late(self, kind):
        """Mails of this kind that were just made and are under way or there: another one would say the same."""
        return self.exclude(status=OutgoingMail.Status.DEAD).filter(
            kind=kind, created_at__gt=timezone.now() - LINK_MAIL_PAUSE
        )

    def due(self):
        """Mails to be tried now: their pause is over and no worker holds them."""
        now = timezone.now()
        free = Q(lease_until=None) | Q(lease_until__lte=now)
        return self.pending().filter(free, next_attempt_at__lte=now)

    def queue(self, person, kind, token, **about):
        """Store a mail to a signup or a mentor in the caller's transaction; a worker hears of it once it is committed.

        `about` is the match, meeting or visit that it tells of. The task carries only the row's id. When the task is
        lost, the sweep finds the row.
        """
        from mentoring.tasks import deliver_mail

        mail = self.create(**held_by(person), kind=kind, token=token, **about)
        # A lambda, since Django can't log the failure of a partial.
        transaction.on_commit(lambda: deliver_mail.enqueue(mail.pk), robust=True)
        return mail

    def queue_to(self, address, kind, text=""):
        """Store a mail to an address that belongs to no signup, or to none any more, in the caller's transaction."""
        from mentoring.tasks import deliver_mail

        mail = self.create(address=address, text=text, kind=kind)
        transaction.on_commit(lambda: deliver_mail.enqueue(mail.pk), robust=True)
        return mail

    def deliver(self, pk):
        """Send one due mail; do nothing if it isn't due, is being sent by another worker, or is gone."""
        if self.due().filter(pk=pk).update(lease_until=timezone.now() + LEASE, attempts=F("attempts") + 1):
            mail = (
                self.select_related("signup", "mentor", "follow_up", "match", "meeting", "visit__company")
                .filter(pk=pk)
                .first()
            )
            if mail:  # else: erased in between
                mail.send()


class OutgoingMail(models.Model):
    """A mail that is owed to someone: kept until it is sent, or tried for 48 hours.

    It holds no address, no text and no attachment. All of it is made from the signup, the mentor, the meeting or the
    visit at the moment of sending, and whoever is erased takes their mails along. Only a mail that belongs to nobody
    holds address and text, encrypted, until it is sent.
    A crash between sending and noting it repeats the mail with the same Message-ID.
    """

    class Kind(models.TextChoices):
        CONFIRM_EMAIL = "confirm_email", _("Bitte um Bestätigung")
        CONFIRM_EMAIL_REMINDER = "confirm_email_reminder", _("Erinnerung an die Bestätigung")
        GUARDIAN_CONSENT = "guardian_consent", _("Bitte um Einwilligung")
        GUARDIAN_CONSENT_REMINDER = "guardian_consent_reminder", _("Erinnerung an die Einwilligung")
        ELIGIBLE = "eligible", _("Anmeldung vollständig")
        RENEWAL = "renewal", _("Frage, ob wir weitersuchen")
        OWN_PAGE = "own_page", _("Link zur Anmeldung")
        NEW_EMAIL = "new_email", _("Bitte um Bestätigung der neuen Adresse")
        GUARDIAN_REFUSED = "guardian_refused", _("Absage der sorgeberechtigten Person")
        PROTECTION_REPORT = "protection_report", _("Hinweis zum Kinderschutz")
        MENTOR_CONFIRM = "mentor_confirm", _("Bitte um Bestätigung (Mentoring-Person)")
        MENTOR_CONFIRM_REMINDER = "mentor_confirm_reminder", _("Erinnerung an die Bestätigung (Mentoring-Person)")
        MENTOR_CONFIRMED = "mentor_confirmed", _("Bewerbung vollständig")
        MENTOR_ACTIVE = "mentor_active", _("Prüfung abgeschlossen")
        MENTOR_PAGE = "mentor_page", _("Link zur Bewerbung")
        MENTOR_NEW_EMAIL = "mentor_new_email", _("Bitte um Bestätigung der neuen Adresse (Mentoring-Person)")
        MENTOR_BLOCKED = "mentor_blocked", _("Begleitung ruht (Mentoring-Person)")
        MENTOR_UNBLOCKED = "mentor_unblocked", _("Begleitung ruht nicht mehr (Mentoring-Person)")
        GUARDIAN_MATCHED = "guardian_matched", _("Es geht los (sorgeberechtigte Person)")
        GUARDIAN_ENDED = "guardian_ended", _("Ende eines Tandems (sorgeberechtigte Person)")
        GUARDIAN_ERASED = "guardian_erased", _("Anmeldung gelöscht (sorgeberechtigte Person)")
        ACCEPTED = "accepted", _("Vereinbarung fehlt")
        MENTOR_ACCEPTED = "mentor_accepted", _("Vereinbarung fehlt (Mentoring-Person)")
        PAUSED = "paused", _("Tandem macht Pause")
        MENTOR_PAUSED = "mentor_paused", _("Tandem macht Pause (Mentoring-Person)")
        RESUMED = "resumed", _("Tandem geht weiter")
        MENTOR_RESUMED = "mentor_resumed", _("Tandem geht weiter (Mentoring-Person)")
        MEETING_PLANNED = "meeting_planned", _("Treffen geplant")
        PROPOSAL = "proposal", _("Vorschlag")
        MENTOR_PROPOSAL = "mentor_proposal", _("Vorschlag (Mentoring-Person)")
        GUARDIAN_AGREEMENT = "guardian_agreement", _("Bitte um die Vereinbarung (sorgeberechtigte Person)")
        MATCHED = "matched", _("Es geht los")
        MENTOR_MATCHED = "mentor_matched", _("Es geht los (Mentoring-Person)")
        MATCH_ENDED = "match_ended", _("Ende eines Vorschlags oder Tandems")
        MENTOR_MATCH_ENDED = "mentor_match_ended", _("Ende eines Tandems (Mentoring-Person)")
        MENTOR_PROPOSAL_ENDED = "mentor_proposal_ended", _("Ende eines Vorschlags (Mentoring-Person)")
        MEETING_REMINDER = "meeting_reminder", _("Erinnerung an ein Treffen")
        MENTOR_MEETING_REMINDER = "mentor_meeting_reminder", _("Erinnerung an ein Treffen (Mentoring-Person)")
        MEETING_CHANGED = "meeting_changed", _("Treffen verschoben oder abgesagt")
        MENTOR_MEETING_CHANGED = "mentor_meeting_changed", _("Treffen verschoben oder abgesagt (Mentoring-Person)")
        FEEDBACK = "feedback", _("Frage nach einem Treffen")
        MENTOR_FEEDBACK = "mentor_feedback", _("Frage nach einem Treffen (Mentoring-Person)")
        SILENT = "silent", _("Frage, ob es weitergeht")
        MENTOR_SILENT = "mentor_silent", _("Frage, ob es weitergeht (Mentoring-Person)")
        COMPLETED = "completed", _("Geschafft")
        MENTOR_COMPLETED = "mentor_completed", _("Geschafft (Mentoring-Person)")
        FOLLOW_UP_AGREED = "follow_up_agreed", _("Zusage, später nachzufragen")
        FOLLOW_UP = "follow_up", _("Nachfrage nach Monaten")
        VISIT_ARRANGED = "visit_arranged", _("Besuch ausgemacht")
        VISIT_DECLINED = "visit_declined", _("Besuch geht nicht")
        VISIT_CANCELLED = "visit_cancelled", _("Absage eines Besuchs (an die Koordination)")
        MENTOR_CLEARANCE_ENDS = "mentor_clearance_ends", _("Bitte um ein neues Führungszeugnis")

    class Status(models.TextChoices):
        PENDING = "pending", _("wartet")
        SENT = "sent", _("gesendet")
        DEAD = "dead", _("nicht zustellbar")

    PURPOSES = {
        Kind.CONFIRM_EMAIL: SignupToken.Purpose.CONFIRM_EMAIL,
        Kind.CONFIRM_EMAIL_REMINDER: SignupToken.Purpose.CONFIRM_EMAIL,
        Kind.GUARDIAN_CONSENT: SignupToken.Purpose.GUARDIAN_CONSENT,
        Kind.GUARDIAN_CONSENT_REMINDER: SignupToken.Purpose.GUARDIAN_CONSENT,
        Kind.ELIGIBLE: SignupToken.Purpose.OWN_PAGE,
        Kind.RENEWAL: SignupToken.Purpose.OWN_PAGE,
        Kind.OWN_PAGE: SignupToken.Purpose.OWN_PAGE,
        Kind.NEW_EMAIL: SignupToken.Purpose.NEW_EMAIL,
        Kind.MENTOR_CONFIRM: SignupToken.Purpose.CONFIRM_MENTOR,
        Kind.MENTOR_CONFIRM_REMINDER: SignupToken.Purpose.CONFIRM_MENTOR,
        Kind.MENTOR_CONFIRMED: SignupToken.Purpose.MENTOR_PAGE,
        Kind.MENTOR_ACTIVE: SignupToken.Purpose.MENTOR_PAGE,
        Kind.MENTOR_PAGE: SignupToken.Purpose.MENTOR_PAGE,
        Kind.MENTOR_NEW_EMAIL: SignupToken.Purpose.MENTOR_NEW_EMAIL,
        Kind.MENTOR_BLOCKED: SignupToken.Purpose.MENTOR_PAGE,
        Kind.MENTOR_UNBLOCKED: SignupToken.Purpose.MENTOR_PAGE,
        Kind.GUARDIAN_MATCHED: SignupToken.Purpose.GUARDIAN_CONSENT,
        Kind.GUARDIAN_ENDED: SignupToken.Purpose.GUARDIAN_CONSENT,
        Kind.ACCEPTED: SignupToken.Purpose.MATCH,
        Kind.MENTOR_ACCEPTED: SignupToken.Purpose.MENTOR_MATCH,
        Kind.PAUSED: SignupToken.Purpose.MATCH,
        Kind.MENTOR_PAUSED: SignupToken.Purpose.MENTOR_MATCH,
        Kind.RESUMED: SignupToken.Purpose.MATCH,
        Kind.MENTOR_RESUMED: SignupToken.Purpose.MENTOR_MATCH,
        Kind.MEETING_PLANNED: SignupToken.Purpose.MATCH,
        Kind.PROPOSAL: SignupToken.Purpose.MATCH,
        Kind.MENTOR_PROPOSAL: SignupToken.Purpose.MENTOR_MATCH,
        Kind.GUARDIAN_AGREEMENT: SignupToken.Purpose.GUARDIAN_CONSENT,
        Kind.MATCHED: SignupToken.Purpose.MATCH,
        Kind.MENTOR_MATCHED: SignupToken.Purpose.MENTOR_MATCH,
        Kind.MEETING_REMINDER: SignupToken.Purpose.MATCH,
        Kind.MENTOR_MEETING_REMINDER: SignupToken.Purpose.MENTOR_MATCH,
        Kind.MEETING_CHANGED: SignupToken.Purpose.MATCH,
        Kind.MENTOR_MEETING_CHANGED: SignupToken.Purpose.MENTOR_MATCH,
        Kind.FEEDBACK: SignupToken.Purpose.MATCH,
        Kind.MENTOR_FEEDBACK: SignupToken.Purpose.MENTOR_MATCH,
        Kind.SILENT: SignupToken.Purpose.MATCH,
        # There the mentor can plan a meeting at once.
        Kind.MENTOR_SILENT: SignupToken.Purpose.MENTOR_PAGE,
        Kind.COMPLETED: SignupToken.Purpose.MATCH,
        Kind.MENTOR_COMPLETED: SignupToken.Purpose.MENTOR_MATCH,
        Kind.FOLLOW_UP_AGREED: SignupToken.Purpose.FOLLOW_UP,
        Kind.FOLLOW_UP: SignupToken.Purpose.FOLLOW_UP,
        Kind.MENTOR_CLEARANCE_ENDS: SignupToken.Purpose.MENTOR_PAGE,
        Kind.VISIT_ARRANGED: SignupToken.Purpose.OWN_PAGE,
        Kind.VISIT_DECLINED: SignupToken.Purpose.OWN_PAGE,
        Kind.MATCH_ENDED: SignupToken.Purpose.OWN_PAGE,
        Kind.MENTOR_MATCH_ENDED: SignupToken.Purpose.MENTOR_PAGE,
        Kind.MENTOR_PROPOSAL_ENDED: SignupToken.Purpose.MENTOR_PAGE,
    }

    # What it asks for is on a page about one meeting.
    MENTOR_END_KINDS = (Kind.MENTOR_MATCH_ENDED, Kind.MENTOR_PROPOSAL_ENDED)
    FEEDBACK_KINDS = (Kind.FEEDBACK, Kind.MENTOR_FEEDBACK)

    signup = models.ForeignKey("mentoring.MentoringSignup", models.CASCADE, null=True, related_name="mails")
    mentor = models.ForeignKey("mentoring.Mentor", models.CASCADE, null=True, related_name="mails")
    follow_up = models.ForeignKey("mentoring.FollowUp", models.CASCADE, null=True, related_name="mails")
    match = models.ForeignKey("mentoring.Match", models.CASCADE, null=True, related_name="mails")
    meeting = models.ForeignKey("mentoring.Meeting", models.CASCADE, null=True, related_name="mails")
    visit = models.ForeignKey("mentoring.Visit", models.CASCADE, null=True, related_name="mails")
    kind = models.CharField(_("Mail"), max_length=30, choices=Kind)
    token = EncryptedTextField(null=True)
    address = EncryptedTextField(null=True)
    text = EncryptedTextField(null=True)
    message_id = models.CharField(max_length=200, unique=True, default=new_message_id)
    status = models.CharField(_("Zustellung"), max_length=10, choices=Status, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(_("Versuche"), default=0)
    last_error = models.CharField(_("Fehler"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("Angelegt"), default=timezone.now)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects = OutgoingMailQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Mail")
        verbose_name_plural = _("Mails")
        indexes = [models.Index(fields=["status", "next_attempt_at"], name="mail_due")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="sent", sent_at__isnull=False, token__isnull=True)
                | (~Q(status="sent") & Q(sent_at=None)),
                name="sent_mail_keeps_no_token",
            ),
            models.CheckConstraint(
                condition=HAS_ONE_HOLDER & Q(address__isnull=True, text__isnull=True)
                | Q(signup=None, mentor=None, follow_up=None, status="sent", address__isnull=True, text__isnull=True)
                | Q(signup=None, mentor=None, follow_up=None, address__isnull=False) & ~Q(status="sent"),
                name="mail_has_one_recipient",
            ),
        ]

    def __str__(self):
        return f"{self.person or self.pk} {self.kind}"

    @property
    def person(self):
        """The signup, the mentor or the follow-up the mail belongs to, if any."""
        return self.signup or self.mentor or self.follow_up

    @property
    def purpose(self):
        """What the link in this mail is for; None without a link."""
        return self.PURPOSES.get(self.Kind(self.kind))

    @property
    def recipient(self):
        if self.address:
            return self.address
        match self.purpose:
            case SignupToken.Purpose.GUARDIAN_CONSENT:
                return self.signup.guardian_email
            case SignupToken.Purpose.NEW_EMAIL | SignupToken.Purpose.MENTOR_NEW_EMAIL:
                return self.person.new_email
        return self.person.email

    def send(self):
        """Hand the mail to the mail server once, and note how that went."""
        from mentoring.mails import compose

        try:
            compose(self).send()
        except Exception as error:
            # Only the error's name: its text may hold the address.
            self._failed(type(error).__name__)
        else:
            self._note(
                status=self.Status.SENT, sent_at=timezone.now(), token=None, address=None, text=None, last_error=""
            )

    def _failed(self, error):
        now = timezone.now()
        pause = min(FIRST_PAUSE * 2 ** (self.attempts - 1), LONGEST_PAUSE)
        is_dead = now + pause > self.created_at + GIVE_UP_AFTER
        self._note(
            status=self.Status.DEAD if is_dead else self.Status.PENDING,
            next_attempt_at=now + pause,
            last_error=error,
        )
        logger.warning("Mail %s not sent (attempt %s): %s", self.message_id, self.attempts, error)

    def _note(self, **values):
        OutgoingMail.objects.filter(pk=self.pk).update(lease_until=None, **values)
