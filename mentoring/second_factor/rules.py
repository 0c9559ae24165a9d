"""Who needs a second factor, and whether it was shown in this session.

Needed by everybody who sees the data of youths, or who can give somebody the right to: coordinators and superusers.
Editors may have one; who has one is asked for it.
"""

import enum
import time
from datetime import timedelta

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db.models import Min
from django.utils import timezone

from mentoring.models import AuditEvent

PERMISSIONS = (
    "mentoring.view_mentoringsignup",
    "auth.add_user",
    "auth.change_user",
    "auth.add_group",
    "auth.change_group",
)
# Who changes a factor showed one within these seconds.
FRESH_SECONDS = 5 * 60
# Wrong codes, of all kinds of factors together, after which an account waits. Who tries them knows its password.
GUESSES = 5
GUESSES_WITHIN = timedelta(minutes=15)


class Step(enum.Enum):
    """What is missing before the admin opens."""

    SET_UP = "second_factor_set_up"
    CHALLENGE = "second_factor_challenge"


def is_needed(user):
    return any(user.has_perm(permission) for permission in PERMISSIONS)


def own_factors(user):
    """The factors of a user, without the recovery codes, which only stand in for one."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)


def missing_step(request):
    """Return the Step that is missing, or None."""
    first_added = own_factors(request.user).aggregate(at=Min("created_at"))["at"]
    if first_added is None:
        return Step.SET_UP if is_needed(request.user) else None
    # What was shown before the factors of today were set up counts no longer.
    return None if last_shown(request) >= first_added.timestamp() else Step.CHALLENGE


def has_guessed_too_often(user):
    """Whether an account has to wait. The audit is what all processes share and nobody can empty."""
    events = AuditEvent.objects.filter(
        reference=account_reference(user), kind=AuditEvent.Kind.FACTOR_FAILED, at__gt=timezone.now() - GUESSES_WITHIN
    )
    return events.count() >= GUESSES


def account_reference(account):
    """Return how the audit names an account."""
    return f"account-{account.pk}"


def is_fresh(request):
    """Whether a factor was shown just now, or there is none yet."""
    return time.time() - last_shown(request) < FRESH_SECONDS or not own_factors(request.user).exists()


def last_shown(request):
    """Return when a factor was last shown in this session, in seconds since 1970, or 0."""
    records = get_authentication_records(request, request.user)
    return max((record["at"] for record in records if record["method"] == "mfa"), default=0)


def reset(user):
    """Take all factors of a user away and end all their sessions."""
    Authenticator.objects.filter(user=user).delete()
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
