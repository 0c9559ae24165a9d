from django.db import models
from django.db.models import F
from django.utils import timezone


class TallyQuerySet(models.QuerySet):
    def count_one(self, figure, key):
        """Raise a number by one in the caller's transaction."""
        month = timezone.localdate().replace(day=1)
        tally, _ = self.get_or_create(month=month, figure=figure, key=key)
        self.filter(pk=tally.pk).update(number=F("number") + 1)


class Tally(models.Model):
    """How often something happened in a month, without a word on to whom: it outlives what it was counted from."""

    month = models.DateField()
    figure = models.CharField(max_length=40)
    key = models.CharField(max_length=100)
    number = models.PositiveIntegerField(default=0)

    objects = TallyQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["month", "figure", "key"], name="one_tally_per_month")]

    def __str__(self):
        return f"{self.month:%Y-%m} {self.figure} {self.key}"
