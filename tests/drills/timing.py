"""Does the server tell, by what it answers or when, whether it knows an address?"""

import html
import http.client
import json
import random
import re
import time
import urllib.request
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from scipy.stats import mannwhitneyu

from tests.api.requests import URL
from tests.drills.signups import body_of

# People whose addresses are known. Each of them is confirmed, and asked about once, so that it is owed a mail. One
# more has a link to the own page.
YOUTHS = """
from tests.factories import SignupFactory
for number in range({number}):
    SignupFactory(email=f"{prefix}{{number}}@example.org", eligible=True)
"""
MENTORS = """
from datetime import timedelta
from mentoring.models import SignupToken
from tests.factories import MentorFactory
for number in range({number}):
    MentorFactory(email=f"{prefix}{{number}}@example.org", active=True)
mine = MentorFactory(email="{prefix}mine@example.org", active=True)
print(SignupToken.issue(mine, SignupToken.Purpose.MENTOR_PAGE, timedelta(hours=1)))
"""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
APPLICATION = "/mentoring/mentor-werden/"


def sign_up(site, email, link):
    headers = {"Content-Type": "application/json", "Idempotency-Key": str(uuid4())}
    return URL, json.dumps(body_of(email)), headers


def ask_for_link(site, email, link):
    return "/mentoring/link/", urlencode({"email": email}), FORM


def apply(site, email, link):
    page = urllib.request.urlopen(site.url + APPLICATION, timeout=30).read().decode()
    fields = {
        **{name: value for name, value in body_of(email).items() if not name.startswith("guardian")},
        "last_name": "Probe",
        "occupation": "Zimmerin",
        "languages": ["de"],
        "capacity": 1,
        "is_adult": "on",
        "consent": "on",
        "token": html.unescape(re.search(r'name="token" value="([^"]+)"', page)[1]),
    }
    return APPLICATION, urlencode(fields, doseq=True), FORM


def change_address(site, email, link):
    return f"{APPLICATION}bewerbung/{link}/adresse/", urlencode({"email": email}), FORM


class Way(NamedTuple):
    """How to ask about an address, and the script that makes the known ones and may print the token of a link."""

    request: object
    known: str


WAYS = {
    "signup": Way(sign_up, YOUTHS),
    "link": Way(ask_for_link, YOUTHS),
    "application": Way(apply, MENTORS),
    "address": Way(change_address, MENTORS),
}


def compare(site, pairs):
    """Ask about a known and an unknown address in turn, in each way; return what was found, by way."""
    return {name: _compare(site, pairs, name, *way) for name, way in WAYS.items()}


def _compare(site, pairs, name, request, known):
    script = known.format(number=pairs, prefix=f"known-{name}-")
    link = site.manage("shell", "--no-imports", "-c", script).stdout.strip()
    answers = set()
    seconds = {"known": [], "other": []}
    for number in range(pairs):
        for kind in random.sample(["known", "other"], 2):
            answer, took = _ask(site, *request(site, f"{kind}-{name}-{number}@example.org", link))
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
