"""House rules as system checks."""

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import Error, register

from mentoring.models.signup import GUARDIAN_FLOOR, MINIMUM_AGE_FLOOR
from mentoring.sealing import CLOCK_ERROR, KEPT


@register("mentoring")
def personal_data_can_be_encrypted(app_configs, **kwargs):
    if not settings.PERSONAL_DATA_KEYS:
        return [Error("PERSONAL_DATA_KEYS is empty.", id="mentoring.E001")]
    try:
        for key in settings.PERSONAL_DATA_KEYS:
            Fernet(key)
    except ValueError:
        hint = "Make one with cryptography.fernet.Fernet.generate_key()."
        return [Error("PERSONAL_DATA_KEYS holds a key that is no Fernet key.", hint=hint, id="mentoring.E002")]
    return []


@register("mentoring")
def ages_keep_what_the_database_demands(app_configs, **kwargs):
    """Settings may raise the age limits; the floors are constraints of the database."""
    floors = {"MENTORING_MINIMUM_AGE": MINIMUM_AGE_FLOOR, "MENTORING_GUARDIAN_UNDER": GUARDIAN_FLOOR}
    return [
        Error(f"{name} must be at least {floor}.", id="mentoring.E003")
        for name, floor in floors.items()
        if getattr(settings, name) < floor
    ]


@register("mentoring")
def repeated_requests_are_recognised_while_phones_may_send_them(app_configs, **kwargs):
    """A sealed signup is accepted from `CLOCK_ERROR` before the moment that its phone noted until that much after."""
    needed = (2 * CLOCK_ERROR + KEPT).days
    if needed > settings.MENTORING_IDEMPOTENCY_DAYS:
        return [Error(f"MENTORING_IDEMPOTENCY_DAYS must be at least {needed}.", id="mentoring.E004")]
    return []
