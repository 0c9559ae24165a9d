import ipaddress
import time
from datetime import date, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac
from rest_framework.throttling import BaseThrottle

from mentoring.models import RequestCount
from mentoring.proof import is_proven

HOUR = 60 * 60


class HourlyThrottle(BaseThrottle):
    """Counts requests of a network address within each hour, over all processes.

    The address is kept nowhere: a table holds a keyed hash of it that changes daily, for an hour. Which address counts
    behind proxies is decided by NUM_PROXIES.
    """

    # Separates what is counted, and the hashes: nobody can tell that two numbers are of one address.
    what: str

    def count(self, key, number=1):
        """Count `number` more; return how many there were within this hour."""
        return RequestCount.objects.count_more(key, timedelta(seconds=HOUR), number)

    def key(self, pseudonym, what=""):
        return f"{what or self.what}:{int(time.time() // HOUR)}:{pseudonym}"

    def wait(self):
        return HOUR - time.time() % HOUR

    def pseudonym(self, request):
        return salted_hmac(f"{self.what} {date.today()}", network(self.get_ident(request))).hexdigest()


class SignupThrottle(HourlyThrottle):
    """Without a proof of work the limit is tighter."""

    what = "signups"

    def allow_request(self, request, view=None, proof=None):
        """`proof` is the payload of a form; programs send theirs in the header Altcha-Payload."""
        pseudonym = self.pseudonym(request)
        if self.count(self.key(pseudonym)) > settings.MENTORING_REQUESTS_PER_HOUR:
            return False
        if is_proven(request.headers.get("Altcha-Payload") if proof is None else proof):
            return True
        return self.count(self.key(pseudonym, "unproven")) <= settings.MENTORING_UNPROVEN_REQUESTS_PER_HOUR


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
