"""Signing up without network: kept sealed on the phone, sent exactly once."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.phone import ALL_TEXT
from tests.measures import axe_violations
from tests.offline_signup import (
    CANARY,
    DISTURBANCES,
    SENT,
    WAITING,
    Phone,
    answer_lost,
    arrived,
    fill_in,
    install,
    keep,
    new_address,
    settle,
)

pytestmark = pytest.mark.e2e

AGE_KEPT = """hours => new Promise((resolve) => {
  const opening = indexedDB.open("impuls");
  opening.onsuccess = () => {
    const change = opening.result.transaction("state", "readwrite");
    const store = change.objectStore("state");
    const reading = store.get("signups");
    const older = (one) => ({ ...one, keptAt: one.keptAt - hours * 3600000 });
    reading.onsuccess = () => store.put(reading.result.map(older), "signups");
    change.oncomplete = () => resolve(opening.result.close());
  };
})"""

OTHER_STORES = "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])"


@pytest.fixture(scope="module")
def kept_phone(open_phone, tmp_path_factory):
    """A phone with the app, the same for all stories: each of them leaves nothing waiting."""
    phone = Phone(open_phone, tmp_path_factory.mktemp("phone"))
    install(phone)
    yield phone
    phone.close()


@pytest.fixture
def page(kept_phone):
    yield kept_phone.page
    kept_phone.context.set_offline(False)


def test_a_signup_is_sent_once_whatever_comes_in_between(kept_phone, site):
    before = arrived(site, [])["keys"]
    emails = {}
    for disturb in DISTURBANCES:
        emails[disturb.__name__] = email = new_address()
        disturb(kept_phone, email)
        assert settle(kept_phone) == [], disturb.__name__
    found = arrived(site, emails.values())
    assert {name: found[email] for name, email in emails.items()} == {name: [1, 1] for name in emails}
    assert found["keys"] == before + len(emails)


def test_a_signup_whose_answer_was_lost_is_taken_in_and_still_waits(kept_phone, site):
    email = new_address()
    answer_lost(kept_phone, email)
    assert len(kept_phone.kept()) == 1
    assert arrived(site, [email])[email] == [1, 1]
    assert settle(kept_phone) == []


def test_what_is_kept_cannot_be_read_on_the_phone(kept_phone, page):
    with kept_phone.offline():
        keep(page, new_address())
        for text in (page.evaluate(ALL_TEXT), page.evaluate(OTHER_STORES)):
            assert CANARY not in text
            assert "zuzana-" not in text
        [kept] = kept_phone.kept()
        assert set(kept) == {"key", "keyId", "sealed", "keptAt"}
        page.goto("/merkliste/geraet/")
        expect(page.locator("[data-part=signup] [data-size]")).to_have_text(re.compile("kB"))
        expect(page.get_by_text(WAITING)).to_be_visible()
        assert axe_violations(page) == []
        page.get_by_role("button", name="Löschen", exact=True).click()
        expect(page.get_by_text(WAITING)).to_be_hidden()
        assert kept_phone.kept() == []


def test_who_does_not_want_it_kept_keeps_the_form(kept_phone, page):
    with kept_phone.offline():
        page.goto("/mentoring/")
        assert axe_violations(page) == []
        fill_in(page, new_address())
        page.get_by_role("button", name="Weiter ohne Netz").click()
        page.get_by_role("button", name="Nicht aufheben").click()
        expect(page.get_by_label("Dein Vorname")).to_have_value(CANARY)
        assert kept_phone.kept() == []


def test_a_form_that_was_opened_with_network_is_kept_too(kept_phone, page, site):
    page.goto("/mentoring/")
    email = new_address()
    fill_in(page, email)
    with kept_phone.offline():
        page.get_by_role("button", name="Anmeldung abschicken").click()
        page.get_by_role("button", name="Aufheben", exact=True).click()
        expect(page.get_by_text(WAITING)).to_be_visible()
        expect(page.locator("[data-kept]")).to_be_focused()
        assert axe_violations(page) == []
    expect(page.get_by_text(SENT)).to_be_visible(timeout=20_000)
    assert arrived(site, [email])[email] == [1, 1]


def test_a_refused_one_stays_with_the_reasons(kept_phone, page):
    with kept_phone.offline():
        keep(page, new_address(), age="99")
    expect(page.get_by_text("Das Mentoring ist für junge Leute bis 26 Jahre.")).to_be_visible(timeout=20_000)
    [kept] = kept_phone.kept()
    assert kept["sealed"] == ""
    page.goto("/merkliste/")
    expect(page.get_by_text("konnten wir nicht annehmen")).to_be_visible()
    assert axe_violations(page) == []
    expect(page.get_by_role("link", name="Neu ausfüllen")).to_have_attribute("href", "/mentoring/#anmeldung")
    page.get_by_role("button", name="Löschen", exact=True).click()
    assert kept_phone.kept() == []


def test_after_three_days_it_is_deleted_unsent_and_the_reader_is_told(kept_phone, page, site):
    email = new_address()
    with kept_phone.offline():
        keep(page, email)
        page.evaluate(AGE_KEPT, 73)
        page.goto("/merkliste/")
        expect(page.get_by_text("lag drei Tage hier")).to_be_visible()
    assert kept_phone.kept() == []
    assert arrived(site, [email])[email] == [0, 0]


def test_a_sending_that_fails_is_told_and_the_page_forgets_nothing(kept_phone, page):
    with kept_phone.offline():
        keep(page, new_address())
        page.get_by_role("button", name="Jetzt senden").click()
        expect(page.get_by_text("Das hat gerade nicht geklappt.")).to_be_visible()
        assert len(kept_phone.kept()) == 1
    assert settle(kept_phone) == []


def test_everything_on_the_device_goes_with_one_button(open_phone, tmp_path):
    phone = Phone(open_phone, tmp_path)
    install(phone)
    with phone.offline():
        keep(phone.page, new_address())
        phone.page.goto("/merkliste/geraet/")
        phone.page.get_by_role("button", name="Alles von diesem Gerät löschen").click()
        phone.page.get_by_role("button", name="Alles löschen").click()
        expect(phone.page.get_by_text("Alles weg.")).to_be_visible()
        expect(phone.page.get_by_text(WAITING)).to_be_hidden()
        assert phone.page.evaluate("async () => (await indexedDB.databases()).length") == 0
    phone.close()


def test_without_the_means_nothing_is_offered(browser, base_url):
    context = browser.new_context(base_url=base_url)
    context.add_init_script("delete Crypto.prototype.randomUUID")
    page = context.new_page()
    page.goto("/offline/anmeldung/")
    expect(page.get_by_text("Ohne Netz geht die Anmeldung in diesem Browser nicht.")).to_be_visible()
    expect(page.get_by_label("Dein Vorname")).to_be_hidden()
    page.goto("/mentoring/")
    expect(page.get_by_label("Dein Vorname")).to_be_visible()
    context.close()
