"""Second factors in tests: codes as an authenticator app shows them, and users who have shown theirs."""

import time
from types import SimpleNamespace

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value


def code(secret, steps=0):
    """Return what an app shows for a secret now, or `steps` half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def add_app(user):
    """Give a user an authenticator app; return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def pass_second_factor(client, user):
    """Let a user who is logged in have an app and have shown a code of it."""
    add_app(user)
    session = client.session
    record_authentication(SimpleNamespace(session=session), user, "mfa")
    session.save()


def log_in(client, user):
    """Log a user in, with password and second factor."""
    client.force_login(user)
    pass_second_factor(client, user)
