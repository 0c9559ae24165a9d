from django.conf import settings

from careers.models.class_check import ClassCheck
from cms.throttling import AddressThrottle


class TooManyError(Exception):
    """This network address has to wait until the hour is over."""


class ClassThrottle(AddressThrottle):
    """Limits what one network address may do in an hour; a school with many classes has but one."""

    purpose = "class checks"

    def may_start(self, request):
        return self.count("class-starts", request) <= settings.CLASS_CHECKS_PER_HOUR

    def may_add(self, request):
        return self.count("class-adds", request) <= settings.CLASS_CHECK_PHONES_PER_HOUR

    def look_up(self, request, action):
        """Return what `action` returns, which raises ClassCheck.DoesNotExist for a wrong code.

        Raises TooManyError without trying where too many codes were wrong: nobody finds one by guessing.
        """
        if self.number_of("wrong-codes", request) >= settings.CLASS_CHECK_WRONG_CODES_PER_HOUR:
            raise TooManyError
        try:
            return action()
        except ClassCheck.DoesNotExist:
            self.count("wrong-codes", request)
            raise
