"""allauth's forms, with limits that hold for all processes.

A credential of any other shape than a browser's must not bring them down.
"""

import json
import struct
from contextlib import contextmanager
from datetime import timedelta

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import signals
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from cryptography.exceptions import InvalidSignature
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mentoring import crypto
from mentoring.models import SpentProof
from mentoring.second_factor.rules import has_guessed_too_often

# What the libraries raise on JSON that no browser sends, or that is signed by another key.
BAD_CREDENTIAL = (
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    InvalidSignature,
)


# Longer than a code of an app is accepted, with all its tolerance.
CODE_LIFETIME = timedelta(minutes=5)


@contextmanager
def one_guess_at_a_time(user):
    """Look at an account's guesses one after the other, whichever processes they reach; refuse them after too many.

    Sent at once, they would all be looked at before the first is counted. What a wrong one leaves in the audit stays.
    """
    refusal = None
    with transaction.atomic():
        get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)
        try:
            if has_guessed_too_often(user):
                raise get_account_adapter().validation_error("too_many_login_attempts")
            yield
        except ValidationError as error:
            refusal = error
    if refusal:
        raise refusal


class CodeForm(AuthenticateForm):
    """Takes a code once. allauth remembers that in the cache, and for a shorter time than it accepts the code."""

    def clean_code(self):
        with one_guess_at_a_time(self.user):
            code = super().clean_code()
            (used, *_) = crypto.keyed_hashes("code of a second factor", f"{self.user.pk} {normalize_user_code(code)}")
            if not SpentProof.objects.spend(used, CODE_LIFETIME):
                self._emit_authentication_failed(self.authenticator)
                raise get_adapter().validation_error("incorrect_code")
            return code


@contextmanager
def refusing_bad_credentials():
    try:
        yield
    except BAD_CREDENTIAL as error:
        raise get_adapter().validation_error("incorrect_code") from error


class CredentialField(forms.JSONField):
    widget = forms.HiddenInput

    def to_python(self, value):
        with refusing_bad_credentials():
            return super().to_python(value)


class AddPasskeyForm(AddWebAuthnForm):
    name = forms.CharField(label=_("Name des Passkeys"), required=False, max_length=50)
    credential = CredentialField()

    def clean_credential(self):
        """Refuse text that no database column holds: the credential is stored as it came."""
        credential = self.cleaned_data["credential"]
        with refusing_bad_credentials():
            text = json.dumps(credential, ensure_ascii=False).encode()
        if rb"\u0000" in text:
            raise get_adapter().validation_error("incorrect_code")
        return credential

    def clean(self):
        with refusing_bad_credentials():
            return super().clean()


class PasskeyForm(AuthenticateWebAuthnForm):
    credential = CredentialField()

    def clean_credential(self):
        with one_guess_at_a_time(self.user):
            try:
                with refusing_bad_credentials():
                    return super().clean_credential()
            except ValidationError as error:
                if error.code == "incorrect_code":
                    self.tell_of_failure()
                raise

    def tell_of_failure(self):
        """Tell of it as allauth does of wrong codes."""
        signals.authentication_failed.send(
            sender=Authenticator,
            request=context.request,
            user=self.user,
            authenticator=Authenticator(user=self.user, type=Authenticator.Type.WEBAUTHN),
            reauthentication=False,
        )
