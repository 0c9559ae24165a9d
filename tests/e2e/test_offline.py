"""What lies on a phone: taken along on purpose, kept fresh, taken back."""

import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Error, expect

from tests.e2e.phone import (
    ALL_TEXT,
    DECODE_IMAGES,
    DEVICE,
    LARGEST_PAINT,
    LISTINGS,
    SAVED_FILES,
    SAVED_PAGES,
    VISITED_IMAGES,
    VISITED_PAGES,
    WITHOUT_NETWORK,
    age_contact,
    ask,
    job,
    listed_now,
    network_cut,
    paths_in,
    poll,
    read,
    saved,
    until,
    wait_for_job,
)
from tests.site import ROOT

PAGES_OF_THE_DEMO = 100  # and some more
CHANGED_STORY = "/geschichten/romy-elf-saetze/"
WITHDRAWN_STORY = "/geschichten/tereza-sechs-tickets/"
WITHDRAWN_NAMES = ("Tereza", "tereza", "Sechs Tickets", "sechs-tickets")
ADDITION = " Und das bleibe ich."
SPEAKING_STORY = "/geschichten/ida-sprachnachrichten/"

# What is missing of pages that count as saved, and what lies there without belonging to one.
HALVES = """async () => {
  const paths = async (name) => (await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname);
  const [pages, files] = [await paths("impuls-saved-pages-v1"), await paths("impuls-saved-files-v1")];
  const opened = await new Promise((resolve) => {
    const opening = indexedDB.open("impuls");
    opening.onsuccess = () => resolve(opening.result);
  });
  const records = await new Promise((resolve) => {
    const reading = opened.transaction("pages").objectStore("pages").getAll();
    reading.onsuccess = () => resolve(reading.result);
  });
  opened.close();
  const wanted = records.flatMap(({ images, audio }) => [...images, ...audio]);
  return [
    ...records.filter(({ url }) => !pages.includes(url)).map(({ url }) => `no HTML: ${url}`),
    ...wanted.filter((url) => !files.includes(url)).map((url) => `no file: ${url}`),
    ...pages.filter((url) => !records.some((record) => record.url === url)).map((url) => `no record: ${url}`),
    ...files.filter((url) => !wanted.includes(url)).map((url) => `not needed: ${url}`),
  ];
}"""
FILE_SIZES = """async () => {
  const cache = await caches.open("impuls-saved-files-v1");
  const sizes = (await cache.keys()).map(async (request) => {
    const file = await (await cache.match(request)).blob();
    return [new URL(request.url).pathname, file.size];
  });
  return Object.fromEntries(await Promise.all(sizes));
}"""
LIST = """async () => (await (await caches.open("impuls-list-v1")).match("/offline/paket.json")).json()"""
FETCH = """async ([url, headers]) => {
  const response = await fetch(url, { headers }).catch(() => null);
  if (!response) return null;
  const { size } = await response.clone().blob();
  return { status: response.status, size, ...Object.fromEntries(response.headers) };
}"""
LEFT = """async () => {
  const registrations = await navigator.serviceWorker.getRegistrations();
  const own = (await caches.keys()).filter((name) => name.startsWith("impuls-"));
  return [registrations.length, own.length, (await indexedDB.databases()).length];
}"""
NOTHING = [0, 0, 0]
PLAY = """async (url) => {
  const sound = new Audio(url);
  sound.muted = true;
  await sound.play();
  return sound.duration;
}"""
# The worker's own requests; navigation preloads are the browser's.
REQUESTS = """(since) => {
  const entries = performance.getEntriesByType("resource").filter(({ startTime }) => startTime >= since);
  return entries.map(({ name, transferSize }) => {
    const { pathname, search } = new URL(name);
    return [pathname + search, transferSize];
  });
}"""


@pytest.fixture(scope="module")
def region(open_phone, tmp_path_factory):
    """A phone that has taken the whole region along: its only page."""
    context = open_phone(tmp_path_factory.mktemp("region"))
    page = context.pages[0]
    read(page, "/geschichten/")
    ask(page, "SAVE_ALL", device=DEVICE)
    wait_for_job(page)
    yield page
    context.close()


@contextmanager
def answering_instead(site, body, status=200):
    """Something else listens at the site's address: a captive portal, a broken proxy, a wrong release."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", site.port), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def editor(site):
    """Run a line of Python on the site. Starting Django for each change would take longer than the change.

    Meanwhile nobody else builds the package, which takes seconds after every change.
    """
    site.stop("worker", "clock")
    listen = "import sys\nfor line in sys.stdin: exec(line); print('done', flush=True)"
    shell = [sys.executable, "manage.py", "shell", "--no-imports", "-c", listen]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "bufsize": 1}
    with subprocess.Popen(shell, cwd=ROOT, env=site.environment, **pipes) as django:

        def edit(line):
            django.stdin.write(f"{line}\n")
            assert django.stdout.readline() == "done\n"

        yield edit
        edit("from frontend import package; package.build()")
        django.stdin.close()
    site.start("worker", "clock")


@contextmanager
def changed(edit, path, change, back):
    """Change a story, and build the package anew, as the clock does."""
    find = f"from stories.models import StoryPage; story = StoryPage.objects.get(slug={path.split('/')[2]!r})"
    edit(f"{find}; {change}; story.save()")
    edit("from frontend import package; package.build()")
    try:
        yield
    finally:
        edit(f"{find}; {back}; story.save()")


@contextmanager
def setting(edit, name, value):
    find = "from cms.models import SiteSettings; site = SiteSettings.current()"
    edit(f"{find}; site.{name} = {value}; site.save()")
    try:
        yield
    finally:
        edit(f"{find}; site.{name} = {not value}; site.save()")


def is_up_to_date(page):
    versions = {url: listed["version"] for url, listed in listed_now(page).items()}
    return versions == {url: record["version"] for url, record in saved(page).items()}


def requests_of_worker(page, since=0):
    return page.context.service_workers[-1].evaluate(REQUESTS, since)


def clock_of_worker(page):
    return page.context.service_workers[-1].evaluate("() => performance.now()")


def stop_worker(page):
    """End the worker as the browser does when it needs the memory."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("ServiceWorker.enable")
    devtools.send("ServiceWorker.stopAllWorkers")
    devtools.detach()


def test_the_region_is_lighter_than_four_megabytes_and_says_so(region):
    announced = job(region)["bytes"]
    fetched = [size for url, size in requests_of_worker(region) if url.startswith(("/offline/seiten.json", "/media/"))]
    assert len(saved(region)) > PAGES_OF_THE_DEMO
    assert 0 < sum(fetched) < 4_000_000
    assert sum(fetched) * 0.8 < announced < 4_000_000
    listed = {file["url"]: file["bytes"] for group in region.evaluate(LIST)["images"] for file in group}
    sizes = region.evaluate(FILE_SIZES)
    assert sizes
    assert sizes == {url: listed[url] for url in sizes}


def test_every_page_of_the_region_opens_without_network(region, site):
    failed, broken, untitled = [], [], []
    region.context.on("requestfailed", lambda request: failed.append(request))
    paths = list(saved(region))
    tabs = [region.context.new_page() for _ in range(4)]
    with network_cut(region, site):
        for some in batched(paths, len(tabs)):
            shown = list(zip(tabs, some, strict=False))
            for tab, path in shown:
                tab.goto(path, wait_until="commit")
            for tab, path in shown:
                tab.wait_for_load_state("domcontentloaded")
                broken += [(path, image) for image in tab.evaluate(DECODE_IMAGES)]
                untitled += [path] if tab.locator("h1").count() != 1 else []
        for tab in tabs:
            tab.close()
    assert len(paths) > PAGES_OF_THE_DEMO
    assert not broken
    assert not untitled
    # The worker itself asks for a newer version, behind each page. What the next page aborted, had begun.
    missing = [request for request in failed if not request.service_worker and "ABORTED" not in request.failure]
    assert [request.url for request in missing] == []


def batched(items, size):
    return [items[start : start + size] for start in range(0, len(items), size)]


@pytest.mark.parametrize("without", WITHOUT_NETWORK)
def test_saved_pages_lists_search_and_pictures_stand_in_without_network(region, site, without):
    old_style, old_picture = "/static/frontend/main.0123456789ab.css", None
    for group in region.evaluate(LIST)["images"]:
        old_picture = next(file["url"] for file in group if file["url"] not in paths_in(region, SAVED_FILES))
    with without(region, site):
        age_contact(region, days=1)
        region.goto(CHANGED_STORY)
        assert ask(region, "HOW_SERVED")["keptSince"]
        region.goto("/geschichten/?feld=elektro")
        assert ask(region, "HOW_SERVED")["standIn"]
        region.goto("/suche/?q=holz")
        assert region.url.endswith("/suche/?q=holz")
        expect(region.locator("main")).to_contain_text("holz")
        region.goto("/geschichten/nie-gelesen/")
        expect(region.locator("h1")).to_have_text("Gerade kein Netz.")
        assert region.evaluate(FETCH, [old_style, {}])["content-type"].startswith("text/css")
        assert region.evaluate(FETCH, [old_picture, {}])["status"] == 200
        filtered = region.evaluate(FETCH, ["/geschichten/?ort=zittau", {"Accept": "text/html"}])
        assert filtered["offline-stand-in"] == "1"


def test_a_saved_page_stands_at_once_even_if_the_server_never_answers(region, site):
    ask(region, "CONTACT", force=True)
    with site.stalled():
        region.goto("/merkliste/", wait_until="domcontentloaded")
        region.goto(CHANGED_STORY, wait_until="domcontentloaded")
        assert region.evaluate(LARGEST_PAINT) < 3000
        assert ask(region, "HOW_SERVED")["keptSince"]


@contextmanager
def stalled_since_yesterday(page, site):
    """The server takes requests and answers none, and the phone believes that it has known nothing for a day."""
    with site.stalled():
        # What was answered to a page before is a contact, too, and may still be noted.
        page.wait_for_timeout(1000)
        age_contact(page, days=1)
        yield


def test_a_slow_server_blocks_nobody_for_longer_than_three_seconds(region, site):
    with stalled_since_yesterday(region, site):
        begun = time.monotonic()
        region.goto(CHANGED_STORY, wait_until="domcontentloaded")
        assert 2.5 < time.monotonic() - begun < 6
        assert ask(region, "HOW_SERVED")["keptSince"]


def test_a_filtered_list_made_on_the_phone_gives_way_to_the_servers_when_it_arrives(region, site):
    with stalled_since_yesterday(region, site):
        region.goto("/geschichten/?untypisch=ja", wait_until="domcontentloaded")
        assert ask(region, "HOW_SERVED")["standIn"]
    expect(region.get_by_text("Es gibt eine neuere Fassung.")).to_be_visible()


def test_a_changed_story_is_offered_and_updated_with_three_requests(region, editor):
    region.goto("/geschichten/")
    ask(region, "CONTACT", force=True)
    poll(region, lambda: is_up_to_date(region))
    version = saved(region)[CHANGED_STORY]["version"]
    begun = clock_of_worker(region)
    longer = f"story.pull_quote += {ADDITION!r}"
    shorter = f"story.pull_quote = story.pull_quote.removesuffix({ADDITION!r})"
    with changed(editor, CHANGED_STORY, longer, shorter):
        region.goto(CHANGED_STORY)
        poll(region, lambda: ask(region, "HOW_SERVED")["newer"])
        expect(region.locator("h1")).not_to_contain_text(ADDITION)
        poll(region, lambda: saved(region)[CHANGED_STORY]["version"] not in ("", version))
        requests = [url for url, _ in requests_of_worker(region, since=begun)]
        assert len(requests) <= 3, requests
        region.reload()
        expect(region.locator("h1")).to_contain_text(ADDITION)
        assert region.evaluate(HALVES) == []


def test_a_list_that_is_none_deletes_nothing(region, site):
    before = saved(region)
    site.stop("web")
    try:
        for body in (b"", b"{}", b'{"format": 1, "pages": []}', b"<h1>Anmelden</h1>", b'{"format": 2}'):
            with answering_instead(site, body):
                assert ask(region, "CONTACT", force=True) == {"ok": True}
        for status in (403, 404, 410, 500):
            with answering_instead(site, b"{}", status):
                ask(region, "CONTACT", force=True)
    finally:
        site.start("web")
    assert saved(region) == before
    assert region.evaluate(HALVES) == []


def test_a_withdrawn_story_leaves_a_phone_that_never_opened_it(region, editor):
    list_ = region.evaluate(LIST)
    page = next(page for page in list_["pages"] if page["url"] == WITHDRAWN_STORY)
    own = {file["url"] for index in page["images"] for file in list_["images"][index]}
    assert own & set(paths_in(region, SAVED_FILES))
    assert all(name in region.evaluate(ALL_TEXT) for name in WITHDRAWN_NAMES)
    with changed(editor, WITHDRAWN_STORY, "story.live = False", "story.live = True"):
        assert WITHDRAWN_STORY not in listed_now(region)
        region.goto("/impressum/")
        until(region, ALL_TEXT, lambda text: not any(name in text for name in WITHDRAWN_NAMES))
        assert not own & set(paths_in(region, SAVED_FILES) + paths_in(region, VISITED_IMAGES))
        poll(region, lambda: region.evaluate(HALVES) == [])
        assert set(saved(region)) == set(listed_now(region))


def test_after_30_days_without_contact_people_are_gone(region, site):
    region.goto("/ueber-uns/")
    with network_cut(region, site):
        age_contact(region, days=29)
        region.goto(CHANGED_STORY)
        expect(region.locator("h1")).to_be_visible()
        age_contact(region, days=31)
        region.goto("/impressum/")
        expect(region.locator("h1")).to_have_text("Impressum")
        left = saved(region)
        assert [url for url, record in left.items() if record["personal"]] == []
        assert not [path for path in paths_in(region, SAVED_PAGES) if path in (CHANGED_STORY, SPEAKING_STORY)]
        assert paths_in(region, VISITED_PAGES) == paths_in(region, VISITED_IMAGES) == paths_in(region, LISTINGS) == []
        assert len(left) > PAGES_OF_THE_DEMO - 15
        region.goto(CHANGED_STORY)
        expect(region.locator("h1")).to_have_text("Gerade kein Netz.")
    ask(region, "CONTACT", force=True)
    poll(region, lambda: saved(region).get(CHANGED_STORY) and region.evaluate(HALVES) == [], seconds=60)


def test_the_package_survives_a_dead_worker_and_a_closed_browser(open_phone, site, tmp_path):
    phone = open_phone(tmp_path)
    page = phone.pages[0]
    read(page, "/impressum/")
    ask(page, "SAVE_ALL", device=DEVICE)
    poll(page, lambda: job(page)["donePages"] >= 10)
    with site.stalled():
        stop_worker(page)
    assert 10 <= len(saved(page)) < PAGES_OF_THE_DEMO
    page.reload()
    poll(page, lambda: job(page)["donePages"] >= 40)
    phone.close()
    phone = open_phone(tmp_path)
    page = phone.pages[0]
    read(page, "/impressum/")
    finished = wait_for_job(page)
    assert finished["donePages"] == finished["pages"] == len(saved(page)) > PAGES_OF_THE_DEMO
    assert page.evaluate(HALVES) == []
    phone.close()


def test_two_tabs_take_along_the_same_things_once(phone, site):
    read(phone, "/impressum/")
    other = phone.context.new_page()
    other.goto("/datenschutz/")
    for page in (phone, other):
        ask(page, "SAVE", url=CHANGED_STORY, device=DEVICE, audio=False)
        ask(page, "SAVE", url=SPEAKING_STORY, device=DEVICE, audio=False)
    for page in (phone, other):
        wait_for_job(page, CHANGED_STORY)
        wait_for_job(page, SPEAKING_STORY)
    files = [url for url, _ in requests_of_worker(phone) if url.startswith(("/media/", "/offline/seiten.json"))]
    assert len(files) == len(set(files)) > 2
    assert phone.evaluate(HALVES) == []


def test_a_full_phone_keeps_whole_pages_only_and_says_so(phone, site):
    read(phone, "/impressum/")
    devtools = phone.context.new_cdp_session(phone)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": site.url, "quotaSize": 2_500_000})
    ask(phone, "SAVE_ALL", device=DEVICE)
    assert wait_for_job(phone, state="failed")["error"] == "quota"
    assert 0 < len(saved(phone)) < PAGES_OF_THE_DEMO
    poll(phone, lambda: phone.evaluate(HALVES) == [])
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": site.url})
    ask(phone, "RESUME", key="package")
    wait_for_job(phone)
    assert phone.evaluate(HALVES) == []


def test_a_paused_download_waits_and_goes_on(phone, site):
    read(phone, "/impressum/")
    ask(phone, "CONTACT", force=True)
    with site.stalled():
        ask(phone, "SAVE", url=CHANGED_STORY, device=DEVICE, audio=False)
        assert ask(phone, "PAUSE", key=CHANGED_STORY)["job"]["state"] == "paused"
    phone.reload()
    assert job(phone, CHANGED_STORY)["state"] == "paused"
    assert CHANGED_STORY not in saved(phone)
    ask(phone, "RESUME", key=CHANGED_STORY)
    wait_for_job(phone, CHANGED_STORY)
    assert CHANGED_STORY in saved(phone)


def test_a_chosen_story_brings_its_next_ones_and_takes_them_along_when_it_goes(phone, site):
    read(phone, "/impressum/")
    ask(phone, "SAVE", url=SPEAKING_STORY, device=DEVICE, audio=True)
    wait_for_job(phone, SPEAKING_STORY)
    recordings = saved(phone)[SPEAKING_STORY]["audio"]
    assert len(recordings) == 3
    chosen = [url for url, record in saved(phone).items() if record["reasons"] == [SPEAKING_STORY]]
    assert len(chosen) > 3
    with network_cut(phone, site):
        phone.goto(SPEAKING_STORY)
        part = phone.evaluate(FETCH, [recordings[0], {"Range": "bytes=100-299"}])
        assert (part["status"], part["size"]) == (206, 200)
        assert part["content-range"].startswith("bytes 100-299/")
        assert phone.evaluate(PLAY, recordings[0]) > 1
    ask(phone, "SAVE", url=CHANGED_STORY, device=DEVICE, audio=False)
    wait_for_job(phone, CHANGED_STORY)
    ask(phone, "REMOVE", url=SPEAKING_STORY)
    left = saved(phone)
    assert CHANGED_STORY in left
    assert SPEAKING_STORY not in left
    poll(phone, lambda: phone.evaluate(HALVES) == [])
    ask(phone, "REMOVE_ALL")
    assert all(record["reasons"] == ["app"] for record in saved(phone).values())
    assert paths_in(phone, VISITED_PAGES) == paths_in(phone, VISITED_IMAGES) == []
    ask(phone, "FORGET")
    assert phone.evaluate("async () => [await caches.keys(), await indexedDB.databases()]") == [[], []]


def test_what_an_editor_sees_stays_off_the_phone(phone, site):
    phone.goto("/admin/login/")
    phone.locator("[name=username]").fill("redaktion")
    phone.locator("[name=password]").fill(site.password)
    phone.locator("[name=password]").press("Enter")
    phone.wait_for_url("**/admin/")
    read(phone, "/impressum/")
    phone.goto(CHANGED_STORY)
    phone.goto("/merkliste/")
    ask(phone, "SAVE", url=CHANGED_STORY, device=DEVICE, audio=False)
    wait_for_job(phone, CHANGED_STORY)
    assert paths_in(phone, VISITED_PAGES) == []
    assert "userbar" not in phone.evaluate(ALL_TEXT)
    phone.goto(CHANGED_STORY)
    poll(phone, lambda: not ask(phone, "HOW_SERVED")["newer"])
    assert "userbar" not in phone.evaluate(ALL_TEXT)


def test_where_the_site_wants_it_only_chosen_things_are_kept(phone, editor):
    read(phone, CHANGED_STORY)
    poll(phone, lambda: paths_in(phone, VISITED_PAGES))
    ask(phone, "CONTACT", force=True)
    with setting(editor, "keep_visited", value=False):
        phone.goto("/geschichten/?feld=elektro")
        poll(phone, lambda: paths_in(phone, VISITED_PAGES) == paths_in(phone, VISITED_IMAGES) == [])
        phone.goto(SPEAKING_STORY)
        phone.goto("/geschichten/?feld=bau")
        assert paths_in(phone, VISITED_PAGES) == paths_in(phone, VISITED_IMAGES) == paths_in(phone, LISTINGS) == []


def test_the_kill_switch_takes_everything_off_the_phone(open_phone, editor, tmp_path):
    phone = open_phone(tmp_path)
    page = phone.pages[0]
    read(page, CHANGED_STORY)
    ask(page, "SAVE", url=CHANGED_STORY, device=DEVICE, audio=False)
    wait_for_job(page, CHANGED_STORY)
    assert paths_in(page, SAVED_PAGES)
    with setting(editor, "offline_is_off", value=True):
        page.goto("/impressum/")
        poll(page, lambda: has_nothing_saved(page))
        # The rest waits for the old worker's end: in a browser driven from outside, at times until it is closed.
        phone.close()
        phone = open_phone(tmp_path)
        page = phone.pages[0]
        page.goto("/impressum/")
        poll(page, lambda: left_by_the_site(page) == NOTHING)
        page.goto(CHANGED_STORY)
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate("() => navigator.serviceWorker.controller") is None
        assert left_by_the_site(page) == NOTHING
    phone.close()


def has_nothing_saved(page):
    """Whether the chosen pages and files are gone; false while the page reloads."""
    try:
        return paths_in(page, SAVED_PAGES) == paths_in(page, SAVED_FILES) == []
    except Error:
        return False


def left_by_the_site(page):
    """Return the numbers of workers, caches and databases; None while the page reloads."""
    try:
        return page.evaluate(LEFT)
    except Error:
        return None
