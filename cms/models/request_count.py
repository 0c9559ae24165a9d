from django.db import models, transaction
from django.utils import timezone


class RequestCountQuerySet(models.QuerySet):
    @transaction.atomic
    def count_more(self, key, lifetime, number=1):
        """Count `number` more requests; return how many there were with this key."""
        expires_at = timezone.now() + lifetime
        count, _ = self.select_for_update().get_or_create(key=key, defaults={"expires_at": expires_at})
        count.number += number
        count.save()
        return count.number

    def number_of(self, key):
        """Return how many requests with this key were counted."""
        return self.filter(key=key).values_list("number", flat=True).first() or 0


class RequestCount(models.Model):
    """How many requests came from a network address within an hour.

    The key holds a keyed hash of the address that changes daily. In a cache each process might count for itself, and
    who makes others be cached could push the number out.
    """

    key = models.CharField(max_length=128, primary_key=True)
    number = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(db_index=True)

    objects = RequestCountQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    def __str__(self):
        return self.key
