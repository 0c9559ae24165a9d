"""A server that is killed in the middle of its work keeps what it acknowledged. `make drill` does it at full size."""

import signal

import pytest

from tests.drills.signups import UNLIMITED, Youth, prepare, sign_up_under_fire, stored
from tests.site import RunningSite

SIGNUPS = 500
CLIENTS = 8
KILLS = 3
PATIENCE_SECONDS = 600


@pytest.fixture
def site(tmp_path):
    running = RunningSite(tmp_path, name="kill", **UNLIMITED)
    prepare(running)
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
