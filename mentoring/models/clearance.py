from datetime import date, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentoring.models.audit import AuditEvent
from mentoring.models.mail import OutgoingMail


class ClearanceQuerySet(models.QuerySet):
    def valid(self):
        return self.filter(is_cleared=True, valid_until__gte=timezone.localdate())

    def to_be_reminded(self):
        """Clearances that end soon and that no later one follows, of mentors who go on and were not told."""
        until = timezone.localdate() + timedelta(days=settings.MENTORING_CLEARANCE_WARNING_DAYS)
        ending = self.filter(is_cleared=True, valid_until__lte=until, reminded_at=None)
        later = Clearance.objects.filter(
            mentor=OuterRef("mentor"), is_cleared=True, valid_until__gt=OuterRef("valid_until")
        )
        return ending.filter(mentor__state__in=("active", "paused")).exclude(Exists(later))


class Clearance(models.Model):
    """That a coordinator has seen a mentor's extended certificate of conduct (§ 72a SGB VIII), and what followed.

    The certificate itself is never stored. Triggers of the database let no match begin without a valid clearance, and
    none that could go on lose its own (`mentoring.triggers`).
    """

    mentor = models.ForeignKey("mentoring.Mentor", models.CASCADE, related_name="clearances")
    certificate_date = models.DateField(_("Datum des Führungszeugnisses"))
    inspected_on = models.DateField(_("Eingesehen am"), default=timezone.localdate)
    inspector = models.CharField(_("Eingesehen von"), max_length=150)
    is_cleared = models.BooleanField(_("Es steht nichts darin, was der Begleitung entgegensteht"))
    commitment_signed_on = models.DateField(_("Selbstverpflichtung unterschrieben am"))
    valid_until = models.DateField(_("Gültig bis"))
    reminded_at = models.DateTimeField(null=True)

    objects = ClearanceQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Prüfung")
        verbose_name_plural = _("Prüfungen")
        constraints = [
            models.CheckConstraint(
                condition=Q(certificate_date__lte=F("inspected_on"), inspected_on__lte=F("valid_until")),
                name="clearance_dates_in_order",
            ),
        ]

    def __str__(self):
        return f"{self.mentor} {self.valid_until:%Y-%m-%d}"

    def save(self, *args, **kwargs):
        if self.valid_until is None:
            self.valid_until = months_later(self.certificate_date, 12 * settings.MENTORING_CLEARANCE_YEARS)
        super().save(*args, **kwargs)

    @transaction.atomic
    def remind(self):
        """Owe the mentor a mail that a new certificate is needed."""
        self.lock()
        self.reminded_at = timezone.now()
        self.save(update_fields=["reminded_at"])
        self.mentor.owe_mail(OutgoingMail.Kind.MENTOR_CLEARANCE_ENDS)
        self.mentor.record(AuditEvent.Kind.REMINDED, AuditEvent.Actor.CLOCK)

    def lock(self):
        """Hold the mentor and read the row again; DoesNotExist when it was erased."""
        mentor = self.mentor
        mentor.lock()
        self.refresh_from_db(from_queryset=Clearance.objects.select_for_update())
        self.mentor = mentor

    def clean(self):
        today = timezone.localdate()
        errors = {
            name: _("Dieser Tag liegt in der Zukunft.")
            for name in ("certificate_date", "inspected_on", "commitment_signed_on")
            if (day := getattr(self, name)) and day > today
        }
        if not errors and self.certificate_date and self.inspected_on:
            months = settings.MENTORING_CERTIFICATE_MONTHS
            if self.certificate_date > self.inspected_on:
                errors["certificate_date"] = _("Das Führungszeugnis kann nicht jünger sein als die Einsicht.")
            elif months_later(self.certificate_date, months) < self.inspected_on:
                errors["certificate_date"] = _(
                    "Das Führungszeugnis war bei der Einsicht älter als %(months)d Monate. Es wird ein neues gebraucht."
                ) % {"months": months}
        if errors:
            raise ValidationError(errors)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, the month's last one where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError
