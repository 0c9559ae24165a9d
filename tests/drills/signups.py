"""Clients that sign up while the servers are killed, and a look at what was stored in the end."""

import http.client
import json
import signal
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import cycle, islice
from uuid import uuid4

from tests.api.requests import URL

UNLIMITED = {"MENTORING_REQUESTS_PER_HOUR": "100000000", "MENTORING_UNPROVEN_REQUESTS_PER_HOUR": "100000000"}
CUT_OFF = 0  # instead of a status: refused, or no answer

PREPARE = "from tests.factories import CareerFieldFactory; CareerFieldFactory(slug='it', title='IT')"
STORED = """
import json
from collections import Counter
from mentoring.models import IdempotencyRecord, MentoringSignup, OutgoingMail
from django_tasks_db.models import DBTaskResult
print(json.dumps({
    "emails": [signup.email for signup in MentoringSignup.objects.all()],
    "keys": [str(key) for key in IdempotencyRecord.objects.values_list("key", flat=True)],
    "signups with a mail": OutgoingMail.objects.values("signup").distinct().count(),
    "mails": Counter(OutgoingMail.objects.values_list("status", flat=True)),
    "mails with a task": len({task.args_kwargs["args"][0] for task in DBTaskResult.objects.all()
                              if task.task_path.endswith("deliver_mail")}),
}))
"""


def prepare(site):
    site.manage("migrate", "--verbosity=0")
    site.manage("shell", "--no-imports", "-c", PREPARE)


def stored(site):
    return json.loads(site.manage("shell", "--no-imports", "-c", STORED).stdout.splitlines()[-1])


def body_of(email):
    return {
        "first_name": "Mila",
        "age": 14,
        "email": email,
        "municipality": "ausserhalb",
        "career_fields": ["it"],
        "guardian_name": "Jana Kern",
        "guardian_email": "jana@example.org",
        "consent": True,
    }


def post(site, key, body):
    """Return the status of the answer to a signup, or CUT_OFF."""
    headers = {"Content-Type": "application/json", "Idempotency-Key": key}
    request = urllib.request.Request(site.url + URL, json.dumps(body).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except (OSError, http.client.HTTPException):
        return CUT_OFF


class Youth:
    """A client that sends its signup with one key until it is acknowledged, whatever happens to the server."""

    def __init__(self, number):
        self.key = str(uuid4())
        self.email = f"kind{number}@example.org"
        self.statuses = []

    @property
    def is_acknowledged(self):
        return self.statuses[-1:] == [201]

    def sign_up(self, site, deadline):
        while not self.is_acknowledged and time.monotonic() < deadline:
            if self.statuses:
                time.sleep(0.1)
            self.statuses.append(post(site, self.key, body_of(self.email)))


def sign_up_under_fire(site, youths, *, clients, kills, victims, restarts=(), patience):
    """Let all sign up, `clients` at a time, while `victims` are killed in turn and servers restarted.

    Blows are spread evenly over the signups. `restarts` are callables; `patience` is in seconds.
    """
    deadline = time.monotonic() + patience
    blows = [partial(kill, site, name) for name in islice(cycle(victims), kills)]
    for number, restart in enumerate(restarts, start=1):
        blows.insert(number * len(blows) // (len(restarts) + 1), restart)
    with ThreadPoolExecutor(clients) as pool:
        answers = [pool.submit(youth.sign_up, site, deadline) for youth in youths]
        for number, blow in enumerate(blows, start=1):
            while sum(answer.done() for answer in answers) < number * len(youths) // (len(blows) + 1):
                time.sleep(0.01)
                site.revive()
            blow()
        while not all(answer.done() for answer in answers):
            time.sleep(0.1)
            site.revive()


def kill(site, name):
    site.stop(name, how=signal.SIGKILL)
    site.start(name)
