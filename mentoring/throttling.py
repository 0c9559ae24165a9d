from django.conf import settings

from cms.throttling import AddressThrottle
from mentoring.proof import is_proven


class SignupThrottle(AddressThrottle):
    """Limits signup requests of a network address within each hour. Without a proof of work the limit is tighter."""

    purpose = "signups"

    def allow_request(self, request, view=None, proof=None):
        """`proof` is the payload of a form; programs send theirs in the header Altcha-Payload."""
        if self.count("signups", request) > settings.MENTORING_REQUESTS_PER_HOUR:
            return False
        if is_proven(request.headers.get("Altcha-Payload") if proof is None else proof):
            return True
        return self.count("unproven", request) <= settings.MENTORING_UNPROVEN_REQUESTS_PER_HOUR


class LinkThrottle(AddressThrottle):
    """Limits what comes from pages that store nobody new. A mailbox gets one link in ten minutes, however often."""

    purpose = "links"

    def allow_request(self, request, view=None):
        return self.count("links", request) <= settings.MENTORING_REQUESTS_PER_HOUR
