"""The page cache is never stale: two real gunicorn workers, an editor in a real browser."""

import os
import signal
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from playwright.sync_api import expect

PAGE, HIDDEN_PAGE = "/immer-frisch/", "/noch-nicht-da/"
FRESH_CONNECTIONS = 20
ATTEMPTS = 4


@pytest.fixture(scope="module", autouse=True)
def undisturbed(site):
    """Nothing but these stories changes what the workers keep.

    Gunicorn replaces a worker after some thousand requests, which other stories have made. And when the package of what
    they changed is built, that is a change of content.
    """
    site.stop("web", "worker", "clock")
    site.start("web")
    yield
    site.start("worker", "clock")


@pytest.fixture
def page_id(site):
    """A published page, and beside it one that is not live."""
    made = site.manage("shell", "--no-imports", "-c", ADD_PAGES)
    yield int(made.stdout.split()[-1])
    site.manage("shell", "--no-imports", "-c", REMOVE_PAGES)


ADD_PAGES = f"""
from home.models import HomePage, StandardPage
home = HomePage.objects.get()
page = home.add_child(instance=StandardPage(title="Stand eins", slug="{PAGE.strip("/")}"))
page.save_revision().publish()
home.add_child(instance=StandardPage(title="Noch nicht da", slug="{HIDDEN_PAGE.strip("/")}", live=False))
print(page.pk)
"""
REMOVE_PAGES = f"""
from home.models import StandardPage
for page in StandardPage.objects.filter(slug__in=["{PAGE.strip("/")}", "{HIDDEN_PAGE.strip("/")}"]):
    page.delete()
"""
# Queryset updates send no signals: the cache cannot know of them.
CHANGE_UNNOTICED = f"""
from wagtail.models import Page
Page.objects.filter(slug="{PAGE.strip("/")}").update(title="Heimlich geändert")
Page.objects.filter(slug="{HIDDEN_PAGE.strip("/")}").update(live=True)
"""


@pytest.fixture(scope="module")
def editor(site, browser, undisturbed):
    """A page of a browser in which an editor-in-chief is logged in."""
    context = browser.new_context(base_url=site.url, locale="de-DE", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto("/admin/login/")
    page.locator("[name=username]").fill("chefredaktion")
    page.locator("[name=password]").fill(site.password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/admin/")
    yield page
    context.close()


def worker_pids(site):
    master = site.processes["web"].pid
    return [int(pid) for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split()]


@contextmanager
def answering_alone(pid, site):
    """Let only the worker `pid` run: what is answered meanwhile, it answers."""
    others = [other for other in worker_pids(site) if other != pid]
    try:
        for other in others:
            os.kill(other, signal.SIGSTOP)
            wait_until(lambda other=other: ") T " in Path(f"/proc/{other}/stat").read_text())
        yield
    finally:
        for other in others:
            os.kill(other, signal.SIGCONT)


def wait_until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "this takes too long"
        time.sleep(0.02)


def get(site, path, **headers):
    """Ask over a fresh connection; return status, headers and text."""
    try:
        answer = urllib.request.urlopen(urllib.request.Request(site.url + path, headers=headers), timeout=5)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.headers, answer.read().decode()


def title_of(text):
    return text.partition("<h1")[2].partition(">")[2].partition("</h1>")[0].strip()


def from_each_worker(site, path, **headers):
    """Return the answers of all workers, asked one by one."""
    answers = [answer_of(pid, site, path, headers) for pid in worker_pids(site)]
    assert len(answers) == 2
    return answers


def answer_of(pid, site, path, headers):
    """Ask one worker alone. One that was stopped amid a write keeps it waiting: that one may finish, then again."""
    for _ in range(ATTEMPTS):
        with suppress(TimeoutError), answering_alone(pid, site):
            return get(site, path, **headers)
    raise TimeoutError(path)


def titles_from_each_worker(site, **headers):
    return [title_of(text) for _, _, text in from_each_worker(site, PAGE, **headers)]


@contextmanager
def editing(editor, page_id, title):
    """Open a page in the admin and type a new title; afterwards leave the admin, which keeps asking the server."""
    editor.goto(f"/admin/pages/{page_id}/edit/")
    editor.locator("#id_title").fill(title)
    yield
    editor.goto("about:blank")


def test_an_editors_change_is_visible_at_the_next_request_on_each_worker(site, editor, page_id):
    assert titles_from_each_worker(site) == ["Stand eins", "Stand eins"]
    with editing(editor, page_id, "Stand zwei"):
        editor.get_by_role("button", name="Mehr Aktionen").click()
        editor.locator("[name=action-publish]").click()
        expect(editor.locator(".messages .success")).to_contain_text("veröffentlicht")
    assert titles_from_each_worker(site) == ["Stand zwei", "Stand zwei"]
    seen = [title_of(get(site, PAGE)[2]) for _ in range(FRESH_CONNECTIONS)]
    assert seen == ["Stand zwei"] * FRESH_CONNECTIONS


def test_drafts_and_previews_stay_with_the_editor(site, editor, page_id):
    assert titles_from_each_worker(site) == ["Stand eins", "Stand eins"]
    with editing(editor, page_id, "Nur ein Entwurf"):
        editor.locator("footer button.action-save").click()
        expect(editor.locator(".messages .success")).to_contain_text("aktualisiert")
        editor.goto(f"/admin/pages/{page_id}/view_draft/")
        expect(editor.locator("h1")).to_have_text("Nur ein Entwurf")
    assert titles_from_each_worker(site) == ["Stand eins", "Stand eins"]
    _, _, login = get(site, f"/admin/pages/{page_id}/view_draft/")
    assert "Nur ein Entwurf" not in login


def test_pages_for_editors_and_missing_pages_never_come_from_the_cache(site, editor, page_id):
    logged_in = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in editor.context.cookies())
    assert titles_from_each_worker(site) == ["Stand eins", "Stand eins"]
    assert titles_from_each_worker(site, Cookie=logged_in) == ["Stand eins", "Stand eins"]
    assert [status for status, _, _ in from_each_worker(site, HIDDEN_PAGE)] == [404, 404]

    site.manage("shell", "--no-imports", "-c", CHANGE_UNNOTICED)

    assert titles_from_each_worker(site) == ["Stand eins", "Stand eins"], "anonymous visitors get the cached page"
    assert titles_from_each_worker(site, Cookie=logged_in) == ["Heimlich geändert"] * 2
    assert [status for status, _, _ in from_each_worker(site, HIDDEN_PAGE)] == [200, 200]


def test_an_unchanged_page_is_not_sent_twice(site):
    _, headers, text = get(site, "/")
    for status, again, body in from_each_worker(site, "/", **{"If-None-Match": headers["ETag"]}):
        assert (status, body) == (304, "")
        assert again["ETag"] == headers["ETag"]
    assert text
