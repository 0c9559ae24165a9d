"""A word typed into every field of every form about people is found nowhere but in the mails, and encrypted.

No browser is needed: this asks the processes as they run in production what they leave behind.
"""

import json
import random
import sqlite3
import string
import subprocess
import time
import urllib.error
import urllib.request
from datetime import date
from http.cookiejar import Cookie, CookieJar
from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

import pytest
import redis
from bs4 import BeautifulSoup

from tests.drills.servers import program_folder
from tests.drills.signups import UNLIMITED
from tests.site import RunningSite

# Letters only: also a name may hold it.
WORD = "Zq" + "".join(random.choices(string.ascii_lowercase, k=12))
ADDRESS = f"{WORD.lower()}@example.org"

# A world in which the word stands wherever somebody typed, with a fresh link to each page about it, a session of each
# kind, and an envelope as a phone sends it.
PREPARE = """
import json
from uuid import uuid4
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from tests.api.test_sealed_signups import kept, seal
from tests.factories import DraftStoryFactory, UserFactory
from tests.routes import World, routes
from tests.second_factor import add_app, log_in
world = World({word!r})
coordinator, newcomer, asked = (UserFactory(groups=["Koordination"]) for _ in range(3))
add_app(asked)
sessions = {{}}
for name, user, enter in (
    ("coordinator", coordinator, log_in),
    ("newcomer", newcomer, Client.force_login),
    ("asked", asked, Client.force_login),
):
    client = Client()
    enter(client, user)
    sessions[name] = client.cookies["sessionid"].value
own = [route for route in routes() if route.module.startswith("mentoring.")]
key = str(uuid4())
signup = dict(first_name={word!r}, age="17", email={word!r} + "-sealed@example.org", municipality="ausserhalb",
              career_fields=["it"], message={word!r}, consent="on")
print("found:" + json.dumps({{
    "public": [world.path_of(route) for route in own if not route.template.startswith("/admin/")],
    "coordinator": [world.path_of(route) for route in own if route.template.startswith("/admin/")],
    "sessions": sessions,
    "key": key,
    "envelope": seal(kept(signup), key),
}}))
"""
WAITING = "from mentoring.models import OutgoingMail; print(OutgoingMail.objects.pending().count())"


class Visitor:
    """Fills in forms as a browser without script does, and notes each address that it is given."""

    def __init__(self, site, session=None):
        self.site, self.addresses, self.statuses = site, [], []
        self.cookies = CookieJar()
        if session:
            self.cookies.set_cookie(session_cookie(session))
        handlers = [urllib.request.HTTPCookieProcessor(self.cookies), StayHere]
        self.opener = urllib.request.build_opener(*handlers)

    def ask(self, path, data=None, **headers):
        request = urllib.request.Request(self.site.url + path, data, headers)
        try:
            answer = self.opener.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            text = answer.read().decode(errors="replace")
        self.statuses.append(answer.status)
        self.addresses.append(answer.headers.get("Location", ""))
        return BeautifulSoup(text, "html.parser")

    def fill_in(self, path):
        """Send each form of a page, once as one should and once with the word everywhere; return their number."""
        page = self.ask(path)
        self.addresses += [tag["href"] for tag in page.find_all(href=True)]
        forms = [form for form in page.find_all("form") if form.get("method", "").lower() == "post"]
        for form in forms:
            action = form.get("action") or path
            if action == "/admin/logout/":
                continue
            self.addresses.append(action)
            for answer in (proper, wrong):
                self.ask(action, urlencode(answers_to(form, answer)).encode(), Referer=self.site.url + path)
        return len(forms)

    def send(self, path, body, key=None):
        headers = {"Content-Type": "application/json", "Idempotency-Key": key or str(uuid4())}
        text = body if isinstance(body, str) else json.dumps(body)
        self.ask(path, text.encode(), **headers)


class StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def session_cookie(value):
    rest = {"secure": False, "expires": None, "discard": True, "comment": None, "comment_url": None, "rest": {}}
    place = {"domain": "127.0.0.1", "domain_specified": False, "domain_initial_dot": False, "path": "/"}
    return Cookie(
        version=0, name="sessionid", value=value, port=None, port_specified=False, path_specified=True, **place, **rest
    )


def answers_to(form, answer):
    """Return the names and values a form is sent with. Buttons are not pressed: some would erase everything."""
    values = []
    for field in form.find_all(["input", "select", "textarea"]):
        kind = field.get("type", field.name)
        if kind in {"submit", "button", "image"} or not field.get("name") or field["name"] in {"homepage", "altcha"}:
            continue
        if kind == "hidden" and field["name"] not in {"credential"}:
            values.append((field["name"], field.get("value", "")))
        else:
            values.append((field["name"], answer(field, kind)))
    return values


def proper(field, kind):
    if kind in {"radio", "checkbox"}:
        return field.get("value", "on")
    if kind == "select":
        return next((option["value"] for option in field.find_all("option") if option.get("value")), "")
    if kind == "email":
        return ADDRESS
    if kind == "date":
        return date.today().isoformat()
    return "17" if field.get("inputmode") == "numeric" or kind == "number" else WORD


def wrong(field, kind):
    return WORD


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    site = RunningSite(tmp_path_factory.mktemp("canary"), name="canary", **UNLIMITED)
    site.prepare(demo=False)
    found = site.manage("shell", "--no-imports", "-c", PREPARE.format(word=WORD)).stdout.partition("found:")[2]
    site.start()
    yield site, json.loads(found)
    site.stop()


@pytest.fixture(scope="module")
def visitors(world):
    """All who filled in what there is to be filled in."""
    site, found = world
    people = {name: Visitor(site, session) for name, session in found["sessions"].items()}
    public = people["public"] = Visitor(site)
    forms = sum(public.fill_in(path) for path in ("/mentoring/", *found["public"]))
    forms += sum(public.fill_in(path) for path in ("/admin/login/", "/admin/password_reset/"))
    forms += sum(people["coordinator"].fill_in(path) for path in found["coordinator"])
    factors = ("/admin/second-factor/app/", "/admin/second-factor/passkey/")
    forms += sum(people["newcomer"].fill_in(path) for path in factors)
    forms += people["asked"].fill_in("/admin/second-factor/challenge/")
    young = {
        "first_name": WORD,
        "age": 14,
        "email": f"{WORD}-young@example.org",
        "municipality": "ausserhalb",
        "career_fields": ["it"],
        "message": WORD,
        "guardian_name": WORD,
        "guardian_email": f"{WORD}-guardian@example.org",
        "consent": True,
    }
    for body in (
        young,
        {**young, "age": WORD, "career_fields": [WORD]},
        dict.fromkeys(young, WORD),
        WORD,
        f'{{"{WORD}',
    ):
        public.send("/api/v1/mentoring/signups/", body)
    public.send("/api/v1/mentoring/signups/", young, key=WORD)
    public.send("/api/v1/mentoring/sealed-signups/", found["envelope"], found["key"])
    public.send("/api/v1/mentoring/sealed-signups/", {"key_id": WORD, "sealed": WORD})
    assert forms > 20
    wait_for_mails(site)
    site.manage("build_package")
    return people


def wait_for_mails(site):
    for _ in range(60):
        if site.manage("shell", "--no-imports", "-c", WAITING).stdout.strip() == "0":
            return
        time.sleep(1)
    raise AssertionError("Mails are still owed.")


def holds(text):
    """Whether a text holds the word in one of the forms in which a program may write it down."""
    text = text.lower()
    return any(form.lower() in text for form in (WORD, quote(ADDRESS), ADDRESS.replace("@", "\\u0040")))


def files(site):
    """What the processes wrote, mails apart: logs, the ledger, and on SQLite the database as it lies on the disk."""
    for path in site.folder.rglob("*"):
        if path.is_file() and "mail" not in path.relative_to(site.folder).parts[:1] and "static" not in path.parts:
            yield path.name, path.read_bytes().decode("latin-1")


def dump(site):
    """The database as text: tables, search index, sessions, tasks, audit, Wagtail's log."""
    if url := site.environment.get("DATABASE_URL"):
        command = [str(program_folder() / "pg_dump"), "--inserts", url.replace("postgres://", "postgresql://")]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout
    with sqlite3.connect(site.folder / "db.sqlite3") as database:
        return "\n".join(database.iterdump())


def cached(site):
    url = site.environment.get("CACHE_URL", "")
    if not url.startswith("redis"):
        return []
    cache = redis.from_url(url)
    return [key.decode("latin-1") + (cache.get(key) or b"").decode("latin-1") for key in cache.scan_iter()]


def test_the_word_came_through(world, visitors):
    """Without this, what follows would hold for a site that took nothing in."""
    site, _ = world
    assert sum(WORD.encode() in mail for mail in site.mails()) >= 5
    assert visitors["public"].statuses.count(303) >= 5
    assert visitors["public"].statuses.count(201) == 2
    assert visitors["coordinator"].statuses.count(200) >= 10
    for name in ("public", "coordinator", "newcomer", "asked"):
        assert 400 in visitors[name].statuses
    for visitor in visitors.values():
        assert [status for status in visitor.statuses if status >= 500] == []


def test_no_process_writes_it_down(world, visitors):
    site, _ = world
    written = dict(files(site))
    assert {"web.log", "worker.log", "clock.log"} <= set(written)
    assert [name for name, text in written.items() if holds(text)] == []


def test_no_dump_of_the_database_holds_it(world, visitors):
    text = dump(world[0])
    assert "mentoring_mentoringsignup" in text
    assert [line[:300] for line in text.splitlines() if holds(line)] == []


def test_no_cache_holds_it(world, visitors):
    assert [entry[:200] for entry in cached(world[0]) if holds(entry)] == []


def test_no_address_holds_it(world, visitors):
    for visitor in visitors.values():
        assert [address for address in visitor.addresses if holds(urlsplit(address).geturl())] == []
