import os
import shutil

import pytest
from playwright.sync_api import expect

from tests import states as site_states
from tests.measures import CHROMIUM_FLAGS
from tests.site import RunningSite

PHONE = {"width": 360, "height": 760}

# Playwright's synchronous API runs an event loop in the test's thread; Django must not refuse the database there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# The stories share two cores with the other tests: what is slow there is not wrong.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items):
    for item in items:
        if "/e2e/" in item.nodeid:
            item.add_marker(pytest.mark.e2e)


def pytest_sessionfinish(session):
    """Of the stories that `--reruns` tells once more, two may need it. More are a fault, not a slow machine."""
    if len(told_again(session.config)) > 2:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    for report in told_again(config):
        terminalreporter.section(f"{report.nodeid} failed, and was told once more")
        terminalreporter.line(report.longreprtext)


def told_again(config):
    return config.pluginmanager.get_plugin("terminalreporter").stats.get("rerun", [])


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = shutil.which("chromium")
    return {**browser_type_launch_args, "args": CHROMIUM_FLAGS, **({"executable_path": chromium} if chromium else {})}


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": PHONE, "locale": "de-DE", "device_scale_factor": 2}


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The demo site, running. Tests that change it put it back or use a site of their own."""
    running = RunningSite(tmp_path_factory.mktemp("site"))
    running.prepare()
    running.start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def base_url(site):
    return site.url


@pytest.fixture(scope="session")
def states(site):
    """What the site answers for every kind of page in every state."""
    return site_states.every_state(site)


@pytest.fixture(scope="session")
def sitemap(site):
    """What the site answers for every page of its sitemap."""
    return site_states.sitemap(site.url)


@pytest.fixture(scope="session")
def open_phone(browser_type, browser_type_launch_args, site):
    """Open a phone on the profile in a folder, and return its context. Others count as private windows."""

    def open_phone(folder):
        return browser_type.launch_persistent_context(
            folder,
            **browser_type_launch_args,
            base_url=site.url,
            viewport=PHONE,
            screen=PHONE,
            locale="de-DE",
            device_scale_factor=2,
        )

    return open_phone


@pytest.fixture
def phone(open_phone, tmp_path):
    """A phone with a profile of its own, where nothing has been installed yet."""
    context = open_phone(tmp_path)
    yield context.pages[0]
    context.close()
