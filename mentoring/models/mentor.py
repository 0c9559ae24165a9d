from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from mentoring import crypto
from mentoring.addresses import same_address
from mentoring.fields import EncryptedTextField
from mentoring.models.addressed import Addressed, AddressedQuerySet
from mentoring.models.audit import AuditEvent
from mentoring.models.clearance import Clearance
from mentoring.models.errors import WrongStateError
from mentoring.models.mail import OutgoingMail
from mentoring.models.records import Tombstone
from mentoring.models.signup import new_reference, region_of
from mentoring.models.token import SignupToken

MAXIMUM_CAPACITY = 5

Actor = AuditEvent.Actor
Event = AuditEvent.Kind


class Language(models.TextChoices):
    """Languages in which people of the region can talk with each other."""

    GERMAN = "de", _("Deutsch")
    POLISH = "pl", _("Polnisch")
    CZECH = "cs", _("Tschechisch")
    UPPER_SORBIAN = "hsb", _("Obersorbisch")
    ENGLISH = "en", _("Englisch")
    UKRAINIAN = "uk", _("Ukrainisch")
    RUSSIAN = "ru", _("Russisch")
    ARABIC = "ar", _("Arabisch")
    VIETNAMESE = "vi", _("Vietnamesisch")


class MentorQuerySet(AddressedQuerySet):
    def confirmed(self):
        """Mentors whose address is confirmed: the only ones a coordinator may see."""
        return self.exclude(state=Mentor.State.APPLIED)

    def with_email(self, email):
        """Mentors with an address, under whichever key its index was made."""
        return self.filter(email_index__in=email_indexes(email))

    def cleared(self):
        """Mentors with a valid clearance."""
        return self.filter(Exists(Clearance.objects.valid().filter(mentor=OuterRef("pk"))))

    def counting_matches(self):
        """Annotate as `open_matches` how many they accompany or are to accompany."""
        is_open = Q(matches__state__in=("proposed", "accepted", "active", "paused"))
        return self.annotate(open_matches=Count("matches", is_open, distinct=True))

    def available(self):
        """Active mentors with a valid clearance, with `open_matches` and without what names them; some are full."""
        mentors = self.cleared().filter(state=Mentor.State.ACTIVE).counting_matches().select_related("municipality")
        named = ("first_name", "last_name", "email", "occupation", "about")
        return mentors.prefetch_related("career_fields").defer(*named).order_by("state_since")

    def with_free_places(self):
        """Available mentors with a free place."""
        return self.available().filter(open_matches__lt=F("capacity"))

    def with_clearance_end(self):
        """Annotate the last day of the latest clearance as `clearance_ends`."""
        return self.annotate(clearance_ends=Max("clearances__valid_until", filter=Q(clearances__is_cleared=True)))

    def clearance_ends_soon(self):
        """Mentors who go on and need a new certificate: `clearance_ends` is near, or passed."""
        until = timezone.localdate() + timedelta(days=settings.MENTORING_CLEARANCE_WARNING_DAYS)
        going_on = self.filter(state__in=(Mentor.State.ACTIVE, Mentor.State.PAUSED))
        return going_on.with_clearance_end().filter(clearance_ends__lte=until)

    def uncleared_for_too_long(self):
        """Mentors who were vetted once, whose clearance ended, and for whom nobody renewed it."""
        since = timezone.localdate() - timedelta(days=settings.MENTORING_MENTOR_VETTING_DAYS)
        recent = Clearance.objects.filter(is_cleared=True, valid_until__gte=since)
        vetted = self.filter(state__in=Mentor.TAKING_PART_STATES)
        return vetted.exclude(Exists(recent.filter(mentor=OuterRef("pk"))))

    def overdue(self):
        """Mentors whose time in their state is over."""
        condition = Q(pk__in=[])
        for state, days in deadlines().items():
            condition |= Q(state=state, state_since__lte=timezone.now() - timedelta(days=days))
        return self.filter(condition)

    def to_be_reminded(self):
        since = timezone.now() - timedelta(days=settings.MENTORING_UNCONFIRMED_REMINDER_DAYS)
        return self.filter(state=Mentor.State.APPLIED, state_since__lte=since, reminded_at=None)

    @transaction.atomic
    def receive(self, *, email, career_fields, **data):
        """Store an application and owe its confirmation mail; for a known address owe the link to the existing one.

        `data` holds the remaining model fields. Both cases look alike to the caller.
        """
        known = self.with_email(email).select_for_update()
        mentor = known.first()
        if mentor is None:
            try:
                with transaction.atomic():
                    mentor = self.create(email=email, **data)
            except IntegrityError:
                # The same address was committed in between; anything else makes get() fail.
                mentor = known.all().get()
            else:
                mentor.career_fields.set(career_fields)
                mentor.owe_mail(OutgoingMail.Kind.MENTOR_CONFIRM)
                mentor.record(Event.APPLIED, Actor.MENTOR)
                return
        mentor.owe_link()


class Mentor(Addressed):
    """An adult who wants to accompany youths.

    State changes are methods that lock the row and write an audit event. Only who was vetted becomes active.
    """

    class State(models.TextChoices):
        APPLIED = "applied", _("beworben")
        EMAIL_CONFIRMED = "email_confirmed", _("wartet auf Prüfung")
        ACTIVE = "active", _("aktiv")
        PAUSED = "paused", _("macht Pause")
        BLOCKED = "blocked", _("gesperrt")
        LEFT = "left", _("hat aufgehört")

    ACTOR = Actor.MENTOR
    # Those who were vetted and have not left.
    TAKING_PART_STATES = (State.ACTIVE, State.PAUSED, State.BLOCKED)

    NEW_ADDRESS_MAIL = OutgoingMail.Kind.MENTOR_NEW_EMAIL
    LINK_MAIL = OutgoingMail.Kind.MENTOR_PAGE

    reference = models.CharField(_("Nummer"), max_length=20, unique=True, default=new_reference)
    state = models.CharField(_("Stand"), max_length=20, choices=State, default=State.APPLIED)
    state_since = models.DateTimeField(_("Wartet seit"), default=timezone.now)
    reminded_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("Beworben"), default=timezone.now)
    email_confirmed_at = models.DateTimeField(_("E-Mail bestätigt"), null=True)

    first_name = EncryptedTextField(_("Vorname"))
    last_name = EncryptedTextField(_("Nachname"))
    email = EncryptedTextField(_("E-Mail"))
    email_index = models.CharField(max_length=64, unique=True)
    occupation = EncryptedTextField(_("Beruf"))
    about = EncryptedTextField(_("Über sich"), blank=True)
    municipality = models.ForeignKey(
        "careers.Municipality", models.PROTECT, null=True, related_name="+", verbose_name=_("Wohnort")
    )
    career_fields = models.ManyToManyField("careers.CareerFieldPage", related_name="+", verbose_name=_("Berufsfelder"))
    languages = models.JSONField(_("Sprachen"), default=list)
    capacity = models.PositiveSmallIntegerField(_("Plätze"), default=1)

    objects = MentorQuerySet.as_manager()

    # Wagtail's list of uses of a municipality would tell every editor who lives there.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Mentorin oder Mentor")
        verbose_name_plural = _("Mentorinnen und Mentoren")
        indexes = [models.Index(fields=["state", "state_since"], name="mentor_waiting")]
        constraints = [
            models.CheckConstraint(condition=Q(capacity__range=(1, MAXIMUM_CAPACITY)), name="mentor_capacity"),
            models.CheckConstraint(
                condition=Q(state="applied", email_confirmed_at=None)
                | (~Q(state="applied") & Q(email_confirmed_at__isnull=False)),
                name="mentor_email_confirmed",
            ),
        ]

    def __str__(self):
        return self.reference

    def save(self, *args, **kwargs):
        # The index follows the address, so that a new key reaches both at once.
        self.email_index = email_indexes(self.email)[0]
        super().save(*args, **kwargs)

    @property
    def region(self):
        """The part of the county, coarse enough to say nothing about a person."""
        return region_of(self.municipality)

    @property
    def valid_clearance(self):
        return self.clearances.valid().order_by("valid_until").last()

    @property
    def free_places(self):
        return self.capacity - self.matches.open().count()

    @property
    def places_in_words(self):
        """How many places are free, or how many there are with who takes nobody; of one from `counting_matches()`."""
        if self.state != self.State.ACTIVE:
            return ngettext("%(number)d Platz", "%(number)d Plätze", self.capacity) % {"number": self.capacity}
        places = ngettext("%(free)d von %(number)d Platz frei", "%(free)d von %(number)d Plätzen frei", self.capacity)
        return places % {"free": max(self.capacity - self.open_matches, 0), "number": self.capacity}

    @property
    def field_names(self):
        # Titles have commas themselves.
        return "; ".join(field.title for field in self.career_fields.all())

    @property
    def language_names(self):
        return "; ".join(str(Language(code).label) for code in self.languages)

    @property
    def was_vetted(self):
        return self.clearances.exists()

    @transaction.atomic
    def correct(self, *, career_fields, **values):
        """Take what the mentor says about themselves now; `values` are fields, no name once a certificate was seen."""
        self.lock()
        if self.was_vetted and {"first_name", "last_name"} & values.keys():
            raise WrongStateError
        for name, value in values.items():
            setattr(self, name, value)
        self.save()
        self.career_fields.set(career_fields)
        self.record(Event.CORRECTED, Actor.MENTOR)

    @transaction.atomic
    def confirm_email(self):
        self.lock()
        self._move_to(self.State.EMAIL_CONFIRMED, {self.State.APPLIED})
        self.email_confirmed_at = self.state_since
        self.save()
        self.owe_mail(OutgoingMail.Kind.MENTOR_CONFIRMED)
        self.record(Event.EMAIL_CONFIRMED, Actor.MENTOR)

    @transaction.atomic
    def remind(self):
        """Owe the one reminder to confirm the address."""
        self.lock()
        if self.reminded_at or self.state != self.State.APPLIED:
            raise WrongStateError
        self.reminded_at = timezone.now()
        self.save()
        self.owe_mail(OutgoingMail.Kind.MENTOR_CONFIRM_REMINDER)
        self.record(Event.REMINDED, Actor.CLOCK)

    @transaction.atomic
    def vet(self, clearance, user):
        """Store a clearance, which makes a new mentor active.

        `clearance` is a Clearance that was validated, without mentor and inspector.
        """
        self.lock()
        if self.state not in (self.State.EMAIL_CONFIRMED, *self.TAKING_PART_STATES):
            raise WrongStateError
        clearance.mentor, clearance.inspector = self, user.get_username()
        clearance.save()
        self.record(Event.VETTED, Actor.COORDINATION, user=user)
        if self.state == self.State.EMAIL_CONFIRMED:
            self._move_to(self.State.ACTIVE, {self.State.EMAIL_CONFIRMED})
            self.save()
            self.record(Event.ACTIVE, Actor.COORDINATION, user=user)
            self.owe_mail(OutgoingMail.Kind.MENTOR_ACTIVE)

    @transaction.atomic
    def pause(self):
        """Propose nobody to the mentor until further notice."""
        self.lock()
        self._move_to(self.State.PAUSED, {self.State.ACTIVE})
        self.save()
        self.record(Event.PAUSED, Actor.MENTOR)

    @transaction.atomic
    def resume(self):
        self.lock()
        self._move_to(self.State.ACTIVE, {self.State.PAUSED})
        self.save()
        self.record(Event.RESUMED, Actor.MENTOR)

    @transaction.atomic
    def block(self, user):
        """Stop everything with a mentor of whom a hint about child protection came; only a coordinator lifts that.

        What runs pauses, what was proposed is taken back. The mail does not say why.
        """
        self.lock()
        matches = self.hold_open_matches()
        if self.state != self.State.BLOCKED:
            for match in matches:
                match.stop(AuditEvent.End.COORDINATION, Actor.COORDINATION, user)
            self._move_to(self.State.BLOCKED, {self.State.ACTIVE, self.State.PAUSED})
            self.save()
            self.record(Event.BLOCKED, Actor.COORDINATION, detail=AuditEvent.End.PROTECTION, user=user)
        self.owe_mail(OutgoingMail.Kind.MENTOR_BLOCKED)

    @transaction.atomic
    def unblock(self, reason, user):
        """Let a mentor go on; `reason` is one of AuditEvent.Unblock. Matches that paused stay so."""
        self.lock()
        self._move_to(self.State.ACTIVE, {self.State.BLOCKED})
        self.save()
        self.owe_mail(OutgoingMail.Kind.MENTOR_UNBLOCKED)
        self.record(Event.UNBLOCKED, Actor.COORDINATION, detail=reason, user=user)

    @transaction.atomic
    def change_capacity(self, capacity):
        """Raise ValueError for a number that is not from 1 to MAXIMUM_CAPACITY."""
        if not 1 <= capacity <= MAXIMUM_CAPACITY:
            raise ValueError
        self.lock()
        self.capacity = capacity
        self.save()

    @transaction.atomic
    def leave(self, actor=Actor.MENTOR):
        """Accompany nobody any more; what is stored is erased after a time."""
        self.lock()
        self._end_matches(actor)
        self._move_to(self.State.LEFT, set(self.TAKING_PART_STATES))
        self.save()
        self.record(Event.LEFT, actor)

    def reject(self, user):
        """Erase a mentor whom the coordination does not want to accompany youths."""
        self._erase(Event.REJECTED, Actor.COORDINATION, user)

    def withdraw(self, actor=Actor.MENTOR, user=None):
        """Erase everything at the mentor's wish; `user` did it in their name."""
        self._erase(Event.WITHDRAWN, actor, user)

    def expire(self):
        """Erase a mentor whose time is over."""
        self._erase(Event.EXPIRED, Actor.CLOCK)

    @transaction.atomic
    def erase_again(self, reason, erased_at):
        """Erase a mentor whom a restored backup brought back, as of the day of the first erasure."""
        self.lock()
        Tombstone.objects.create(reference=self.reference, reason=reason, erased_at=erased_at)
        self.record(Event.ERASED, Actor.CLOCK, detail="replayed")
        self.delete()

    def owe_link(self):
        """Owe the mail whose link leads on from the current state, unless that one was just made."""
        is_applied = self.state == self.State.APPLIED
        kind = OutgoingMail.Kind.MENTOR_CONFIRM if is_applied else OutgoingMail.Kind.MENTOR_PAGE
        if not self.mails.of_late(kind).exists():
            self.owe_mail(kind)

    def owe_mail(self, kind, **about):
        """Queue a mail with a fresh link in the caller's transaction; `about` is what else it tells of."""
        purpose = OutgoingMail.PURPOSES[kind]
        lifetime = timedelta(hours=settings.MENTORING_OWN_PAGE_HOURS)
        if purpose == SignupToken.Purpose.CONFIRM_MENTOR:
            lifetime = timedelta(days=settings.MENTORING_UNCONFIRMED_DAYS)
        OutgoingMail.objects.queue(self, kind, SignupToken.issue(self, purpose, lifetime), **about)

    def record(self, kind, actor, **more):
        AuditEvent.objects.record(kind, self.reference, actor=actor, **more)

    @transaction.atomic
    def _erase(self, reason, actor, user=None):
        """Delete the mentor with mails and tokens, leaving the random reference and the reason only."""
        self.lock()
        self._end_matches(actor, user)
        Tombstone.objects.create(reference=self.reference, reason=reason)
        self.record(reason, actor, user=user)
        self.record(Event.ERASED, actor, user=user)
        self.delete()

    def _end_matches(self, actor, user=None):
        """End what is open, as someone who will not come back."""
        reason = AuditEvent.End.MENTOR if actor == Actor.MENTOR else AuditEvent.End.COORDINATION
        for match in self.hold_open_matches():
            match.break_off(reason, actor, user)

    def hold_open_matches(self):
        """Return the open matches, locked with their signups, before the audit is held."""
        matches = list(self.matches.open().select_related("signup", "mentor").order_by("pk"))
        for match in matches:
            match.lock()
        return matches

    def lock(self):
        """Read the row again and hold it till the transaction ends; DoesNotExist when it was erased.

        Its key stays free, so that a signup that is erased can owe a mail to a mentor whom somebody holds.
        """
        self.refresh_from_db(from_queryset=Mentor.objects.select_for_update(no_key=True))

    def _move_to(self, state, sources):
        if self.state not in sources:
            raise WrongStateError
        self.state = state
        self.state_since = timezone.now()
        self.reminded_at = None


def email_indexes(email):
    """Return the blind indexes of an address, the newest key's first; they tell nothing about signups of youths."""
    return crypto.keyed_hashes("mentor email index", same_address(email))


def deadlines():
    """Return the days after which a mentor who waits in a state is erased."""
    return {
        Mentor.State.APPLIED: settings.MENTORING_UNCONFIRMED_DAYS,
        Mentor.State.EMAIL_CONFIRMED: settings.MENTORING_MENTOR_VETTING_DAYS,
        Mentor.State.LEFT: settings.MENTORING_MENTOR_LEFT_DAYS,
    }
