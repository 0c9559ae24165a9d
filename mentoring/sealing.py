"""Signups that a phone keeps until it has network, sealed for the server: the phone itself cannot read them again.

HPKE (RFC 9180), base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. The browser's half is
frontend/src/signup/seal.ts. The key pairs are reckoned from PERSONAL_DATA_KEYS, another one each month, so that there
is nothing to set up or to rotate by hand.
"""

import json
from base64 import b64decode, b64encode
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple, NoReturn
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from mentoring import crypto

# How long a phone keeps a sealed signup (frontend/src/signup/kept.ts), and how far its clock may be wrong.
KEPT = timedelta(hours=72)
CLOCK_ERROR = timedelta(days=1)
# A phone may hold the form of its last visit: for so many days after a month its key still opens.
ACCEPTED_DAYS = 40

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256


class SealingKey(NamedTuple):
    """A key pair: the name that envelopes call it by, the public half (uncompressed point, base64), the private one."""

    id: str
    public: str
    private: ec.EllipticCurvePrivateKey


def current_key():
    """Return the key that signups are sealed for today."""
    return _key(settings.PERSONAL_DATA_KEYS[0], _month(timezone.localdate()))


def _find_key(id_):
    today = timezone.localdate()
    months = {_month(today - timedelta(days=days)) for days in range(ACCEPTED_DAYS + 1)}
    keys = (_key(secret, month) for secret in settings.PERSONAL_DATA_KEYS for month in months)
    return next((key for key in keys if key.id == id_), None)


def _month(day: date):
    return f"{day:%Y-%m}"


@lru_cache(maxsize=32)
def _key(secret, month):
    # 16 bytes more than the order has, so that no private key is likelier than another (FIPS 186-5, A.2.1).
    number = int.from_bytes(crypto.derived_key(secret, f"sealed signups {month}", length=48))
    private = ec.derive_private_key(number % (ORDER - 1) + 1, ec.SECP256R1())
    point = private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return SealingKey(sha256(point).hexdigest()[:16], b64encode(point).decode(), private)


def envelope_info(key_id: str, idempotency_key: UUID) -> bytes:
    """Return what an envelope is bound to: a sealed signup counts with its own Idempotency-Key only."""
    return f"impuls signup {key_id} {idempotency_key}".encode()


class SealedSignupSerializer(serializers.Serializer):
    """An envelope. `open()` returns the signup in it, as it was typed; the rules of a signup come after."""

    key_id = serializers.CharField(max_length=16, help_text=_("Name des Schlüssels, für den versiegelt wurde."))
    sealed = serializers.CharField(help_text=_("HPKE-Umschlag (RFC 9180): enc und Chiffrat, in Base64."))

    default_error_messages = {
        "invalid": _("Erwartet wird ein Objekt mit key_id und sealed."),
        "unknown_key": _("Das war zu lange verschlossen oder nicht für uns. Füll die Anmeldung noch mal aus."),
        "unreadable": _("Deine Anmeldung lässt sich nicht öffnen. Füll sie noch mal aus."),
        "outdated": _(
            "Deine Anmeldung lag länger als drei Tage auf dem Gerät, oder seine Uhr geht falsch. Füll sie noch mal aus."
        ),
    }

    def run_validation(self, data=serializers.empty):
        # For null the framework has a message of its own, in English.
        return super().run_validation([] if data is None else data)

    def open(self, idempotency_key: UUID):
        """Return the signup of a valid envelope as parsed JSON of any shape; raise ValidationError."""
        key = _find_key(self.validated_data["key_id"])
        if key is None:
            self._refuse("key_id", "unknown_key")
        try:
            envelope = b64decode(self.validated_data["sealed"], validate=True)
            content = json.loads(SUITE.decrypt(envelope, key.private, envelope_info(key.id, idempotency_key)))
            kept_at, signup = content["kept_at"], content["signup"]
        except (InvalidTag, KeyError, RecursionError, TypeError, ValueError):
            self._refuse("sealed", "unreadable")
        if not _is_fresh(kept_at):
            self._refuse("sealed", "outdated")
        return signup

    def _refuse(self, field, code) -> NoReturn:
        raise serializers.ValidationError({field: [self.error_messages[code]]})


def _is_fresh(kept_at):
    """Whether a moment that a phone noted (seconds since 1970) is one from which it may still send.

    Past that the record of its key may be gone, and an envelope that somebody copied would make another signup.
    """
    if not isinstance(kept_at, int):
        return False
    age = int(timezone.now().timestamp()) - kept_at
    return -CLOCK_ERROR.total_seconds() <= age <= (KEPT + CLOCK_ERROR).total_seconds()
