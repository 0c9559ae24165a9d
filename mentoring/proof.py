"""Proof of work against spam, by ALTCHA's protocol (version 1): nobody solves a puzzle, a browser reckons for a second.

Who brings no proof is not refused. There is just a tighter limit for them, since they may have no script.
"""

from datetime import UTC, datetime, timedelta

from altcha import v1
from django.conf import settings
from django.http import JsonResponse
from django.utils.cache import add_never_cache_headers
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_safe

from mentoring.models import SpentProof

LIFETIME = timedelta(hours=1)
MAXIMUM_LENGTH = 1000


@require_safe
def challenge(request):
    """Answer with a task for the solver in the browser (frontend/src/signup/solver.ts)."""
    options = v1.ChallengeOptions(
        hmac_key=_key(), max_number=settings.MENTORING_PROOF_NUMBERS, expires=datetime.now(UTC) + LIFETIME
    )
    response = JsonResponse(v1.create_challenge(options).to_dict())
    add_never_cache_headers(response)
    return response


def is_proven(payload):
    """Whether a payload (the solver's answer, base64) proves work that has not been spent yet; spend it."""
    if not isinstance(payload, str) or not 0 < len(payload) <= MAXIMUM_LENGTH:
        return False
    try:
        is_solved, _ = v1.verify_solution(payload, _key())
        if not is_solved:
            return False
        solved = v1.Payload.from_base64(payload)
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        # The library expects the shape of its own answers.
        return False
    return SpentProof.objects.spend(solved.challenge, LIFETIME)


def _key():
    return salted_hmac("mentoring.proof", "key", algorithm="sha256").hexdigest()
