"""Asking to see a company from inside, on a narrow phone without script."""

import secrets

import pytest
from playwright.sync_api import expect

from tests.measures import measure
from tests.states import link_in_mail

COMPANY = "/unternehmen/oberland-webwerk/"


@pytest.fixture
def narrow(site, browser):
    context = browser.new_context(
        base_url=site.url, viewport={"width": 320, "height": 640}, locale="de-DE", java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def test_a_youth_asks_for_a_visit_confirms_it_and_calls_it_off_without_javascript(site, narrow):
    address = f"zuzana-{secrets.token_hex(4)}@example.org"
    narrow.goto(COMPANY)
    narrow.get_by_role("link", name="Diesen Betrieb kennenlernen").click()
    expect(narrow.locator("main")).to_contain_text("Unter 15 darfst du nicht mitarbeiten")
    narrow.get_by_label("Dein Vorname").fill("Zuzana")
    narrow.get_by_label("Dein Alter").fill("11")
    narrow.get_by_label("Deine E-Mail-Adresse").fill(address)
    narrow.get_by_label("Wo wohnst du?").select_option("oybin")
    narrow.get_by_role("checkbox", name="IT").first.check()
    narrow.get_by_role("checkbox", name="Ihr dürft meine Angaben speichern").check()
    narrow.get_by_role("button", name="Anmeldung abschicken").click()
    expect(narrow.get_by_role("alert")).to_contain_text("Das Mentoring beginnt mit 12 Jahren")
    expect(narrow.get_by_label("Dein Vorname")).to_have_value("Zuzana")
    assert not measure(narrow, "overflowing")

    narrow.get_by_label("Dein Alter").fill("17")
    narrow.get_by_role("button", name="Anmeldung abschicken").click()
    expect(narrow.locator("h1")).to_contain_text("Postfach")
    narrow.goto(link_in_mail(site, address, "bestaetigen"))
    narrow.get_by_role("button", name="Anmeldung bestätigen").click()
    narrow.goto(link_in_mail(site, address, "anmeldung"))
    expect(narrow.locator("main")).to_contain_text("Du möchtest diesen Betrieb besuchen")
    assert not measure(narrow, "overflowing")
    narrow.get_by_role("button", name="Besuch absagen").click()
    narrow.get_by_role("link", name="Um einen Besuch bitten").click()
    narrow.get_by_role("button", name="Um einen Besuch bitten").click()
    expect(narrow.locator("h1")).to_contain_text("Einen Betrieb besuchen")
    assert not measure(narrow, "overflowing")
