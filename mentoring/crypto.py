"""Encryption and keyed hashes of personal data.

Every secret comes from settings.PERSONAL_DATA_KEYS, a list of Fernet keys, newest first: the first one encrypts, all of
them decrypt. Keyed hashes use a key derived from each of them, so a hash made before a rotation is still found.
"""

import hmac
from functools import lru_cache
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def encrypt(text: str) -> str:
    return _fernet(*settings.PERSONAL_DATA_KEYS).encrypt(text.encode()).decode()


def decrypt(ciphertext: str) -> str:
    return _fernet(*settings.PERSONAL_DATA_KEYS).decrypt(ciphertext.encode()).decode()


def is_current(ciphertext: str) -> bool:
    """Whether the newest key made this."""
    try:
        _fernet(settings.PERSONAL_DATA_KEYS[0]).decrypt(ciphertext.encode())
    except InvalidToken:
        return False
    return True


def keyed_hashes(purpose: str, text: str) -> list[str]:
    """Return the HMAC-SHA256 of a text in hexadecimal under each key; store the first, look for any of them."""
    keys = (derived_key(key, purpose) for key in settings.PERSONAL_DATA_KEYS)
    return [hmac.new(key, text.encode(), sha256).hexdigest() for key in keys]


def plain_hash(token: str) -> str:
    """Return the SHA-256 of a random token; nothing weaker than a 256-bit token may be stored this way."""
    return sha256(token.encode()).hexdigest()


@lru_cache
def _fernet(*keys: str) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


@lru_cache
def derived_key(key: str, purpose: str, length: int = 32) -> bytes:
    """Return as many bytes for a purpose as it needs, always the same for one of the keys."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose.encode()).derive(key.encode())
