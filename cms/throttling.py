"""Limits of requests per network address, counted in the database for all processes together."""

import ipaddress
import time
from datetime import date, timedelta

from django.utils.crypto import salted_hmac
from rest_framework.throttling import BaseThrottle

from cms.models import RequestCount

HOUR = 60 * 60


class AddressThrottle(BaseThrottle):
    """Counts requests of a network address within each hour; subclasses say how many are too many.

    The address is kept nowhere: a table holds a keyed hash of it that changes daily, for an hour. Which address counts
    behind proxies is decided by NUM_PROXIES.
    """

    # Hashes of one address for two purposes have nothing in common.
    purpose: str

    def count(self, what, request, number=1):
        """Count `number` more; return how many there were within this hour."""
        return RequestCount.objects.count_more(self.key(what, request), timedelta(seconds=HOUR), number)

    def number_of(self, what, request):
        """Return how many there were within this hour, without counting one more."""
        return RequestCount.objects.number_of(self.key(what, request))

    def wait(self):
        return HOUR - time.time() % HOUR

    def key(self, what, request):
        pseudonym = salted_hmac(f"{self.purpose} {date.today()}", network(self.get_ident(request))).hexdigest()
        return f"{what}:{int(time.time() // HOUR)}:{pseudonym}"


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
