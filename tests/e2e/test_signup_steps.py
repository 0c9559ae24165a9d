"""The signup on a phone: one thing at a time, and the same form without script."""

import re
import secrets

from playwright.sync_api import expect

from tests.measures import axe_violations

URL = "/mentoring/#anmeldung"
STEPS = ["Wer bist du?", "Wo bist du zu Hause?", "Welche Richtung?", "Noch etwas?", "Nur wenn du unter 16 bist"]


def title(page):
    return page.locator("[data-step]:not([hidden]) [data-title]")


def go_on(page):
    page.get_by_role("button", name="Weiter").click()


def introduce(page, age):
    page.get_by_label("Dein Vorname").fill("Zuzana")
    page.get_by_label("Dein Alter").fill(age)
    page.get_by_label("Deine E-Mail-Adresse").fill(f"zuzana-{secrets.token_hex(4)}@example.org")
    go_on(page)


def walk_to_the_last_step(page, age):
    introduce(page, age)
    page.get_by_label("Wo wohnst du?").select_option("oybin")
    go_on(page)
    page.locator("[data-step=interests] input").first.check()
    go_on(page)
    page.get_by_label("Ein Satz über dich").fill("Ich löte gern.")
    go_on(page)
    if int(age) < 16:
        page.get_by_label("Vor- und Nachname").fill("Věra Nowak")
        page.locator("[data-step=guardian] [type=email]").fill(f"vera-{secrets.token_hex(4)}@example.org")
        go_on(page)


def send(page):
    page.locator("[data-step=consent] [type=checkbox]").check()
    page.get_by_role("button", name="Anmeldung abschicken").click()


def test_a_youth_under_sixteen_signs_up_in_six_steps(page):
    page.goto(URL)
    expect(page.get_by_text("Schritt 1 von 6")).to_be_visible()
    expect(page.get_by_role("button", name="Anmeldung abschicken")).to_be_hidden()
    expect(title(page)).to_have_text("Wer bist du?")
    walk_to_the_last_step(page, "14")
    expect(page.get_by_text("Schritt 6 von 6")).to_be_visible()
    send(page)
    expect(page).to_have_url(re.compile("/mentoring/danke/"))


def test_from_sixteen_on_nobody_is_asked_for_a_guardian(page):
    page.goto(URL)
    walk_to_the_last_step(page, "17")
    expect(page.get_by_text("Schritt 5 von 5")).to_be_visible()
    expect(title(page)).to_have_text("Einverstanden?")
    send(page)
    expect(page).to_have_url(re.compile("/mentoring/danke/"))


def test_a_step_is_left_only_when_it_is_filled_in_and_keeps_what_was_typed(page):
    page.goto(URL)
    go_on(page)
    expect(title(page)).to_have_text("Wer bist du?")
    introduce(page, "14")
    expect(title(page)).to_be_focused()
    page.get_by_role("button", name="Zurück").click()
    expect(page.get_by_label("Dein Vorname")).to_have_value("Zuzana")


def test_enter_goes_on_and_does_not_send(page):
    page.goto(URL)
    introduce(page, "14")
    page.get_by_role("button", name="Zurück").click()
    page.get_by_label("Dein Vorname").press("Enter")
    expect(title(page)).to_have_text("Wo bist du zu Hause?")


def test_an_error_of_the_server_leads_to_its_step(page):
    page.goto(URL)
    introduce(page, "14")
    page.get_by_label("Wo wohnst du?").select_option("oybin")
    go_on(page)
    for box in page.locator("[data-step=interests] input").all()[:4]:
        box.check()
    go_on(page)
    go_on(page)
    page.get_by_label("Vor- und Nachname").fill("Věra Nowak")
    page.locator("[data-step=guardian] [type=email]").fill("vera@example.org")
    go_on(page)
    send(page)
    expect(page.get_by_text("Wähl höchstens drei Berufsfelder.").first).to_be_visible()
    expect(title(page)).to_have_text("Welche Richtung?")
    assert axe_violations(page) == []


def test_nothing_is_kept_on_the_device(page):
    page.goto(URL)
    introduce(page, "14")
    kept = page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert "Zuzana" not in kept
    page.reload()
    expect(page.get_by_label("Dein Vorname")).to_have_value("")


def test_without_script_the_whole_form_is_there(browser, base_url):
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    page = context.new_page()
    page.goto(URL)
    for label in ("Dein Vorname", "Wo wohnst du?", "Vor- und Nachname"):
        expect(page.get_by_label(label)).to_be_visible()
    expect(page.get_by_role("button", name="Anmeldung abschicken")).to_be_visible()
    expect(page.get_by_role("button", name="Weiter")).to_be_hidden()
    context.close()


def test_every_step_is_accessible(page):
    page.goto(URL)
    expect(title(page)).to_be_visible()
    assert axe_violations(page) == []
    walk_to_the_last_step(page, "14")
    assert axe_violations(page) == []


def test_the_browser_proves_its_work_while_the_form_is_filled_in(page):
    refused = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(URL)
    proof = page.locator("input[name=altcha]")
    expect(proof).to_have_value("")
    page.get_by_label("Dein Vorname").focus()
    expect(proof).not_to_have_value("", timeout=30_000)
    walk_to_the_last_step(page, "17")
    send(page)
    expect(page).to_have_url(re.compile("/mentoring/danke/"))
    assert refused == []
