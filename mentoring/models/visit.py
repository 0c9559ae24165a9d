from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cms.models import SiteSettings
from mentoring.models.audit import AuditEvent
from mentoring.models.mail import OutgoingMail
from mentoring.models.signup import MentoringSignup, WrongStateError, new_reference

Actor = AuditEvent.Actor
Event = AuditEvent.Kind
Kind = OutgoingMail.Kind


class VisitQuerySet(models.QuerySet):
    def visible(self):
        """Wishes that a coordinator may see: those of signups whose every confirmation is there."""
        return self.exclude(signup__state__in=MentoringSignup.UNCONFIRMED_STATES)

    def asked(self):
        return self.filter(state=Visit.State.ASKED)

    def to_come(self):
        """Visits that are arranged for today or later."""
        return self.filter(state=Visit.State.ARRANGED, day__gte=timezone.localdate())

    def open(self):
        """Wishes and visits to come: a youth has one of them at a time."""
        return self.asked() | self.to_come()


class Visit(models.Model):
    """A youth's wish to see a company from inside, once. The coordination asks there; nothing is sent by itself.

    State changes are methods that lock the signup, then the visit, and write an audit event.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("angefragt")
        ARRANGED = "arranged", _("ausgemacht")
        DECLINED = "declined", _("geht nicht")

    reference = models.CharField(_("Nummer"), max_length=20, unique=True, default=new_reference)
    signup = models.ForeignKey("mentoring.MentoringSignup", models.CASCADE, related_name="visits")
    company = models.ForeignKey(
        "careers.CompanyPage", models.SET_NULL, null=True, related_name="+", verbose_name=_("Betrieb")
    )
    state = models.CharField(_("Stand"), max_length=10, choices=State, default=State.ASKED)
    state_since = models.DateTimeField(_("Seit"), default=timezone.now)
    needs_agreement = models.BooleanField()
    agreement_noted_on = models.DateField(_("Vereinbarung liegt vor seit"), null=True)
    agreement_checker = models.CharField(_("Geprüft von"), max_length=150, blank=True)
    day = models.DateField(_("Datum"), null=True)
    begins_at = models.TimeField(_("Uhrzeit"), null=True)

    objects = VisitQuerySet.as_manager()

    # Wagtail's list of uses of a company would tell every editor who wants to go there.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Besuch")
        verbose_name_plural = _("Besuche")
        indexes = [models.Index(fields=["state", "state_since"], name="visit_waiting")]
        constraints = [
            models.UniqueConstraint(fields=["signup"], condition=Q(state="asked"), name="one_wish_to_visit_per_signup"),
            models.CheckConstraint(
                condition=~Q(state="arranged")
                | Q(day__isnull=False) & (Q(needs_agreement=False) | Q(agreement_noted_on__isnull=False)),
                name="visit_arranged_with_day_and_agreement",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def company_name(self):
        return self.company.title if self.company else _("Betrieb, der nicht mehr auf der Seite ist")

    @property
    def is_to_come(self):
        return self.state == self.State.ARRANGED and self.day >= timezone.localdate()

    @property
    def is_open(self):
        return self.state == self.State.ASKED or self.is_to_come

    @property
    def lacks_agreement(self):
        """Whether somebody with custody has to sign before there can be a day."""
        return self.needs_agreement and self.agreement_noted_on is None

    @transaction.atomic
    def arrange(self, user, day, begins_at=None, agreement_on=None):
        """Note the day that was agreed with the company, also another one than before, and tell the youth.

        `agreement_on` is the day on which the signed agreement was seen, needed where it is lacking.
        """
        self._lock()
        if self.lacks_agreement:
            if agreement_on is None:
                raise WrongStateError
            self.agreement_noted_on, self.agreement_checker = agreement_on, user.get_username()
            self.record(Event.AGREEMENT_NOTED, Actor.COORDINATION, user=user)
        self.day, self.begins_at = day, begins_at
        self._settle(self.State.ARRANGED, Kind.VISIT_ARRANGED, user)

    @transaction.atomic
    def decline(self, user):
        """Note that nothing comes of it, or nothing any more, and tell the youth."""
        self._lock()
        self._settle(self.State.DECLINED, Kind.VISIT_DECLINED, user)

    @transaction.atomic
    def withdraw(self):
        """Erase the wish as the youth asks; the coordination hears of it if a company expects them."""
        self._lock()
        if not self.is_open:
            raise WrongStateError
        self.tell_coordination()
        self.record(Event.WITHDRAWN, Actor.YOUTH)
        self.delete()

    def tell_coordination(self):
        """Owe the coordination a word that nobody will come, if somebody expects that; it names no person."""
        address = SiteSettings.current().contact_email
        if self.is_to_come and address:
            text = f"{self.company_name}, {date_format(self.day, 'j. F Y')} ({self.reference})"
            OutgoingMail.objects.queue_to(address, Kind.VISIT_CANCELLED, text)

    def record(self, kind, actor, **more):
        AuditEvent.objects.record(kind, self.reference, actor=actor, **more)

    def _settle(self, state, kind, user):
        if not self.is_open:
            raise WrongStateError
        self.state, self.state_since = state, timezone.now()
        self.save()
        # What is not sent yet would tell how it was.
        self.mails.pending().delete()
        self.signup.owe_mail(kind, visit=self)
        # Events of this kind are called as their mails.
        self.record(Event(kind), Actor.COORDINATION, user=user)

    def _lock(self):
        """Read both rows again and hold them; DoesNotExist when one was erased."""
        self.signup.lock()
        signup = self.signup
        self.refresh_from_db(from_queryset=Visit.objects.select_for_update())
        self.signup = signup
