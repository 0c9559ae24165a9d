from threading import Lock

from django.conf import settings

from cms.throttling import AddressThrottle

LEASE = 20
MOST_LEASES = 10_000


class ReadThrottle(AddressThrottle):
    """Count reading requests of a network address within each hour, over all processes.

    A row for each request would make reading as dear as writing. So a process takes LEASE requests from the shared
    number at a time and hands them out from memory. What it does not hand out is lost: the limit is never exceeded,
    and missed by at most LEASE for each process.
    """

    purpose = "reading"
    leases: dict[str, int] = {}
    lock = Lock()

    def allow_request(self, request, view=None):
        key = self.key(self.purpose, request)
        with self.lock:
            left = self.leases.get(key)
            if left is not None and left != 0:
                self.leases[key] = left - 1 if left > 0 else left
                return left > 0
        granted = self.grant(request)
        with self.lock:
            if len(self.leases) >= MOST_LEASES:
                self.leases.clear()
            # Below zero: nothing is left in this hour, and nobody has to be asked again.
            self.leases[key] = self.leases.get(key, 0) + granted - 1 if granted else -1
        return granted > 0

    def grant(self, request):
        """Return how many requests of the shared number this process may hand out."""
        limit = settings.READ_API_REQUESTS_PER_HOUR
        asked = self.count(self.purpose, request, LEASE)
        return max(0, min(LEASE, limit - (asked - LEASE)))
