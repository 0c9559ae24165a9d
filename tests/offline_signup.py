"""Signups that a phone keeps without network, and what may come in between before they are sent.

Told by tests/e2e/test_offline_signup.py once each, and by the drill tests/drills/offline_signup.py a hundred times.
"""

import json
import secrets
from contextlib import contextmanager, suppress

from playwright.sync_api import Error, expect

from tests.e2e.phone import read

ENDPOINT = "**/api/v1/mentoring/sealed-signups/"
WAITING = "Deine Anmeldung ist noch nicht gesendet."
SENT = "Deine Anmeldung ist gesendet."
CANARY = "Zuzana-Kanarienvogel"
KEPT = """async () => {
  if (!(await indexedDB.databases()).some(({ name }) => name === "impuls")) return [];
  const result = (source) => new Promise((resolve) => (source.onsuccess = () => resolve(source.result)));
  const database = await result(indexedDB.open("impuls"));
  const kept = await result(database.transaction("state").objectStore("state").get("signups"));
  database.close();
  return kept ?? [];
}"""
# What became of the signups from these addresses: rows and mails of each, and all requests that were taken in, in JSON.
COUNT = """
import json
from mentoring.models import IdempotencyRecord, MentoringSignup, OutgoingMail
found = {{"keys": IdempotencyRecord.objects.count()}}
for email in {emails!r}:
    signups = MentoringSignup.objects.with_email(email)
    found[email] = [signups.count(), OutgoingMail.objects.filter(signup__in=signups).count()]
print("found:" + json.dumps(found))
"""


class Phone:
    """A phone whose browser can be closed and opened again."""

    def __init__(self, open_phone, folder):
        self.open_phone, self.folder = open_phone, folder
        self.start()

    def start(self):
        self.context = self.open_phone(self.folder)
        self.page = self.context.pages[0]

    def close(self):
        self.context.close()

    def restart(self):
        self.close()
        self.start()

    @contextmanager
    def offline(self):
        self.context.set_offline(True)
        yield
        self.context.set_offline(False)

    def kept(self):
        return self.page.evaluate(KEPT)


def install(phone):
    """Visit the site, so that the worker lies on the phone."""
    read(phone.page, "/merkliste/")


def fill_in(page, email, age="17"):
    """Fill in the form that is shown, up to its last step."""
    page.get_by_label("Dein Vorname").fill(CANARY)
    page.get_by_label("Dein Alter").fill(age)
    page.get_by_label("Deine E-Mail-Adresse").fill(email)
    next_step(page)
    page.get_by_label("Wo wohnst du?").select_option("ausserhalb")
    next_step(page)
    page.locator("[data-step=interests] input").first.check()
    next_step(page)
    next_step(page)
    page.locator("[data-step=consent] [type=checkbox]").check()


def next_step(page):
    page.get_by_role("button", name="Weiter", exact=True).click()


def keep(page, email, age="17"):
    """Open the form without network, fill it in and choose to keep it."""
    page.goto("/mentoring/")
    fill_in(page, email, age)
    page.get_by_role("button", name="Weiter ohne Netz").click()
    page.get_by_role("button", name="Aufheben", exact=True).click()
    expect(page.get_by_text(WAITING)).to_be_visible()


def new_address():
    return f"zuzana-{secrets.token_hex(6)}@example.org"


def wait_until(phone, holds, seconds=30):
    for _ in range(seconds * 10):
        if holds():
            return
        phone.page.wait_for_timeout(100)


def back_online(phone, email):
    """Nothing comes in between: the network is back while the page is open."""
    with phone.offline():
        keep(phone.page, email)


def reloaded(phone, email):
    """The page is loaded anew at the moment at which it sends."""
    with phone.offline():
        keep(phone.page, email)
    for _ in range(3):
        with suppress(Error):  # the next one came before
            phone.page.reload(wait_until="commit")


def closed(phone, email):
    """The browser is closed, and started again with network."""
    with phone.offline():
        keep(phone.page, email)
        phone.restart()


def second_tab(phone, email):
    """Two more tabs are open, and all send when the network is back."""
    with phone.offline():
        keep(phone.page, email)
        for _ in range(2):
            phone.context.new_page().goto("/merkliste/")
    for page in phone.context.pages:
        with suppress(Error):
            page.get_by_role("button", name="Jetzt senden").click(timeout=500)


def answer_lost(phone, email):
    """The server takes it in, and nobody hears of it, also when it is sent again."""
    lost = []

    def lose(route):
        with suppress(Error):  # the story may be over
            lost.append(route.fetch())
            route.abort()

    phone.context.route(ENDPOINT, lose)
    with phone.offline():
        keep(phone.page, email)
    wait_until(phone, lambda: lost)
    phone.page.get_by_role("button", name="Jetzt senden").click()
    wait_until(phone, lambda: len(lost) > 1)


def request_lost(phone, email):
    """The request never arrives."""
    phone.context.route(ENDPOINT, lambda route: route.abort(), times=2)
    with phone.offline():
        keep(phone.page, email)
    phone.page.wait_for_timeout(1500)


def closed_while_sending(phone, email):
    """The browser is closed when the server has taken it in and the answer is on its way."""
    taken_in = []

    def hold(route):
        with suppress(Error):  # the browser may be gone
            taken_in.append((route.fetch(), route))

    with phone.offline():
        keep(phone.page, email)
        phone.context.route(ENDPOINT, hold)
    wait_until(phone, lambda: taken_in)
    phone.restart()
    for _, route in taken_in:
        with suppress(Error):  # nobody waits for it any more
            route.abort()


def tab_closed_while_sending(phone, email):
    """The tab that sends is closed, while another one waits for its turn."""
    with phone.offline():
        keep(phone.page, email)
        other = phone.context.new_page()
        other.goto("/merkliste/")
    phone.page.wait_for_timeout(secrets.randbelow(1500))
    phone.page.close()
    phone.page = other


def portal_answers(phone, email):
    """Something else answers, with a page that says that all is well."""
    portal = {"status": 200, "content_type": "text/html", "body": "<h1>WLAN</h1>"}
    phone.context.route(ENDPOINT, lambda route: route.fulfill(**portal), times=2)
    with phone.offline():
        keep(phone.page, email)
    phone.page.wait_for_timeout(1500)


DISTURBANCES = (
    back_online,
    reloaded,
    closed,
    second_tab,
    answer_lost,
    request_lost,
    closed_while_sending,
    tab_closed_while_sending,
    portal_answers,
)


def settle(phone, seconds=40):
    """Read on with network until nothing waits any more, and return what is left on the phone."""
    phone.context.unroute_all(behavior="ignoreErrors")
    for page in phone.context.pages[1:]:
        if page is not phone.page:
            page.close()
    phone.page.goto("/merkliste/")
    for _ in range(seconds * 4):
        if not phone.kept():
            break
        phone.page.wait_for_timeout(250)
    return phone.kept()


def arrived(site, emails):
    """Return, by address, how many signups and mails the server has, and under "keys" how many it took in of anybody.

    A known address makes no second signup: only its key shows that a signup was sent as another one.
    """
    output = site.manage("shell", "--no-imports", "-c", COUNT.format(emails=list(emails))).stdout
    return json.loads(output.partition("found:")[2])
