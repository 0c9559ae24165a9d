"""`make drill`: what the site promises, shown at full size. Ends with 1 when a promise is broken.

python -m tests.drills [kills] [retries] [offline] [timing] [wordpress]…

Each drill runs against gunicorn, worker and clock as in production, on a PostgreSQL cluster, a Redis and a mail server
that are made for it. Sizes are set by the environment: DRILL_SIGNUPS=1000 DRILL_KILLS=10 make drill
"""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import cycle, islice
from uuid import uuid4

from tests.drills.fuzzing import READING, SIGNING_UP, fuzz
from tests.drills.offline_signup import figures_of, sign_up_offline
from tests.drills.servers import mail_server, postgres, redis
from tests.drills.signups import UNLIMITED, Youth, body_of, post, prepare, sign_up_under_fire, stored
from tests.drills.timing import compare
from tests.drills.wordpress import NOT_TO_BE_FRAMED, embed_all, missing
from tests.embeds import EMBEDS
from tests.site import RunningSite

SIZES = {
    "SIGNUPS": 10_000,
    "CLIENTS": 16,
    "KILLS": 100,
    "RESTARTS": 5,
    "KEYS": 1_000,
    "RETRIES": 20,
    "OFFLINE": 100,
    "CASES": 2_000,
    "PAIRS": 500,
}
SIZE = {name: int(os.environ.get(f"DRILL_{name}", default)) for name, default in SIZES.items()}
PATIENCE_SECONDS = 3 * 60 * 60
MAIL_PATIENCE_SECONDS = 30 * 60


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.drills")
    parser.add_argument("names", nargs="*", metavar="drill", help=", ".join(DRILLS))
    names = parser.parse_args().names or list(DRILLS)
    faults = []
    for name in names:
        began = time.monotonic()
        print(f"\n{name}", flush=True)
        faults += DRILLS[name]()
        print(f"  took {time.monotonic() - began:.0f} s", flush=True)
    print("\n".join(["", *faults]) if faults else "\nEvery promise is kept.")
    return bool(faults)


@contextmanager
def site(*processes, demo=False, **environment):
    """Run a site on servers of its own, with the demo if asked for; yield it, its PostgreSQL and its mailbox."""
    with (
        tempfile.TemporaryDirectory(prefix="impuls-drill-") as folder,
        postgres() as database,
        redis() as cache_url,
        mail_server() as (email_url, mailbox),
    ):
        environment = {
            "DATABASE_URL": database.url,
            "CACHE_URL": cache_url,
            "EMAIL_URL": email_url,
            "WEB_CONCURRENCY": "4",
            **UNLIMITED,
            **environment,
        }
        running = RunningSite(folder, **environment)
        try:
            if demo:
                running.manage("migrate", "--verbosity=0")
                running.manage("load_demo")
            else:
                prepare(running)
            running.start(*processes)
            yield running, database, mailbox
        finally:
            running.stop(how=signal.SIGKILL)


def show(**figures):
    for what, figure in figures.items():
        print(f"  {what.replace('_', ' ')}: {figure}", flush=True)


def kills():
    """Sign up while everything is killed: nothing acknowledged is lost, nothing is there twice, every mail is sent."""
    with site("web", "worker", "clock") as (running, database, mailbox):
        youths = [Youth(number) for number in range(SIZE["SIGNUPS"])]
        restarts = [partial(database.restart, how) for how in islice(cycle(("fast", "immediate")), SIZE["RESTARTS"])]
        began = time.monotonic()
        sign_up_under_fire(
            running,
            youths,
            clients=SIZE["CLIENTS"],
            kills=SIZE["KILLS"],
            victims=("web", "worker"),
            restarts=restarts,
            patience=PATIENCE_SECONDS,
        )
        show(signups_took=f"{time.monotonic() - began:.0f} s")
        wait_for_mails(running, mailbox, len(youths))
        left = stored(running)
        audit = running.manage("verify_audit").stdout.strip()

    acknowledged = {youth.email for youth in youths if youth.is_acknowledged}
    emails, keys = Counter(left["emails"]), Counter(left["keys"])
    copies = Counter(mailbox.taken)
    mails = Counter(email for email, _ in copies)
    blows = SIZE["KILLS"] + SIZE["RESTARTS"]
    statuses = Counter(status for youth in youths for status in youth.statuses)
    show(
        signups=len(youths),
        kills_and_restarts=f"{SIZE['KILLS']} and {SIZE['RESTARTS']}",
        answers_by_status=dict(sorted(statuses.items())),
        acknowledged=len(acknowledged),
        acknowledged_but_lost=len(acknowledged - emails.keys()),
        duplicates=emails.total() - len(emails),
        mails_sent=len(mails),
        mails_sent_again=copies.total() - len(copies),
        mails_by_status=left["mails"],
        audit=audit,
    )
    return broken(
        {
            "every signup is acknowledged": len(acknowledged) == len(youths),
            "no answer but 201, 409, 503 or none": set(statuses) <= {0, 201, 409, 503},
            "none is lost, none is there twice": emails == Counter(youth.email for youth in youths),
            "one record for each key": keys == Counter(youth.key for youth in youths),
            "everybody got the mail": mails.keys() == emails.keys(),
            "a mail has one Message-ID": set(mails.values()) == {1},
            "at most one mail twice for each blow": copies.total() - len(copies) <= blows,
            "no mail is owed": left["mails"] == {"sent": len(youths)},
        }
    )


def wait_for_mails(running, mailbox, number):
    deadline = time.monotonic() + MAIL_PATIENCE_SECONDS
    while time.monotonic() < deadline:
        running.revive()
        if len({email for email, _ in mailbox.taken}) >= number and set(stored(running)["mails"]) == {"sent"}:
            return
        time.sleep(5)


def retries():
    """Send each key many times at once: one row, and an answer that says so or asks to come back."""
    with site("web") as (running, _, _), ThreadPoolExecutor(2 * SIZE["RETRIES"]) as pool:
        bodies = {str(uuid4()): body_of(f"kind{number}@example.org") for number in range(SIZE["KEYS"])}
        # In this order all requests with one key are under way at once.
        storm = [(key, body) for key, body in bodies.items() for _ in range(SIZE["RETRIES"])]
        statuses = Counter(pool.map(lambda request: post(running, *request), storm))
        again = Counter(pool.map(lambda key: post(running, key, bodies[key]), bodies))
        changed = Counter(pool.map(lambda key: post(running, key, {**bodies[key], "age": 15}), bodies))
        left = stored(running)
    show(
        keys=len(bodies),
        requests_at_once=SIZE["RETRIES"],
        answers_by_status=dict(statuses),
        afterwards=dict(again),
        with_another_body=dict(changed),
        rows=len(left["emails"]),
    )
    return broken(
        {
            "only 201 and 409": set(statuses) <= {201, 409},
            "the same afterwards": set(again) == {201},
            "another body is refused": set(changed) == {422},
            "one row for each key": sorted(left["emails"]) == sorted(body["email"] for body in bodies.values()),
            "one record for each key": sorted(left["keys"]) == sorted(bodies),
        }
    )


def offline():
    """Sign up without network in a browser that is reloaded, closed, doubled: each signup is sent exactly once."""
    with site("web") as (running, _, _):
        figures = figures_of(*sign_up_offline(running, SIZE["OFFLINE"]))
    show(**figures)
    return broken(
        {
            "every one is sent exactly once": figures["sent_exactly_once"] == figures["runs"],
            "none under two keys": figures["requests_taken_in"] == figures["runs"],
        }
    )


def cases():
    """Send what Schemathesis makes of the interface's description, with all checks: what signs up, and what reads."""
    promises = {}
    # By how many operations the cases are shared, at least; the phase before adds some more.
    for what, option, operations, demo in (("signups", SIGNING_UP, 2, False), ("reading", READING, 15, True)):
        with site("web", demo=demo, READ_API_REQUESTS_PER_HOUR="100000000") as (running, _, _):
            number, passed, output = fuzz(running.url, -(-SIZE["CASES"] // operations), option)
        show(**{f"cases_of_{what}": number, "passed": passed})
        if not 0 < number == passed:
            print(output)
        promises[f"every case of {what} passes"] = number == passed
        promises[f"there are enough cases of {what}"] = number >= SIZE["CASES"]
    return broken(promises)


def timing():
    """Ask about known and unknown addresses in turn: neither the answer nor its time tells which is which."""
    with site("web") as (running, _, _):
        found = compare(running, SIZE["PAIRS"])
    promises = {}
    for way, result in found.items():
        milliseconds = {kind: f"{seconds * 1000:.1f} ms" for kind, seconds in result["median"].items()}
        show(
            **{
                f"{way}_answers": len(result["answers"]),
                f"{way}_auc": f"{result['auc']:.3f}",
                f"{way}_median": milliseconds,
            }
        )
        (status, *_) = next(iter(result["answers"]))
        promises[f"{way}: what is asked is taken in"] = status in {201, 303}
        promises[f"{way}: every answer is the same to the byte"] = len(result["answers"]) == 1
        promises[f"{way}: the time tells nothing"] = 0.45 <= result["auc"] <= 0.55
    return broken(promises)


def wordpress():
    """Let a real WordPress embed every kind of page: each fits, leaves no trace, and nothing else may be framed."""
    if names := missing():
        print(f"  left out: it needs Debian's {' '.join(names)}", flush=True)
        return []
    with site("web", demo=True) as (running, _, _):
        found, cards, refused = embed_all(running)
    for name, figures in found.items():
        show(**{name: ", ".join(f"{what} {figure:.3g}" for what, figure in figures.items())})
    show(cards_of_bare_links=cards, pages_that_refuse=f"{refused} of {len(NOT_TO_BE_FRAMED)}")
    worst = {what: max(figures[what] for figures in found.values()) for what in found["Beruf"]}
    return broken(
        {
            "previews in the editor fit": worst["preview"] <= 2,
            "every frame fits": worst["loaded"] <= 2,
            "it fits larger text": worst["zoomed"] <= 2,
            "no card scrolls within itself": worst["out of sight"] <= 2,
            "the console has nothing to say": worst["complaints"] == 0,
            "no cookie, nothing stored": worst["traces"] == 0,
            "no request elsewhere": worst["requests elsewhere"] == 0,
            "each bare link becomes a card": cards == len(EMBEDS),
            "only embeds may be framed": refused == len(NOT_TO_BE_FRAMED),
        }
    )


def broken(promises):
    """Return the promises that are not kept."""
    return [f"Broken: {promise}." for promise, is_kept in promises.items() if not is_kept]


DRILLS = {
    "kills": kills,
    "retries": retries,
    "cases": cases,
    "offline": offline,
    "timing": timing,
    "wordpress": wordpress,
}

if __name__ == "__main__":
    sys.exit(main())
