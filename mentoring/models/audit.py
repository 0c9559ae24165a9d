"""What happened and when, in a chain that shows when somebody changed it."""

import json
from datetime import UTC
from hashlib import sha256

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

BEGINNING = ""


class BrokenChainError(Exception):
    """The audit events are not those that were written. The text says which one is the first that is wrong."""


class AppendOnlyError(TypeError):
    """An audit event was to be changed or deleted."""


class AuditChain(models.Model):
    """Both ends of the chain of audit events: one row, whose lock puts those who write in line.

    The oldest event that is kept follows on `pruned_sequence` and `pruned_hash`, the checkpoint; `sequence` and `hash`
    are the newest event's.
    """

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=BEGINNING)
    pruned_sequence = models.PositiveBigIntegerField(default=0)
    pruned_hash = models.CharField(max_length=64, default=BEGINNING)

    wagtail_reference_index_ignore = True

    ROW = 1

    def __str__(self):
        return str(self.sequence)

    @classmethod
    def hold(cls):
        """Return the row, locked until the transaction ends. SQLite needs no lock: its transactions are alone."""
        return cls.objects.select_for_update().get_or_create(pk=cls.ROW)[0]


class AuditEventQuerySet(models.QuerySet):
    @transaction.atomic(savepoint=False)
    def record(self, kind, reference, *, actor, detail="", user=None):
        """Write an event in the caller's transaction.

        `reference` is the random number of what it happened to; `detail` a code, never a word somebody typed. Lock what
        else you need before: the chain is held till the transaction ends, and everybody who writes waits for it.
        """
        chain = AuditChain.hold()
        event = self.model(
            sequence=chain.sequence + 1,
            at=timezone.now(),
            kind=kind,
            reference=reference,
            detail=detail,
            actor=actor,
            username=user.get_username() if user else "",
            previous_hash=chain.hash,
        )
        event.hash = event.digest()
        event.save(force_insert=True)
        AuditChain.objects.filter(pk=chain.pk).update(sequence=event.sequence, hash=event.hash)
        return event

    @transaction.atomic
    def prune(self, before):
        """Delete the events at the beginning of the chain that are older, leaving a checkpoint; return their number."""
        chain = AuditChain.hold()
        first_kept = self.filter(at__gte=before).order_by("sequence").first()
        old = self.filter(sequence__lt=first_kept.sequence) if first_kept else self.all()
        last = old.order_by("sequence").last()
        if last is None:
            return 0
        # The triggers of the database let go what the checkpoint has passed.
        AuditChain.objects.filter(pk=chain.pk).update(pruned_sequence=last.sequence, pruned_hash=last.hash)
        return old._raw_delete(self.db)

    @transaction.atomic
    def verify(self):
        """Return the number of events; raise BrokenChainError when one was changed, removed or put in."""
        chain = AuditChain.hold()
        sequence, previous_hash = chain.pruned_sequence, chain.pruned_hash
        number = 0
        for event in self.order_by("sequence").iterator():
            sequence += 1
            if event.sequence != sequence or event.previous_hash != previous_hash or event.digest() != event.hash:
                raise BrokenChainError(_("Das Ereignis %(number)d stimmt nicht.") % {"number": sequence})
            previous_hash = event.hash
            number += 1
        if (sequence, previous_hash) != (chain.sequence, chain.hash):
            raise BrokenChainError(_("Nach dem Ereignis %(number)d fehlt etwas.") % {"number": sequence})
        return number

    def of(self, thing):
        """Events of a signup, or of anything else with a reference, newest first."""
        return self.filter(reference=thing.reference).order_by("-sequence")

    def update(self, **values):
        raise AppendOnlyError

    def delete(self):
        raise AppendOnlyError


class AuditEvent(models.Model):
    """Something that happened to a signup, without a word about the person. Written by `record()`, never changed.

    Second factors of accounts are in it too, under the number of the account.
    """

    class Kind(models.TextChoices):
        RECEIVED = "received", _("eingegangen")
        EMAIL_CONFIRMED = "email_confirmed", _("E-Mail bestätigt")
        GUARDIAN_CONFIRMED = "guardian_confirmed", _("Einwilligung erteilt")
        ELIGIBLE = "eligible", _("bereit zur Vermittlung")
        REMINDED = "reminded", _("erinnert")
        RENEWED = "renewed", _("verlängert")
        CORRECTED = "corrected", _("Angaben berichtigt")
        EMAIL_CHANGED = "email_changed", _("Adresse geändert")
        WITHDRAWN = "withdrawn", _("zurückgezogen")
        EXPIRED = "expired", _("Frist abgelaufen")
        REJECTED = "rejected", _("abgelehnt")
        ERASED = "erased", _("gelöscht")
        APPLIED = "applied", _("beworben")
        VETTED = "vetted", _("Führungszeugnis eingesehen")
        ACTIVE = "active", _("aktiv")
        PAUSED = "paused", _("Pause")
        RESUMED = "resumed", _("Pause beendet")
        LEFT = "left", _("aufgehört")
        BLOCKED = "blocked", _("gesperrt")
        UNBLOCKED = "unblocked", _("Sperre aufgehoben")
        PROPOSED = "proposed", _("vorgeschlagen")
        ACCEPTED_BY_ONE = "accepted_by_one", _("eine Seite ist einverstanden")
        ACCEPTED = "accepted", _("beide sind einverstanden")
        AGREEMENT_NOTED = "agreement_noted", _("Vereinbarung liegt vor")
        COMPLETED = "completed", _("abgeschlossen")
        ENDED = "ended", _("beendet")
        SETTLED = "settled", _("nachgefragt, sucht niemanden mehr")
        FEEDBACK = "feedback", _("Rückmeldung zu einem Treffen")
        HEARD = "heard", _("nachgefragt, es geht weiter")
        TALKED = "talked", _("mit der Koordination geredet")
        FOLLOW_UP_AGREED = "follow_up_agreed", _("möchte später gefragt werden")
        ANSWERED = "answered", _("Nachfrage beantwortet")
        VISIT_ASKED = "visit_asked", _("Besuch gewünscht")
        VISIT_ARRANGED = "visit_arranged", _("Besuch ausgemacht")
        VISIT_DECLINED = "visit_declined", _("Besuch geht nicht")
        DETAILS_OPENED = "details_opened", _("Angaben geöffnet")
        FACTOR_ADDED = "factor_added", _("zweiter Faktor eingerichtet")
        FACTOR_RENEWED = "factor_renewed", _("neue Ersatzcodes")
        FACTOR_REMOVED = "factor_removed", _("zweiter Faktor entfernt")
        FACTOR_FAILED = "factor_failed", _("zweiter Faktor falsch")
        FACTOR_RESET = "factor_reset", _("zweiter Faktor zurückgesetzt")

    class Actor(models.TextChoices):
        YOUTH = "youth", _("Jugendliche oder Jugendlicher")
        GUARDIAN = "guardian", _("sorgeberechtigte Person")
        MENTOR = "mentor", _("Mentorin oder Mentor")
        COORDINATION = "coordination", _("Koordination")
        CLOCK = "clock", _("Frist")
        ACCOUNT = "account", _("Konto")
        OPERATOR = "operator", _("Betrieb")

    class Reason(models.TextChoices):
        """Why a coordinator opens the details of a person."""

        MATCH = "match", _("Ich suche eine passende Mentorin oder einen passenden Mentor.")
        CONTACT = "contact", _("Ich muss die Person oder ihre Familie erreichen.")
        QUESTION = "question", _("Die Person oder ihre Familie hat eine Frage gestellt.")
        CERTIFICATE = "certificate", _("Ich gebe eine Urkunde aus.")
        PROTECTION = "protection", _("Es gibt einen Hinweis zum Kinderschutz.")
        CORRECTION = "correction", _("Eine Angabe oder Mail stimmt nicht.")
        VETTING = "vetting", _("Ich vereinbare den Termin für das Führungszeugnis.")
        MENTOR_MATCH = "mentor_match", _("Ich suche Jugendliche, die zu dieser Person passen.")
        MENTOR_CONTACT = "mentor_contact", _("Ich muss die Person erreichen.")
        MENTOR_QUESTION = "mentor_question", _("Die Person hat eine Frage gestellt.")

    # What may be chosen for whom; certificates, hints and mistakes concern both.
    MENTOR_REASONS = (
        Reason.VETTING,
        Reason.MENTOR_MATCH,
        Reason.MENTOR_CONTACT,
        Reason.MENTOR_QUESTION,
        Reason.CERTIFICATE,
        Reason.PROTECTION,
        Reason.CORRECTION,
    )
    SIGNUP_REASONS = (
        Reason.MATCH,
        Reason.CONTACT,
        Reason.QUESTION,
        Reason.CERTIFICATE,
        Reason.PROTECTION,
        Reason.CORRECTION,
    )

    class End(models.TextChoices):
        """Why a match ended before it was completed."""

        DECLINED = "declined", _("abgelehnt")
        UNANSWERED = "unanswered", _("nicht beantwortet")
        YOUTH = "by_youth", _("auf Wunsch der oder des Jugendlichen")
        MENTOR = "by_mentor", _("auf Wunsch der Mentorin oder des Mentors")
        COORDINATION = "by_coordination", _("durch die Koordination")
        CLEARANCE = "clearance", _("Führungszeugnis nicht erneuert")
        STALLED = "stalled", _("zu lange nichts geschehen")
        PROTECTION = "child_protection", _("wegen eines Hinweises zum Kinderschutz")

    class Unblock(models.TextChoices):
        """Why a coordinator lets a mentor go on who was blocked."""

        UNFOUNDED = "unfounded", _("Der Hinweis hat sich nicht bestätigt.")
        OTHER_PERSON = "other_person", _("Der Hinweis betraf nicht diese Person.")
        CLARIFIED = "clarified", _("Es ist mit der Ansprechperson für Kinderschutz geklärt.")

    class Early(models.TextChoices):
        """Why a match is completed with fewer meetings than it was to have."""

        GOAL_REACHED = "goal_reached", _("Beide haben erreicht, was sie wollten.")
        NOT_ENTERED = "not_entered", _("Weitere Treffen haben stattgefunden, sind aber nicht eingetragen.")
        MOVED_ON = "moved_on", _("Mehr ist nicht möglich: Ausbildung, Umzug oder Schulwechsel.")

    sequence = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(_("Wann"), db_index=True)
    # Kinds and actors come with each room of the mentoring, so the database knows no list of them.
    kind = models.CharField(_("Was"), max_length=40)
    reference = models.CharField(_("Nummer"), max_length=20, db_index=True)
    detail = models.CharField(_("Grund"), max_length=40, blank=True)
    actor = models.CharField(_("Durch"), max_length=20)
    username = models.CharField(_("Konto"), max_length=150, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = AuditEventQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("Ereignis")
        verbose_name_plural = _("Ereignisse")

    def __str__(self):
        return f"{self.sequence} {self.kind} {self.reference}"

    def save(self, *args, force_insert=False, **kwargs):
        if not force_insert:
            raise AppendOnlyError
        super().save(*args, force_insert=True, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnlyError

    def digest(self):
        """Return the SHA-256 of this event and of the hash before it."""
        at = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        values = [self.sequence, at, self.kind, self.reference, self.detail, self.actor, self.username]
        return sha256(json.dumps([*values, self.previous_hash]).encode()).hexdigest()

    @property
    def what(self):
        """The kind in words, with the reason if there is one."""
        kind = dict(self.Kind.choices).get(self.kind, self.kind)
        reasons = (self.Reason, self.End, self.Unblock, self.Early)
        reason = dict(choice for kind in reasons for choice in kind.choices).get(self.detail, self.detail)
        return f"{kind}: {reason}" if reason else kind

    @property
    def who(self):
        return self.username or dict(self.Actor.choices).get(self.actor, self.actor)
