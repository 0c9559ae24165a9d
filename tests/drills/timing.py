"""Does the server tell, by what it answers or when, whether it knows an address?"""

import http.client
import json
import random
import time
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from scipy.stats import mannwhitneyu

from tests.api.requests import URL
from tests.drills.signups import body_of

# Signups whose addresses are known. Each of them is confirmed, and asked about once, so that it is owed a mail.
KNOWN = """
from tests.factories import SignupFactory
for number in range({number}):
    SignupFactory(email=f"{prefix}{{number}}@example.org", eligible=True)
"""


def sign_up(email):
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
    return URL, json.dumps(body_of(email)), headers


def ask_for_link(email):
    return "/mentoring/link/", urlencode({"email": email}), {"Content-Type": "application/x-www-form-urlencoded"}


WAYS = {"signup": sign_up, "link": ask_for_link}


def compare(site, pairs):
    """Ask about a known and an unknown address in turn, in each way; return what was found, by way."""
    return {name: _compare(site, pairs, name, request) for name, request in WAYS.items()}


def _compare(site, pairs, name, request):
    site.manage("shell", "--no-imports", "-c", KNOWN.format(number=pairs, prefix=f"known-{name}-"))
    answers = set()
    seconds = {"known": [], "other": []}
    for number in range(pairs):
        for kind in random.sample(["known", "other"], 2):
            answer, took = _ask(site, *request(f"{kind}-{name}-{number}@example.org"))
            answers.add(answer)
            seconds[kind].append(took)
    # The chance that a known address takes longer than another one.
    auc = mannwhitneyu(seconds["known"], seconds["other"]).statistic / pairs**2
    return {
        "answers": answers,
        "auc": auc,
        "median": {kind: sorted(took)[pairs // 2] for kind, took in seconds.items()},
    }


def _ask(site, path, body, headers):
    """Return the whole answer but for the time in it, and the seconds until its last byte."""
    place = urlsplit(site.url)
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    began = time.perf_counter()
    connection.request("POST", path, body, headers)
    answer = connection.getresponse()
    text = answer.read()
    took = time.perf_counter() - began
    connection.close()
    kept = tuple(header for header in answer.getheaders() if header[0] not in {"Date", "Expires"})
    return (answer.status, kept, text), took
