"""A coordinator sets up a second factor after the first login, and shows it at the next: by app and by passkey."""

import re

import pytest
from playwright.sync_api import expect

from tests.second_factor import code

OPEN = re.compile(r"/admin/inbox/$")


@pytest.fixture
def newcomer(site):
    """A function that makes a coordinator without a factor and returns the name."""

    def make(name):
        site.manage(
            "shell",
            "-c",
            "from django.contrib.auth import get_user_model as model; from django.contrib.auth.models import Group;"
            f"user = model().objects.create_user('{name}', password='{site.password}');"
            "user.groups.add(Group.objects.get(name='Koordination'))",
        )
        return name

    return make


@pytest.fixture
def local(site):
    """The site under the name that browsers trust without TLS."""
    return site.url.replace("127.0.0.1", "localhost")


def enter(page, local, name, password):
    page.goto(f"{local}/admin/inbox/")
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(password)
    page.locator("[name=password]").press("Enter")


def test_an_app_is_set_up_and_asked_for_without_script(browser, local, site, newcomer):
    context = browser.new_context(locale="de-DE", java_script_enabled=False, viewport={"width": 320, "height": 700})
    page = context.new_page()
    name = newcomer("app")
    enter(page, local, name, site.password)
    page.get_by_role("link", name="App auf dem Handy einrichten").click()
    secret = page.locator("#secret").inner_text()
    assert page.get_by_role("img", name="QR-Code").evaluate("picture => picture.naturalWidth") > 0
    page.get_by_role("textbox").fill("kein Code")
    page.get_by_role("button", name="Einrichten").click()
    expect(page.get_by_text("Das stimmt nicht")).to_be_visible()
    page.get_by_role("textbox").fill(code(secret))
    page.get_by_role("button", name="Einrichten").click()
    spare = page.locator("code").all_inner_texts()
    assert len(spare) == 10
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("link", name="Weiter").click()
    page.goto(f"{local}/admin/inbox/")
    expect(page.get_by_role("heading", name="Eingang").first).to_be_visible()
    context.clear_cookies()
    enter(page, local, name, site.password)
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Weiter").click()
    page.wait_for_url(OPEN)
    context.clear_cookies()
    enter(page, local, name, site.password)
    page.get_by_label("Code").fill(spare[0])
    page.get_by_role("button", name="Weiter").click()
    page.wait_for_url(OPEN)
    context.close()


def test_a_passkey_is_set_up_and_asked_for(browser, local, site, newcomer):
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    problems = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    devices = context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**options, "automaticPresenceSimulation": True}})
    name = newcomer("passkey")
    enter(page, local, name, site.password)
    page.get_by_role("link", name="Passkey einrichten").click()
    page.get_by_label("Name des Passkeys").fill("Laptop")
    page.get_by_role("button", name="Einrichten").click()
    expect(page.locator("code")).to_have_count(10)
    page.goto(f"{local}/admin/second-factor/")
    expect(page.get_by_text("Laptop")).to_be_visible()
    context.clear_cookies()
    enter(page, local, name, site.password)
    page.get_by_role("button", name="Passkey verwenden").click()
    page.wait_for_url(OPEN)
    assert problems == []
    context.close()


def test_before_the_login_ends_a_line_says_so_and_one_tap_keeps_it_and_what_was_typed(browser, local, site):
    context = browser.new_context(locale="de-DE")
    page = context.new_page()
    enter(page, local, "redaktion", site.password)
    page.clock.install()
    page.goto(f"{local}/admin/account/")
    page.locator("[name$=first_name]").fill("Halb geschrieben")
    note = page.locator("session-note")
    page.route("**/session/left/", lambda route: route.fulfill(json={"idle": 240, "end": 9000}))
    page.clock.fast_forward("01:54:00")
    expect(note.get_by_role("button")).to_be_hidden()
    page.clock.fast_forward("02:00")
    expect(note).to_contain_text("Ohne Bedienung endet Ihre Anmeldung um")
    note.get_by_role("button", name="Angemeldet bleiben").click()
    expect(note.get_by_role("button")).to_be_hidden()
    expect(page.locator("[name$=first_name]")).to_have_value("Halb geschrieben")

    page.route("**/session/left/", lambda route: route.fulfill(json={"idle": 7000, "end": 240}))
    page.clock.fast_forward("01:56:00")
    expect(note).to_contain_text("Speichern Sie bitte vorher")
    page.route("**/session/left/", lambda route: route.fulfill(status=403, body="abgelaufen"))
    page.clock.fast_forward("05:00")
    expect(note).to_contain_text("Ihre Anmeldung ist abgelaufen")
    context.close()
