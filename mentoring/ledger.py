"""The erasures, kept in a file outside the database, so that a restored backup brings nobody back.

A line of the file is JSON with `reference` (the random number), `reason` and `erased_at`.
"""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from mentoring.models import FollowUp, Mentor, MentoringSignup, Tombstone


class UnreadableLedgerError(Exception):
    """The file is not there, or a line of it is no erasure."""


def export(path):
    """Bring file and database to the same erasures; return how many the file holds.

    What the file knows and the database doesn't was erased after the backup that was restored: it is erased again.
    """
    path = Path(path)
    kept = read(path) if path.exists() else {}
    replay(kept)
    limit = timezone.now() - timedelta(days=settings.MENTORING_AUDIT_DAYS)
    erasures = {reference: erasure for reference, erasure in kept.items() if erasure["erased_at"] > limit}
    for tombstone in Tombstone.objects.filter(erased_at__gt=limit):
        erasures[tombstone.reference] = {"reason": tombstone.reason, "erased_at": tombstone.erased_at}
    if erasures != kept or not path.exists():
        write(path, erasures)
    return len(erasures)


def replay(erasures):
    """Erase what the ledger says was erased; return how many signups and mentors were still there."""
    known = set(Tombstone.objects.values_list("reference", flat=True))
    return sum(_replay(reference, **erasures[reference]) for reference in erasures.keys() - known)


@transaction.atomic
def _replay(reference, reason, erased_at):
    for model in (MentoringSignup, Mentor, FollowUp):
        if person := model.objects.select_for_update().filter(reference=reference).first():
            person.erase_again(reason, erased_at)
            return True
    Tombstone.objects.get_or_create(reference=reference, defaults={"reason": reason, "erased_at": erased_at})
    return False


def read(path):
    """Return the erasures of a file, by reference; raise UnreadableLedgerError."""
    erasures = {}
    try:
        for line in Path(path).read_text().splitlines():
            erasure = json.loads(line)
            erased_at = datetime.fromisoformat(erasure["erased_at"])
            erasures[erasure["reference"]] = {"reason": erasure["reason"], "erased_at": erased_at}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableLedgerError(f"{path}: {type(error).__name__}") from error
    return erasures


def write(path, erasures):
    """Put a new file in the place of the old one, which is whole until then."""
    lines = [
        json.dumps({"reference": reference, **erasure, "erased_at": erasure["erased_at"].isoformat()})
        for reference, erasure in sorted(erasures.items(), key=lambda item: item[1]["erased_at"])
    ]
    unfinished = path.with_name(f"{path.name}.{os.getpid()}")
    with unfinished.open("w") as file:
        file.write("".join(f"{line}\n" for line in lines))
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
