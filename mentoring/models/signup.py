import secrets
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentoring import crypto
from mentoring.addresses import same_address
from mentoring.fields import EncryptedTextField
from mentoring.models.addressed import Addressed, AddressedQuerySet
from mentoring.models.audit import AuditEvent
from mentoring.models.errors import WrongStateError
from mentoring.models.mail import OutgoingMail
from mentoring.models.records import Tombstone
from mentoring.models.token import SignupToken

MINIMUM_AGE_FLOOR = 12
GUARDIAN_FLOOR = 16
ADULT_FROM = 18

Actor = AuditEvent.Actor

# Crockford's base 32: no letters that are misread on the phone.
REFERENCE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

# Latitudes that part the county into thirds: north of Niesky, south of Löbau.
NORTH_FROM, SOUTH_UNTIL = 51.33, 51.07


def new_reference():
    letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(10))
    return f"{letters[:5]}-{letters[5:]}"


class Deadline(NamedTuple):
    """How long a signup may wait in a state, and when it is reminded, if at all, by which mail."""

    days: int
    reminder_days: int | None = None
    reminder: str = ""


class MentoringSignupQuerySet(AddressedQuerySet):
    def eligible(self):
        """Signups whose every confirmation is there, for whom a mentor is sought."""
        return self.filter(state=MentoringSignup.State.ELIGIBLE)

    def to_be_asked(self):
        """Signups whose match ended, of whom nobody knows yet whether somebody else is sought."""
        return self.filter(state=MentoringSignup.State.ENDED, settled_at=None)

    def searching(self):
        """Eligible signups with all that a search for a mentor looks at and nothing that names them, oldest first."""
        waiting = self.eligible().select_related("municipality", "wish__mentor").prefetch_related("career_fields")
        named = ("first_name", "email", "message", "guardian_name", "guardian_email")
        mentors = (f"wish__mentor__{name}" for name in ("first_name", "last_name", "email", "occupation", "about"))
        return waiting.defer(*named, *mentors).order_by("state_since")

    def visible(self):
        """Signups whose every confirmation is there: the only ones a coordinator may see."""
        return self.exclude(state__in=MentoringSignup.UNCONFIRMED_STATES)

    def with_email(self, email):
        """Signups from an address, under whichever key its index was made."""
        return self.filter(email_index__in=email_indexes(email))

    def overdue(self):
        return self._waiting_longer_than(lambda deadline: deadline.days)

    def to_be_reminded(self):
        return self._waiting_longer_than(lambda deadline: deadline.reminder_days).filter(reminded_at=None)

    def _waiting_longer_than(self, days):
        now = timezone.now()
        condition = Q(pk__in=[])
        for state, deadline in deadlines().items():
            if days(deadline) is not None:
                condition |= Q(state=state, counted_from__lte=now - timedelta(days=days(deadline)))
        return self.alias(counted_from=Coalesce("renewed_at", "state_since")).filter(condition)

    @transaction.atomic
    def receive(self, *, email, age, career_fields, visit=None, **data):
        """Store a signup and owe its confirmation mail; for a known address owe the link to the existing one instead.

        `visit` is a company that the youth wants to see; `data` holds the remaining model fields. Both cases look
        alike to the caller.
        """
        known = self.with_email(email).select_for_update()
        signup = known.first()
        if signup is None:
            needs_guardian = age < settings.MENTORING_GUARDIAN_UNDER
            try:
                with transaction.atomic():
                    signup = self.create(email=email, age=age, needs_guardian=needs_guardian, **data)
            except IntegrityError:
                # The same address was committed in between; anything else makes get() fail.
                signup = known.all().get()
            else:
                signup.career_fields.set(career_fields)
                signup._record(AuditEvent.Kind.RECEIVED, Actor.YOUTH)
                signup.owe_mail(OutgoingMail.Kind.CONFIRM_EMAIL)
                if visit:
                    signup._add_visit(visit)
                return
        signup.owe_link()


class MentoringSignup(Addressed):
    """A youth's wish for a mentor.

    State changes are methods that lock the row and write an audit event. Constraints of the database keep what a
    mistake in them could break. Withdrawn, expired and rejected are no states that last: what ends is erased at once.
    Ages are those at the date of the signup.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("eingegangen")
        EMAIL_CONFIRMED = "email_confirmed", _("E-Mail bestätigt")
        GUARDIAN_CONFIRMED = "guardian_confirmed", _("Einwilligung liegt vor")
        ELIGIBLE = "eligible", _("bereit zur Vermittlung")
        # From here on the state follows that of the match.
        PROPOSED = "proposed", _("Vorschlag gemacht")
        ACCEPTED = "accepted", _("beide einverstanden")
        ACTIVE = "active", _("läuft")
        PAUSED = "paused", _("pausiert")
        COMPLETED = "completed", _("abgeschlossen")
        ENDED = "ended", _("beendet")

    ACTOR = Actor.YOUTH
    NEW_ADDRESS_MAIL = OutgoingMail.Kind.NEW_EMAIL
    LINK_MAIL = OutgoingMail.Kind.OWN_PAGE
    PURPOSES_OF_OTHERS = (SignupToken.Purpose.GUARDIAN_CONSENT,)

    UNCONFIRMED_STATES = (State.RECEIVED, State.EMAIL_CONFIRMED, State.GUARDIAN_CONFIRMED)
    PARTICIPATING_STATES = (State.ELIGIBLE, State.PROPOSED, State.ACCEPTED, State.ACTIVE, State.PAUSED)
    NEXT_STATES = {
        State.RECEIVED: {State.EMAIL_CONFIRMED},
        State.EMAIL_CONFIRMED: {State.GUARDIAN_CONFIRMED, State.ELIGIBLE},
        State.GUARDIAN_CONFIRMED: {State.ELIGIBLE},
        State.ELIGIBLE: {State.PROPOSED},
        State.PROPOSED: {State.ACCEPTED, State.ELIGIBLE},
        State.ACCEPTED: {State.ACTIVE, State.ENDED, State.ELIGIBLE},
        State.ACTIVE: {State.PAUSED, State.COMPLETED, State.ENDED},
        State.PAUSED: {State.ACTIVE, State.COMPLETED, State.ENDED},
        State.COMPLETED: set(),
        State.ENDED: {State.ELIGIBLE},
    }

    reference = models.CharField(_("Nummer"), max_length=20, unique=True, default=new_reference)
    state = models.CharField(_("Stand"), max_length=20, choices=State, default=State.RECEIVED)
    state_since = models.DateTimeField(_("Wartet seit"), default=timezone.now)
    reminded_at = models.DateTimeField(null=True)
    renewed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("Angemeldet"), default=timezone.now)
    email_confirmed_at = models.DateTimeField(_("E-Mail bestätigt"), null=True)
    # When the coordination noted that nobody is sought any more after a match that ended.
    settled_at = models.DateTimeField(null=True)
    guardian_confirmed_at = models.DateTimeField(_("Einwilligung"), null=True)

    first_name = EncryptedTextField(_("Vorname"))
    email = EncryptedTextField(_("E-Mail"))
    email_index = models.CharField(max_length=64, unique=True)
    age = models.PositiveSmallIntegerField(_("Alter"))
    municipality = models.ForeignKey(
        "careers.Municipality", models.PROTECT, null=True, related_name="+", verbose_name=_("Wohnort")
    )
    career_fields = models.ManyToManyField("careers.CareerFieldPage", related_name="+", verbose_name=_("Berufsfelder"))
    message = EncryptedTextField(_("Nachricht"), blank=True)
    needs_guardian = models.BooleanField()
    guardian_name = EncryptedTextField(_("Sorgeberechtigte Person"), null=True)
    guardian_email = EncryptedTextField(_("E-Mail der sorgeberechtigten Person"), null=True)

    objects = MentoringSignupQuerySet.as_manager()

    # Wagtail's list of uses of a municipality would tell every editor who lives there.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Anmeldung")
        verbose_name_plural = _("Anmeldungen")
        indexes = [models.Index(fields=["state", "state_since"], name="signup_waiting")]
        constraints = [
            models.CheckConstraint(condition=Q(age__range=(MINIMUM_AGE_FLOOR, 99)), name="signup_age"),
            models.CheckConstraint(
                condition=Q(age__gte=GUARDIAN_FLOOR) | Q(needs_guardian=True), name="signup_guardian_under_16"
            ),
            models.CheckConstraint(
                condition=Q(needs_guardian=True, guardian_name__isnull=False, guardian_email__isnull=False)
                | Q(needs_guardian=False, guardian_name__isnull=True, guardian_email__isnull=True),
                name="signup_guardian_exactly_when_needed",
            ),
            models.CheckConstraint(
                condition=Q(state="received", email_confirmed_at=None)
                | (~Q(state="received") & Q(email_confirmed_at__isnull=False)),
                name="signup_email_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("received", "email_confirmed"))
                | Q(needs_guardian=False)
                | Q(guardian_confirmed_at__isnull=False),
                name="signup_guardian_confirmed",
            ),
        ]

    def __str__(self):
        return self.reference

    def save(self, *args, **kwargs):
        # The index follows the address, so that a new key reaches both at once.
        self.email_index = email_indexes(self.email)[0]
        super().save(*args, **kwargs)

    @property
    def age_band(self):
        if self.age >= 18:
            return _("18 und älter")
        lower = self.age - self.age % 2
        return f"{lower}–{lower + 1}"

    @property
    def needs_agreement(self):
        """Whether somebody with custody has to sign before the youth meets anybody."""
        return self.age < ADULT_FROM

    @property
    def region(self):
        """The part of the county, coarse enough to say nothing about a person."""
        return region_of(self.municipality)

    @property
    def field_names(self):
        # Titles have commas themselves.
        return "; ".join(field.title for field in self.career_fields.all())

    @property
    def waits_until(self):
        """The time at which the signup is erased when nothing happens, or None."""
        deadline = deadlines().get(self.State(self.state))
        return deadline and (self.renewed_at or self.state_since) + timedelta(days=deadline.days)

    @transaction.atomic
    def correct(self, *, first_name, municipality, career_fields, message):
        """Take what the youth says about themselves now."""
        self.lock()
        self.first_name, self.municipality, self.message = first_name, municipality, message
        self.save()
        self._correct_follow_up()
        self.career_fields.set(career_fields)
        self._record(AuditEvent.Kind.CORRECTED, Actor.YOUTH)

    @transaction.atomic
    def confirm_email(self):
        self.lock()
        self._move_to(self.State.EMAIL_CONFIRMED, Actor.YOUTH)
        self.email_confirmed_at = self.state_since
        if self.needs_guardian:
            self.save()
            self.owe_mail(OutgoingMail.Kind.GUARDIAN_CONSENT)
        else:
            self._become_eligible(Actor.YOUTH)

    @transaction.atomic
    def confirm_by_guardian(self):
        self.lock()
        self._move_to(self.State.GUARDIAN_CONFIRMED, Actor.GUARDIAN)
        self.guardian_confirmed_at = self.state_since
        # The guardian's link stays good for withdrawing the consent.
        self.tokens.filter(purpose=SignupToken.Purpose.GUARDIAN_CONSENT).update(expires_at=None)
        self._become_eligible(Actor.GUARDIAN)

    @transaction.atomic
    def remind(self):
        """Owe the one reminder of the current state."""
        self.lock()
        if self.reminded_at:
            raise WrongStateError
        self.reminded_at = timezone.now()
        self.save()
        self._record(AuditEvent.Kind.REMINDED, Actor.CLOCK)
        self.owe_mail(deadlines()[self.State(self.state)].reminder)

    @property
    def can_be_renewed(self):
        """Whether the youth was asked to go on waiting for a match; that is possible once."""
        return self.state == self.State.ELIGIBLE and self.reminded_at is not None and self.renewed_at is None

    @transaction.atomic
    def renew(self):
        """Start the time to wait for a match anew."""
        self.lock()
        if not self.can_be_renewed:
            raise WrongStateError
        self.renewed_at = timezone.now()
        self.reminded_at = None
        self.save()
        self._record(AuditEvent.Kind.RENEWED, Actor.YOUTH)

    @transaction.atomic
    def search_again(self, actor=Actor.YOUTH, user=None):
        """Look for somebody else after a match that ended. Every confirmation still holds: none was withdrawn."""
        self.lock()
        if self.state != self.State.ENDED:
            raise WrongStateError
        self._move_to(self.State.ELIGIBLE, actor, user)
        self.renewed_at = self.settled_at = None
        self.save()
        if actor != Actor.YOUTH:
            self.owe_mail(OutgoingMail.Kind.ELIGIBLE)

    @transaction.atomic
    def settle(self, user):
        """Note that the coordination asked and nobody is sought any more."""
        self.lock()
        if self.state != self.State.ENDED or self.settled_at:
            raise WrongStateError
        self.settled_at = timezone.now()
        self.save()
        self._record(AuditEvent.Kind.SETTLED, Actor.COORDINATION, user=user)

    def follow(self, state, actor, user=None):
        """Take the state that the match has taken, in the transaction that holds both rows."""
        self._move_to(state, actor, user)
        # What comes after the search has a time of its own, and so has a new search.
        self.renewed_at = None
        self.save()

    @property
    def current_match(self):
        """The match that is open, or the one that was completed or ended last; None without one."""
        matches = self.matches.order_by("-created_at").select_related("mentor", "signup")
        return matches.open().first() or matches.filter(signup__state__in=("completed", "ended")).first()

    @property
    def current_visit(self):
        """The wish to visit a company or the visit to come, or else the last one; None without one."""
        visits = self.visits.select_related("company").order_by("-state_since")
        return visits.open().first() or visits.first()

    @property
    def may_ask_for_visit(self):
        """Whether the youth may ask to visit a company: while they take part, one after the other."""
        return self.state in self.PARTICIPATING_STATES and not self.visits.open().exists()

    @transaction.atomic
    def ask_for_visit(self, company):
        """Take down that the youth wants to see a company from inside."""
        self.lock()
        if not self.may_ask_for_visit:
            raise WrongStateError
        self._add_visit(company)

    @property
    def may_be_followed_up(self):
        """Whether the youth may agree to be asked months later: at the end, who decides alone, if anybody is asked."""
        return self.state == self.State.COMPLETED and not self.needs_guardian and bool(self.follow_up_months)

    @property
    def follow_up_months(self):
        return settings.MENTORING_FOLLOW_UP_MONTHS

    @property
    def agreed_follow_up(self):
        """The follow-up to which the youth agreed, None without one."""
        return getattr(self, "follow_up", None)

    @transaction.atomic
    def withdraw(self, actor=Actor.YOUTH, user=None):
        """End the signup at the wish of the youth or the guardian, or in their name."""
        self._erase(AuditEvent.Kind.WITHDRAWN, actor, user)
        if actor == Actor.GUARDIAN:
            OutgoingMail.objects.queue_to(self.email, OutgoingMail.Kind.GUARDIAN_REFUSED)

    @transaction.atomic
    def reject(self):
        """End a signup for which the guardian did not give consent, and tell the youth."""
        self._erase(AuditEvent.Kind.REJECTED, Actor.GUARDIAN)
        OutgoingMail.objects.queue_to(self.email, OutgoingMail.Kind.GUARDIAN_REFUSED)

    def expire(self):
        """End a signup whose time is over."""
        self._erase(AuditEvent.Kind.EXPIRED, Actor.CLOCK)

    @transaction.atomic
    def erase_again(self, reason, erased_at):
        """Erase a signup that a restored backup brought back, as of the day it was erased first."""
        self.lock()
        Tombstone.objects.create(reference=self.reference, reason=reason, erased_at=erased_at)
        self._record(AuditEvent.Kind.ERASED, Actor.CLOCK, detail="replayed")
        self.delete()

    @transaction.atomic
    def _erase(self, reason, actor, user=None):
        """Delete the signup with its mails and tokens, leaving its random reference and the reason only."""
        self.lock()
        for match in self.matches.open().select_related("mentor"):
            match.mentor.owe_mail(match.mentor_end_mail)
        # What tells a mentor of an earlier end has to outlive the match.
        OutgoingMail.objects.filter(match__signup=self, kind__in=OutgoingMail.MENTOR_END_KINDS).update(match=None)
        for visit in self.visits.select_related("company"):
            visit.tell_coordination()
        if self.agreed_follow_up and reason != AuditEvent.Kind.EXPIRED:
            self.agreed_follow_up.withdraw()
        if self.guardian_confirmed_at and actor != Actor.GUARDIAN:
            OutgoingMail.objects.queue_to(self.guardian_email, OutgoingMail.Kind.GUARDIAN_ERASED)
        Tombstone.objects.create(reference=self.reference, reason=reason)
        self._record(reason, actor, user=user)
        self._record(AuditEvent.Kind.ERASED, actor, user=user)
        self.delete()

    def tell_guardian(self, kind):
        """Owe a mail to who consented, if somebody had to; its link is good for withdrawing the consent, too."""
        if self.guardian_confirmed_at:
            token = SignupToken.issue(self, OutgoingMail.PURPOSES[kind], None)
            OutgoingMail.objects.queue(self, kind, token)

    def owe_link(self):
        """Owe the mail whose link leads on from the current state, unless that one was just made."""
        is_received = self.state == self.State.RECEIVED
        kind = OutgoingMail.Kind.CONFIRM_EMAIL if is_received else OutgoingMail.Kind.OWN_PAGE
        if not self.mails.of_late(kind).exists():
            self.owe_mail(kind)

    def owe_mail(self, kind, **about):
        """Queue a mail with a fresh link in the caller's transaction; `about` is what else it tells of."""
        lifetime = timedelta(hours=settings.MENTORING_OWN_PAGE_HOURS)
        kinds = OutgoingMail.Kind
        in_between = (kinds.MATCH_ENDED, kinds.VISIT_ARRANGED, kinds.VISIT_DECLINED)
        if kind not in (kinds.ELIGIBLE, kinds.OWN_PAGE, kinds.NEW_EMAIL, *in_between):
            # A link that asks for a step lives as long as the signup waits for that step.
            lifetime = timedelta(days=deadlines()[self.State(self.state)].days)
        token = SignupToken.issue(self, OutgoingMail.PURPOSES[kind], lifetime)
        OutgoingMail.objects.queue(self, kind, token, **about)

    def lock(self):
        """Read the row again and hold it till the transaction ends; DoesNotExist when it was erased."""
        self.refresh_from_db(from_queryset=MentoringSignup.objects.select_for_update())

    def _move_to(self, state, actor, user=None):
        if state not in self.NEXT_STATES[self.State(self.state)]:
            raise WrongStateError
        self.state = state
        self.state_since = timezone.now()
        self.reminded_at = None
        self._record(state, actor, user=user)

    def _add_visit(self, company):
        visit = self.visits.create(company=company, needs_agreement=self.needs_agreement)
        visit.record(AuditEvent.Kind.VISIT_ASKED, Actor.YOUTH)

    def _address_has_changed(self):
        self._correct_follow_up()
        if follow_up := self.agreed_follow_up:
            follow_up.tokens.all().delete()
            follow_up.owe_mail(OutgoingMail.Kind.FOLLOW_UP_AGREED)

    def _correct_follow_up(self):
        if follow_up := self.agreed_follow_up:
            follow_up.lock()
            follow_up.first_name, follow_up.email = self.first_name, self.email
            follow_up.save()

    def _record(self, kind, actor, **more):
        AuditEvent.objects.record(kind, self.reference, actor=actor, **more)

    def _become_eligible(self, actor):
        self._move_to(self.State.ELIGIBLE, actor)
        self.save()
        self.owe_mail(OutgoingMail.Kind.ELIGIBLE)


def region_of(municipality):
    """Return the part of the county in which a municipality lies; None lies outside."""
    if municipality is None:
        return _("außerhalb")
    if municipality.latitude >= NORTH_FROM:
        return _("Norden")
    return _("Süden") if municipality.latitude < SOUTH_UNTIL else _("Mitte")


def email_indexes(email):
    """Return the blind indexes of an address, the newest key's first."""
    return crypto.keyed_hashes("email index", same_address(email))


def deadlines():
    """Return the deadline of each state in which a signup waits."""
    return {
        MentoringSignup.State.RECEIVED: Deadline(
            settings.MENTORING_UNCONFIRMED_DAYS,
            settings.MENTORING_UNCONFIRMED_REMINDER_DAYS,
            OutgoingMail.Kind.CONFIRM_EMAIL_REMINDER,
        ),
        MentoringSignup.State.EMAIL_CONFIRMED: Deadline(
            settings.MENTORING_GUARDIAN_DAYS,
            settings.MENTORING_GUARDIAN_REMINDER_DAYS,
            OutgoingMail.Kind.GUARDIAN_CONSENT_REMINDER,
        ),
        # Left in the transaction in which it is entered; none shall be stored without an end all the same.
        MentoringSignup.State.GUARDIAN_CONFIRMED: Deadline(settings.MENTORING_GUARDIAN_DAYS),
        MentoringSignup.State.ELIGIBLE: Deadline(
            settings.MENTORING_UNMATCHED_DAYS,
            settings.MENTORING_UNMATCHED_REMINDER_DAYS,
            OutgoingMail.Kind.RENEWAL,
        ),
        MentoringSignup.State.COMPLETED: Deadline(settings.MENTORING_CLOSED_DAYS),
        MentoringSignup.State.ENDED: Deadline(settings.MENTORING_CLOSED_DAYS),
    }
