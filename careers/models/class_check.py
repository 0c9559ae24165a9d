"""The interest check of a whole class: sums that phones add to, and no row and no answer of anybody."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from careers.interest import RIASEC
from careers.models.career_field import CareerFieldPage

LETTERS = "BCDGHKMNPQRTVWXY"
"""Of these codes are made: none looks like another one or like a digit, and they form no words."""
CODE_LENGTH = 6
ENOUGH = 5
"""How many people must be behind a number before it is shown."""
MOST_PHONES = 250
MEAN_STEP = 5
"""Means are rounded to this many points: who knows all answers but one learns nothing exact about the last."""
FIELDS_SHOWN = 3
FIELD_PREFIX = "feld:"


class ClassIsFullError(Exception):
    """As many phones as a code takes were counted."""


@dataclass(frozen=True)
class Contribution:
    """What one phone adds: points from 0 to 100 by dimension, and the slugs of the career fields suggested to it."""

    points: Mapping[str, int]
    fields: Sequence[str]


@dataclass(frozen=True)
class ClassResult:
    """What may be told of a class. With fewer than ENOUGH phones: nothing, not even their number."""

    phones: int = 0
    # (letter, label, mean from 0 to 100 or None where fewer than ENOUGH answered)
    dimensions: list[tuple[str, str, int | None]] = field(default_factory=list)
    # (title, for how many of the class), the most frequent first
    fields: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_enough(self):
        return self.phones >= ENOUGH


def normalised(text):
    """Return a code as it is stored, however it was typed: "bcd-ghk" is "BCDGHK"."""
    return "".join(text.split()).replace("-", "").upper()


class ClassCheckQuerySet(models.QuerySet):
    def open(self):
        return self.filter(expires_at__gt=timezone.now())

    def expired(self):
        return self.filter(expires_at__lte=timezone.now())

    def find(self, token):
        """Return the open class that a teacher's link leads to; raise DoesNotExist without one."""
        return self.open().get(token_digest=digest(token))

    def start(self):
        """Open a class; return the token of its teacher, which is stored nowhere."""
        token = secrets.token_urlsafe(32)
        expires_at = timezone.now() + timedelta(hours=settings.CLASS_CHECK_HOURS)
        while True:
            code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
            try:
                with transaction.atomic():
                    self.create(code=code, token_digest=digest(token), expires_at=expires_at)
            except IntegrityError:
                continue
            return token

    @transaction.atomic
    def add(self, code, key, contribution: Contribution):
        """Add what a phone has to the sums of the open class with this code; the same `key` adds nothing again.

        Raises DoesNotExist and ClassIsFullError. Phones of one class wait for each other.
        """
        check = self.open().select_for_update().get(code=code)
        mark = check.mark_of(key)
        if mark in check.counted:
            return
        if check.phones >= MOST_PHONES:
            raise ClassIsFullError
        # In order, so that it does not tell who came when.
        check.counted = sorted([*check.counted, mark])
        check.phones = F("phones") + 1
        check.save(update_fields=["counted", "phones"])
        check.sums.raise_by(check, {**contribution.points, **{FIELD_PREFIX + slug: 0 for slug in contribution.fields}})


class ClassCheck(models.Model):
    """A class whose phones may be counted until its teacher closes it or its time is up. Nobody knows which class."""

    code = models.CharField(max_length=CODE_LENGTH, unique=True)
    # SHA-256 of the 256 random bits in the teacher's link.
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)
    phones = models.PositiveSmallIntegerField(default=0)
    # Keyed hashes of random keys that phones made for this alone: who asks again, because an answer was lost, counts
    # once.
    counted = models.JSONField(default=list)

    objects = ClassCheckQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    def __str__(self):
        return self.code

    @property
    def spaced_code(self):
        """The code in two groups, as one reads it out."""
        return f"{self.code[:3]} {self.code[3:]}"

    @property
    def is_enough(self):
        return self.phones >= ENOUGH

    def mark_of(self, key):
        return salted_hmac("class check", f"{self.pk} {key}").hexdigest()[:16]

    @transaction.atomic
    def close(self):
        """Delete the class with its sums; return what may be told of it. Raises DoesNotExist the second time."""
        check = type(self).objects.open().select_for_update().get(pk=self.pk)
        result = check.result()
        check.delete()
        return result

    def result(self):
        if not self.is_enough:
            return ClassResult()
        sums = {one.key: one for one in self.sums.filter(number__gte=ENOUGH)}
        dimensions = [
            (letter, str(label), sums[letter].mean if letter in sums else None) for letter, label in RIASEC.items()
        ]
        titles = dict(CareerFieldPage.objects.live().values_list("slug", "title"))
        found = [(titles[slug], one.number) for key, one in sums.items() if (slug := slug_in(key)) in titles]
        found.sort(key=lambda pair: (-pair[1], pair[0]))
        fields = [(title, self.share_in_words(number)) for title, number in found[:FIELDS_SHOWN]]
        return ClassResult(self.phones, dimensions, fields)

    def share_in_words(self, number):
        """Say for how many something holds, so that nobody can count those for whom it does not if they are few."""
        if 0 < self.phones - number < ENOUGH:
            return _("bei mindestens %(number)s Handys") % {"number": ENOUGH}
        return _("bei etwa %(number)s von 10 Handys") % {"number": round(10 * number / self.phones) or 1}


class ClassSumQuerySet(models.QuerySet):
    def raise_by(self, check, amounts):
        """Raise the sums with these keys, each by one phone and its amount. The caller holds the class."""
        self.bulk_create([ClassSum(class_check=check, key=key) for key in amounts], ignore_conflicts=True)
        for key, amount in amounts.items():
            self.filter(key=key).update(number=F("number") + 1, total=F("total") + amount)


class ClassSum(models.Model):
    """How many phones of a class added to something, and how much together."""

    class_check = models.ForeignKey(ClassCheck, models.CASCADE, related_name="sums")
    # A dimension of the interest check, or FIELD_PREFIX and the slug of a career field.
    key = models.CharField(max_length=264)
    number = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    objects = ClassSumQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["class_check", "key"], name="one_sum_per_class_and_key")]

    def __str__(self):
        return f"{self.class_check} {self.key}"

    @property
    def mean(self):
        return MEAN_STEP * round(self.total / self.number / MEAN_STEP)


def digest(token):
    return sha256(token.encode()).hexdigest()


def slug_in(key):
    return key.removeprefix(FIELD_PREFIX) if key.startswith(FIELD_PREFIX) else None
