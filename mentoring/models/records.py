"""What is remembered about requests and erased signups."""

from django.db import IntegrityError, models, transaction
from django.utils import timezone


class IdempotencyRecord(models.Model):
    """A signup request that was answered: its key and a keyed hash of its body, never the body."""

    key = models.UUIDField(primary_key=True)
    fingerprint = models.CharField(max_length=64)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    wagtail_reference_index_ignore = True

    def __str__(self):
        return str(self.key)


class SpentProofQuerySet(models.QuerySet):
    def spend(self, challenge, lifetime):
        """Return whether this is the first time that a proof is used."""
        try:
            with transaction.atomic():
                self.create(challenge=challenge, expires_at=timezone.now() + lifetime)
        except IntegrityError:
            return False
        return True


class SpentProof(models.Model):
    """A proof of work that was used, or the keyed hash of a code of a second factor, so that it counts once."""

    challenge = models.CharField(max_length=128, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    objects = SpentProofQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    def __str__(self):
        return self.challenge


class Tombstone(models.Model):
    """What is left of an erased signup: its random reference, so that a restored backup can be cleaned again."""

    reference = models.CharField(max_length=20, unique=True)
    # withdrawn, expired or rejected, as in the audit
    reason = models.CharField(max_length=20, blank=True)
    erased_at = models.DateTimeField(default=timezone.now, db_index=True)

    wagtail_reference_index_ignore = True

    def __str__(self):
        return self.reference
