"""What allauth asks the project about accounts and their second factors."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext_lazy as _

from mentoring import crypto

WRONG = _("Das stimmt nicht. Bei einem Code aus der App: Nehmen Sie den, der gerade angezeigt wird.")
TOO_OFTEN = _("Das war zu oft falsch. Versuchen Sie es in einer Viertelstunde wieder.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": WRONG,
        "too_many_login_attempts": TOO_OFTEN,
        "rate_limited": TOO_OFTEN,
    }

    def is_open_for_signup(self, request):
        return False

    def add_message(self, request, *args, **kwargs):
        """Say nothing: the page that follows shows what was done."""


class FactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are encrypted like personal data."""

    error_messages = {**DefaultMFAAdapter.error_messages, "incorrect_code": WRONG}

    def encrypt(self, text):
        return crypto.encrypt(text)

    def decrypt(self, encrypted_text):
        return crypto.decrypt(encrypted_text)

    def get_totp_label(self, user):
        return user.get_username()
