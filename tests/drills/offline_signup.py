"""Youths sign up without network, in a real browser, and something comes in between before it is sent."""

import tempfile
from collections import Counter
from itertools import cycle, islice

from playwright.sync_api import Error, sync_playwright

from tests.measures import CHROMIUM_FLAGS, chromium_path
from tests.offline_signup import DISTURBANCES, Phone, arrived, install, new_address, settle


def sign_up_offline(site, runs):
    """Return the number of requests taken in, and of each run its disturbance, signups, mails, and what was left.

    Every round of disturbances gets a new phone. A run that could not be played counts as one that left something.
    """
    plan = [(new_address(), disturb) for disturb in islice(cycle(DISTURBANCES), runs)]
    left = {}
    with sync_playwright() as playwright:
        for start in range(0, runs, len(DISTURBANCES)):
            with tempfile.TemporaryDirectory(prefix="impuls-phone-", ignore_cleanup_errors=True) as folder:
                phone = Phone(opener(playwright, site), folder)
                install(phone)
                for email, disturb in plan[start : start + len(DISTURBANCES)]:
                    left[email] = played(phone, email, disturb)
                phone.close()
    found = arrived(site, left)
    return found["keys"], [(disturb.__name__, *found[email], left[email]) for email, disturb in plan]


def played(phone, email, disturb):
    """Play one run; return how many signups are left on the phone at its end."""
    try:
        disturb(phone, email)
        return len(settle(phone))
    except Error as error:
        print(f"  {disturb.__name__}: {error}", flush=True)
        phone.restart()
        return 1


def opener(playwright, site):
    return lambda folder: playwright.chromium.launch_persistent_context(
        folder, args=CHROMIUM_FLAGS, executable_path=chromium_path(), base_url=site.url, locale="de-DE"
    )


def figures_of(keys, outcomes):
    signups = [signups for _, signups, _, _ in outcomes]
    return {
        "runs": len(outcomes),
        "runs_by_disturbance": dict(Counter(name for name, *_ in outcomes)),
        "sent_exactly_once": sum(outcome[1:] == (1, 1, 0) for outcome in outcomes),
        "lost": signups.count(0),
        "doubled": sum(number > 1 for number in signups),
        "requests_taken_in": keys,
        "mails": sum(mails for _, _, mails, _ in outcomes),
        "left_on_phones": sum(left for *_, left in outcomes),
    }
