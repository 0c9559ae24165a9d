from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction
from django.db.models.functions import Cast
from django.utils import timezone

from mentoring import crypto
from mentoring.fields import EncryptedTextField
from mentoring.sealing import ACCEPTED_DAYS

BATCH = 500
# Processes that were not restarted may write with the old key meanwhile: what they wrote is found in the next round.
ROUNDS = 3


class Command(BaseCommand):
    help = (
        "Encrypts anew what an older one of PERSONAL_DATA_KEYS encrypted, with the first. Put the new key first,"
        " restart everything, run this; it says when the old key can go. May be interrupted and run again."
    )

    def handle(self, **options):
        for _ in range(ROUNDS):
            if not sum(self.rotate(encrypted) for encrypted in every_encrypted()):
                break
        else:
            raise CommandError(
                "Noch immer wird mit einem alten Schlüssel geschrieben: Alle Dienste neu starten und noch einmal"
                " aufrufen. Kein Schlüssel darf weg."
            )
        if len(settings.PERSONAL_DATA_KEYS) == 1:
            self.stdout.write("Alles ist mit dem einen Schlüssel verschlüsselt, den es gibt.")
            return
        # What can't be made anew here: keyed hashes of requests, and signups that phones sealed for an older key.
        days = max(settings.MENTORING_IDEMPOTENCY_DAYS, ACCEPTED_DAYS)
        day = timezone.localdate() + timedelta(days=days + 1)
        self.stdout.write(
            f"Alles ist mit dem neuesten Schlüssel verschlüsselt. Die älteren können ab {day:%d.%m.%Y} weg."
            " Sicherungen von früher brauchen sie weiter."
        )

    def rotate(self, encrypted):
        """Encrypt the outdated rows of a model anew, each in a transaction of its own; return their number."""
        number = sum(encrypted.rotate(pk) for pk in encrypted.outdated())
        if number:
            self.stdout.write(f"{encrypted.model._meta.verbose_name_plural}: {number}")
        return number


def every_encrypted():
    for model in apps.get_models():
        if names := [field.name for field in model._meta.fields if isinstance(field, EncryptedTextField)]:
            yield EncryptedRows(model, names)
    yield FactorSecrets()


class EncryptedRows:
    """A model with encrypted fields."""

    def __init__(self, model, names):
        self.model = model
        self.names = names

    def outdated(self):
        """Yield the keys of rows with a field that the newest key can't decrypt, reading a batch at a time."""
        last = None
        while batch := list(self.after(last)[:BATCH]):
            for pk, *ciphertexts in batch:
                if not all(text is None or crypto.is_current(text) for text in ciphertexts):
                    yield pk
            last = batch[-1][0]

    def after(self, pk):
        rows = self.model._base_manager.order_by("pk")
        # A cast is what the database holds; the field itself would decrypt it.
        raw = [Cast(name, models.TextField()) for name in self.names]
        return (rows.filter(pk__gt=pk) if pk is not None else rows).values_list("pk", *raw)

    @transaction.atomic
    def rotate(self, pk):
        """Save a row anew, which makes its indexes with the newest key too; return whether it was still there."""
        row = self.model._base_manager.select_for_update().filter(pk=pk).first()
        if row:
            row.save(force_update=True)
        return bool(row)


class FactorSecrets:
    """Second factors, whose secrets allauth keeps within JSON."""

    model = Authenticator

    def outdated(self):
        for pk, data in Authenticator.objects.order_by("pk").values_list("pk", "data"):
            if any(is_ciphertext(value) and not crypto.is_current(value) for value in data.values()):
                yield pk

    @transaction.atomic
    def rotate(self, pk):
        row = Authenticator.objects.select_for_update().filter(pk=pk).first()
        if row:
            for name, value in row.data.items():
                if is_ciphertext(value):
                    row.data[name] = crypto.encrypt(crypto.decrypt(value))
            row.save(update_fields=["data"])
        return bool(row)


def is_ciphertext(value):
    """Whether a value is text that begins like everything Fernet encrypts: its version and the time's first zeros."""
    return isinstance(value, str) and value.startswith("gAAAAA")
