import ipaddress
import time
from datetime import date, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac
from rest_framework.throttling import BaseThrottle

from mentoring.models import RequestCount
from mentoring.proof import is_proven

HOUR = 60 * 60


class SignupThrottle(BaseThrottle):
    """Count signup requests of a network address within each hour. Without a proof of work the limit is tighter.

    The address is kept nowhere: a table holds a keyed hash of it that changes daily, for an hour. Which address counts
    behind proxies is decided by NUM_PROXIES.
    """

    def allow_request(self, request, view=None, proof=None):
        """`proof` is the payload of a form; programs send theirs in the header Altcha-Payload."""
        pseudonym = self._pseudonym(request)
        if self._count("signups", pseudonym) > settings.MENTORING_REQUESTS_PER_HOUR:
            return False
        if is_proven(request.headers.get("Altcha-Payload") if proof is None else proof):
            return True
        return self._count("unproven", pseudonym) <= settings.MENTORING_UNPROVEN_REQUESTS_PER_HOUR

    def _count(self, what, pseudonym):
        """Count one more; return how many there were within this hour."""
        return RequestCount.objects.count_one(f"{what}:{int(time.time() // HOUR)}:{pseudonym}", timedelta(seconds=HOUR))

    def wait(self):
        return HOUR - time.time() % HOUR

    def _pseudonym(self, request):
        return salted_hmac(f"signups {date.today()}", network(self.get_ident(request))).hexdigest()


def network(address):
    """Return what one subscriber has: an IPv4 address, or the first 64 bits of an IPv6 address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address or ""
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
