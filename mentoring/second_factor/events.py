"""What happens to second factors, in the audit: which kind, whose account, by whom. No address, no device."""

from allauth.mfa import signals
from django.dispatch import receiver

from mentoring.models import AuditEvent
from mentoring.second_factor.rules import account_reference

Kind = AuditEvent.Kind


def record(kind, account, *, detail="", by=None, actor=AuditEvent.Actor.ACCOUNT):
    """Write an event about an account, done by somebody who is logged in or by who runs the machine."""
    AuditEvent.objects.record(kind, account_reference(account), actor=actor, detail=detail, user=by)


@receiver(signals.authenticator_added)
def record_added(user, authenticator, **kwargs):
    record(Kind.FACTOR_ADDED, user, detail=authenticator.type, by=user)


@receiver(signals.authenticator_removed)
def record_removed(user, authenticator, **kwargs):
    record(Kind.FACTOR_REMOVED, user, detail=authenticator.type, by=user)


@receiver(signals.authenticator_reset)
def record_new_codes(user, authenticator, **kwargs):
    record(Kind.FACTOR_RENEWED, user, detail=authenticator.type, by=user)


@receiver(signals.authentication_failed)
def record_failed(user, authenticator, **kwargs):
    record(Kind.FACTOR_FAILED, user, detail=authenticator.type, by=user)
