"""Taking in a signup, of a youth or a mentor, exactly once, however often its request is repeated."""

import json
import time
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

from mentoring import crypto
from mentoring.models import IdempotencyRecord


class StillRunningError(Exception):
    """Another request with this key has not ended yet."""


class DifferentBodyError(Exception):
    """This key was used for another body."""


class UnreadableBodyError(Exception):
    """The body is nested too deep to be read."""


def take_in(key, serializer, *, wait=False):
    """Take in the signup of an unvalidated serializer, once per key; its `receive()` stores the validated data.

    Raises the serializer's ValidationError, UnreadableBodyError, StillRunningError or DifferentBodyError.
    `key` is a UUID. When this returns, the signup, the mail it owes and the record of the key are committed, or were so
    by an earlier request with the same key and body. After an exception the key is as free as before.
    With `wait`, a request with a key in use waits for the first one instead of raising StillRunningError.
    """
    began = time.monotonic()
    fingerprints = crypto.keyed_hashes("request fingerprint", canonical(serializer.initial_data))
    if _was_taken_in(key, fingerprints):
        return
    serializer.is_valid(raise_exception=True)
    with transaction.atomic():
        _hold(key, wait)
        if _was_taken_in(key, fingerprints):
            return
        serializer.receive()
        IdempotencyRecord.objects.create(key=key, fingerprint=fingerprints[0])
    _wait_for_the_beat(began)


@contextmanager
def at_the_beat():
    """Let what is done in between end at the beat, if it succeeds."""
    began = time.monotonic()
    yield
    _wait_for_the_beat(began)


def _wait_for_the_beat(began):
    """Answer at whole multiples of a time only: how long the work took would tell whether an address is known."""
    if beat := settings.MENTORING_ANSWER_BEAT_SECONDS:
        time.sleep((began - time.monotonic()) % beat)


def canonical(body):
    """Return parsed JSON or form data as text that is the same for the same content."""
    if hasattr(body, "lists"):
        body = dict(body.lists())
    try:
        return json.dumps(body, sort_keys=True)
    except RecursionError as error:
        raise UnreadableBodyError from error


def _was_taken_in(key, fingerprints):
    record = IdempotencyRecord.objects.filter(key=key).first()
    if record and record.fingerprint not in fingerprints:
        raise DifferentBodyError
    return record is not None


def _hold(key, wait):
    """Keep other requests with this key out till the transaction ends.

    SQLite needs nothing here: its transactions hold the only write lock from their first statement on.
    """
    if connection.vendor != "postgresql":
        return
    function = "pg_advisory_xact_lock" if wait else "pg_try_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [str(key)])
        if cursor.fetchone()[0] is False:
            raise StillRunningError
