"""gunicorn as in production: killed in the middle of its work, and asked too often.

`make drill` does the first at full size.
"""

import json
import os
import signal
import time
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from cms.throttling import HOUR
from tests.api.requests import URL
from tests.drills.signups import PREPARE, UNLIMITED, Youth, body_of, sign_up_under_fire, stored
from tests.site import RunningSite

SIGNUPS = 500
CLIENTS = 8
KILLS = 3
PATIENCE_SECONDS = 600
CLASS, LIMIT, REQUESTS = 35, 40, 60
LIMITED = {"MENTORING_UNPROVEN_REQUESTS_PER_HOUR": str(LIMIT), "WEB_CONCURRENCY": "2"}
FORGET = "from cms.models import RequestCount; RequestCount.objects.all().delete()"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    running = RunningSite(tmp_path_factory.mktemp("real"), name="real", **UNLIMITED)
    running.prepare(demo=False)
    running.manage("shell", "--no-imports", "-c", PREPARE)
    yield running
    running.stop(how=signal.SIGKILL)


def test_a_server_killed_during_signups_loses_none_it_acknowledged(site):
    site.start("web")
    youths = [Youth(number) for number in range(SIGNUPS)]
    sign_up_under_fire(site, youths, clients=CLIENTS, kills=KILLS, victims=["web"], patience=PATIENCE_SECONDS)
    assert all(youth.is_acknowledged for youth in youths)

    site.manage("sweep_mentoring")
    left = stored(site)
    assert sorted(left["emails"]) == sorted(youth.email for youth in youths)
    assert sorted(left["keys"]) == sorted(youth.key for youth in youths)
    assert left["mails"] == {"pending": SIGNUPS}
    assert left["signups with a mail"] == left["mails with a task"] == SIGNUPS
    assert sum(len(youth.statuses) for youth in youths) > SIGNUPS
    site.stop("web")


def sign_up(site, **headers):
    body = json.dumps(body_of(f"{uuid4()}@example.org")).encode()
    return ask(site, URL, body, {"Content-Type": "application/json", "Idempotency-Key": str(uuid4()), **headers})


def from_elsewhere(site, number):
    """Sign up, and claim another address each time."""
    address = f"192.0.2.{number}"
    return sign_up(site, **{"X-Forwarded-For": address, "X-Real-IP": address})


def ask(site, path, body, headers):
    try:
        with urllib.request.urlopen(urllib.request.Request(site.url + path, body, headers), timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def seconds_of_work(site):
    """Return how long each of gunicorn's workers has worked."""
    web = site.processes["web"].pid
    children = Path(f"/proc/{web}/task/{web}/children").read_text().split()
    ticks = {pid: Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13] for pid in children}
    return {pid: sum(map(int, times)) / os.sysconf("SC_CLK_TCK") for pid, times in ticks.items()}


def test_two_workers_count_together_and_no_header_dodges_them(site):
    """With Redis where the tests have one, and else with a cache in each process: the numbers stand in a table."""
    # The numbers begin anew with each hour.
    if (left := HOUR - time.time() % HOUR) < 30:
        time.sleep(left)
    site.manage("shell", "--no-imports", "-c", FORGET)
    site.environment.update(LIMITED)
    site.start("web")
    before = seconds_of_work(site)
    with ThreadPoolExecutor(CLIENTS) as pool:
        whole_class = list(pool.map(lambda number: sign_up(site), range(CLASS)))
        forged = list(pool.map(lambda number: from_elsewhere(site, number), range(REQUESTS - CLASS)))
    after = seconds_of_work(site)
    site.stop("web")
    assert whole_class == [201] * CLASS
    refused = Counter(status == 429 for status in forged)
    assert refused == {False: LIMIT - CLASS, True: REQUESTS - LIMIT}
    assert len(after) == 2
    assert all(after[pid] > before[pid] for pid in after)
