"""Saving as a reader meets it: what it costs, how far it is, what went wrong, how to get rid of it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.phone import (
    DECODE_IMAGES,
    SAVED_PAGES,
    WITHOUT_NETWORK,
    ask,
    job,
    listed_now,
    paths_in,
    poll,
    read,
    until,
)

STORY = "/geschichten/ida-sprachnachrichten/"
OCCUPATION = "/berufsfelder/elektro/mechatronik/"
COMPANY = "/unternehmen/neissewerk-automation/"
SIZE = r"\d+(,\d)?\s(kB|MB)"
SAVED = "Liegt auf deinem Gerät"

SOUND_PLAYS = """() => new Promise((resolve) => {
  const player = document.querySelector("audio");
  player.addEventListener("loadedmetadata", () => resolve(player.duration > 0));
  player.querySelector("source").addEventListener("error", () => resolve(false));
  player.preload = "metadata";
  player.load();
})"""
LEFT_ON_THE_PHONE = """async () => ({
  caches: await caches.keys(),
  databases: await indexedDB.databases(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  entries: localStorage.length + sessionStorage.length,
})"""
# What Chromium sends when it would install the app. `answer` is what the visitor chooses in its window.
OFFER_TO_INSTALL = """answer => {
  const event = new Event("beforeinstallprompt", { cancelable: true });
  event.prompt = async () => { window.asked = true; return { outcome: answer } };
  window.dispatchEvent(event);
}"""
# Chromium's own emulation of media features does not know this one.
INSTALLED = """(() => {
  const ask = window.matchMedia.bind(window);
  window.matchMedia = (query) => (query.includes("display-mode: standalone") ? { matches: true } : ask(query));
})()"""
AN_IPHONE = """Object.defineProperty(navigator, "standalone", { value: false })"""
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"


@pytest.fixture
def reader(phone):
    """A phone without the room that Chromium takes for its own offer to install the app."""
    phone.add_init_script(
        "window.addEventListener('beforeinstallprompt', (e) => e.isTrusted && e.stopImmediatePropagation())"
    )
    return phone


def save(page, path, *, sound=False):
    """Save a page by its button, and return what the button said it would cost."""
    page.goto(path)
    control = page.locator("save-offline")
    button = control.get_by_role("button", name=re.compile(rf"^Offline speichern \({SIZE}\)$"))
    if sound:
        control.get_by_label(re.compile(rf"Ton dazu, {SIZE}")).check()
    price = button.inner_text()
    button.click()
    expect(control.get_by_text(SAVED)).to_be_visible()
    return price


def test_three_things_are_saved_then_read_found_and_filtered_without_network(reader, site):
    read(reader, "/")
    save(reader, STORY, sound=True)
    save(reader, OCCUPATION)
    save(reader, COMPANY)
    reader.goto("/geschichten/")
    reader.goto("/merkliste/")
    things = reader.locator("[data-part=saved] li")
    expect(things).to_have_count(3)
    expect(things.first).to_contain_text("Unternehmen")
    expect(things.last).to_contain_text(re.compile(rf"Geschichte.*\d+\.\s\w+ · {SIZE}", re.DOTALL))
    assert reader.locator("[data-thumbnail] :is(img, svg)").count() == 3
    assert reader.evaluate(DECODE_IMAGES) == []
    for without in WITHOUT_NETWORK:
        with without(reader, site):
            read_find_and_filter(reader)


def read_find_and_filter(reader):
    for path in (COMPANY, OCCUPATION, STORY):
        reader.goto("/merkliste/")
        reader.locator(f"[data-part=saved] a[href='{path}']").click()
        expect(reader.locator("h1")).to_be_visible()
        assert reader.url.endswith(path)
        assert reader.evaluate(DECODE_IMAGES) == []
    assert reader.evaluate(SOUND_PLAYS)

    reader.goto("/suche/")
    reader.get_by_label("Wonach suchst du?").fill("Mechatronkerin")
    reader.get_by_role("button", name="Suchen").click()
    expect(reader.get_by_role("heading", name="Berufe")).to_be_visible()
    expect(reader.locator(f"[data-group=berufe] .row a[href='{OCCUPATION}']")).to_be_visible()
    reader.goto("/suche/?q=xylophonbau")
    expect(reader.get_by_role("heading", name="Nichts zu „xylophonbau“")).to_be_visible()

    reader.goto("/geschichten/")
    reader.locator("live-filter summary").click()
    reader.get_by_label("Berufsfeld").select_option("naturwissenschaften")
    expect(reader.locator("[data-count-for]")).to_have_text("1 auf deinem Gerät")
    expect(reader.locator("#geschichten")).to_contain_text("Du siehst nur, was auf deinem Gerät liegt.")
    expect(reader.locator(f"#geschichten .story-card a[href='{STORY}']")).to_be_visible()
    reader.locator("live-filter a.chip").click()
    expect(reader.locator("#geschichten .story-card")).not_to_have_count(1)
    reader.goto("/geschichten/?feld=kunst&untypisch=ja")
    expect(reader.locator("#geschichten")).to_contain_text("Davon liegt nichts auf deinem Gerät.")
    assert reader.locator("select[name=feld]").input_value() == "kunst"


def test_what_is_saved_can_be_taken_back_one_by_one_and_all_at_once(reader):
    read(reader, "/")
    save(reader, OCCUPATION)
    reader.get_by_role("button", name="Entfernen").click()
    expect(reader.get_by_role("button", name="Offline speichern")).to_be_visible()
    save(reader, OCCUPATION)
    save(reader, COMPANY)
    reader.goto("/merkliste/")
    reader.get_by_role("button", name=re.compile("Löschen: Neißewerk")).click()
    expect(reader.locator("[data-part=saved] li")).to_have_count(1)
    expect(reader.get_by_role("button", name=re.compile("Löschen: Mechatronik"))).to_be_focused()
    reader.get_by_role("button", name="Alles von der Merkliste löschen").click()
    reader.get_by_role("button", name="Behalten").click()
    expect(reader.locator("[data-part=saved] li")).to_have_count(1)
    reader.get_by_role("button", name="Alles von der Merkliste löschen").click()
    reader.get_by_role("button", name="Alles löschen", exact=True).click()
    expect(reader.get_by_role("heading", name="Noch nichts da.")).to_be_visible()
    # The interest check belongs to the app.
    assert set(paths_in(reader, "impuls-saved-pages-v1")) <= {"/interessencheck/"}


def test_the_whole_region_says_its_price_pauses_over_a_reload_and_arrives(reader):
    read(reader, "/merkliste/")
    panel = reader.locator("region-package")
    expect(panel).to_contain_text(re.compile(rf"\d{{3}} Seiten, {SIZE}"))
    panel.get_by_role("button", name="Alles mitnehmen").click()
    line = panel.get_by_role("progressbar")
    until(reader, "() => document.querySelector('region-package progress').value > 0.1")
    panel.get_by_role("button", name="Anhalten").click()
    expect(panel).to_contain_text(re.compile(rf"Angehalten bei {SIZE} von {SIZE}"))
    reader.reload()
    expect(panel).to_contain_text("Angehalten")
    stopped = line.evaluate("line => line.value")
    reader.wait_for_timeout(500)
    assert 0.1 <= line.evaluate("line => line.value") == stopped < 1
    panel.get_by_role("button", name="Weiter").click()
    expect(panel.get_by_text("Die Region ist dabei.")).to_be_visible(timeout=60_000)
    expect(panel).to_contain_text(re.compile(r"\d{3} Seiten, Stand \d+\.\s\w+, \d\d:\d\d\."))
    reader.goto(STORY)
    expect(reader.locator("save-offline")).to_contain_text("Liegt schon auf deinem Gerät.")
    reader.get_by_role("button", name="Auf die Merkliste").click()
    expect(reader.locator("save-offline").get_by_text(SAVED)).to_be_visible()


def test_a_lost_network_stops_a_download_which_goes_on_when_it_is_back(reader):
    read(reader, COMPANY)
    control = reader.locator("save-offline")
    expect(control.get_by_role("button", name="Offline speichern")).to_be_visible()
    reader.context.set_offline(True)
    control.get_by_role("button", name="Offline speichern").click()
    expect(control).to_contain_text("Das Netz ist weg.")
    expect(control.get_by_role("button", name="Nochmal versuchen")).to_be_focused()
    reader.context.set_offline(False)
    expect(control.get_by_text(SAVED)).to_be_visible(timeout=15_000)


def test_a_full_phone_says_so_and_leads_to_what_can_go(reader, site):
    read(reader, "/")
    reader.goto(COMPANY)
    button = reader.get_by_role("button", name="Offline speichern")
    expect(button).to_be_visible()
    devtools = reader.context.new_cdp_session(reader)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": site.url, "quotaSize": 1000})
    button.click()
    expect(reader.locator("save-offline")).to_contain_text("kein Platz mehr")
    assert COMPANY not in paths_in(reader, "impuls-saved-pages-v1")
    expect(reader.get_by_role("link", name="Platz schaffen")).to_have_attribute("href", "/merkliste/geraet/")
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": site.url})
    reader.get_by_role("button", name="Nochmal versuchen").click()
    expect(reader.locator("save-offline").get_by_text(SAVED)).to_be_visible()


def test_the_storage_page_shows_everything_and_deletes_everything(reader):
    read(reader, "/")
    save(reader, STORY, sound=True)
    reader.evaluate("() => localStorage.setItem('interessen', '[1,2,3]')")
    reader.get_by_role("link", name="Was liegt auf diesem Gerät").click()
    parts = reader.locator(".storage-part")
    expect(parts.filter(has_text="Die App selbst")).to_contain_text(re.compile(SIZE))
    filled = ("Gespeicherte Seiten", "Bilder", "Ton", "Verzeichnis", "Deine Antworten im Interessen-Check")
    for title in filled:
        expect(parts.filter(has=reader.get_by_role("heading", name=title, exact=True))).not_to_contain_text("nichts")
    expect(parts.filter(has_text="Dein Nein zum Installieren")).to_contain_text("nichts")

    reader.get_by_role("button", name="Alles von diesem Gerät löschen").click()
    reader.get_by_role("button", name="Behalten").click()
    assert reader.evaluate(LEFT_ON_THE_PHONE)["caches"]
    reader.get_by_role("button", name="Alles von diesem Gerät löschen").click()
    reader.get_by_role("button", name="Alles löschen", exact=True).click()
    expect(reader.get_by_role("heading", name="Alles weg.")).to_be_visible()
    assert reader.evaluate(LEFT_ON_THE_PHONE) == {"caches": [], "databases": [], "workers": 0, "entries": 0}


def test_a_copy_from_the_phone_says_from_when_it_is(reader):
    read(reader, "/")
    save(reader, COMPANY)
    reader.context.set_offline(True)
    reader.goto(COMPANY)
    expect(reader.locator("kept-copy-note")).to_contain_text(re.compile(r"Vom Gerät, Stand \d+\.\s\w+, \d\d:\d\d"))
    reader.context.set_offline(False)
    reader.goto("/mentoring/")
    expect(reader.locator("kept-copy-note p").first).to_be_hidden()


def test_a_newer_version_waits_for_the_reader_and_a_withdrawn_page_says_so(reader, site):
    read(reader, "/")
    save(reader, COMPANY)
    note = reader.locator("kept-copy-note")
    try:
        change_company(site, "company.teaser += ' Mit Betriebsrat.'; company.save()")
        reader.goto(COMPANY)
        expect(note).to_contain_text("Es gibt eine neuere Fassung.")
        expect(reader.locator("h1 + p")).not_to_contain_text("Betriebsrat")
        note.get_by_role("link", name="Neue Fassung lesen").click()
        expect(reader.locator("h1 + p")).to_contain_text("Betriebsrat")
        change_company(site, "company.unpublish()")
        reader.goto(COMPANY)
        expect(note).to_contain_text("Diese Seite gibt es nicht mehr.")
        # Were it public again before the phone looks at the list, it would be kept as wished.
        ask(reader, "CONTACT", force=True)
        poll(reader, lambda: job(reader, COMPANY) is None and COMPANY not in paths_in(reader, SAVED_PAGES))
        reader.goto("/merkliste/")
        expect(reader.locator("[data-part=saved] li")).to_have_count(0)
    finally:
        before = "company.teaser = company.teaser.removesuffix(' Mit Betriebsrat.')"
        change_company(site, f"{before}; company.live = True; company.save()")
        # The list knows the company again before it can be saved again.
        poll(reader, lambda: COMPANY in listed_now(reader))
        # Its version for phones may not be built yet. The page looks for it again by itself.
        reader.goto(COMPANY)
        expect(reader.get_by_role("button", name="Offline speichern")).to_be_visible(timeout=90_000)


def change_company(site, code):
    company = "from careers.models import CompanyPage; company = CompanyPage.objects.get(slug='neissewerk-automation')"
    site.manage("shell", "--no-imports", "-c", f"{company}; {code}")


def test_installing_is_offered_after_reading_and_never_again_after_a_no(reader):
    read(reader, STORY)
    offer = reader.locator("install-app section")
    until(reader, "async () => (await (await caches.open('impuls-pages-v1')).keys()).length")
    reader.evaluate(OFFER_TO_INSTALL, "accepted")
    reader.wait_for_timeout(300)
    expect(offer).to_be_hidden()
    reader.goto(COMPANY)
    until(reader, "async () => await (await caches.open('impuls-list-v1')).match('/offline/paket.json') !== undefined")
    reader.evaluate(OFFER_TO_INSTALL, "dismissed")
    expect(offer).to_be_visible()
    reader.get_by_role("button", name="App installieren").click()
    until(reader, "() => window.asked && localStorage.getItem('installieren') === 'nein'")
    reader.goto(STORY)
    reader.evaluate(OFFER_TO_INSTALL, "accepted")
    reader.wait_for_timeout(300)
    expect(offer).to_be_hidden()


def test_saving_is_reason_enough_to_offer_the_app(reader):
    read(reader, COMPANY)
    reader.evaluate(OFFER_TO_INSTALL, "accepted")
    save_here = reader.get_by_role("button", name="Offline speichern")
    expect(reader.locator("install-app section")).to_be_hidden()
    save_here.click()
    expect(reader.locator("install-app section")).to_be_visible()
    reader.get_by_role("button", name="Nein, danke").click()
    expect(reader.locator("install-app")).to_have_count(0)


def test_an_iphone_shows_how_in_pictures_but_not_in_the_installed_app(reader):
    reader.add_init_script(AN_IPHONE)
    devtools = reader.context.new_cdp_session(reader)
    devtools.send("Emulation.setUserAgentOverride", {"userAgent": SAFARI})
    read(reader, COMPANY)
    save(reader, COMPANY)
    reader.get_by_role("link", name="Zeig mir, wie").click()
    pictures = reader.locator(".install__step svg")
    expect(pictures).to_have_count(3)
    # The link opens what it leads into.
    expect(pictures.first).to_be_visible()
    expect(reader.locator(".install__guide")).to_contain_text("Zum Home-Bildschirm")
    reader.add_init_script(INSTALLED)
    reader.goto(COMPANY)
    reader.locator("save-offline").get_by_text(SAVED).wait_for()
    expect(reader.locator("install-app section")).to_be_hidden()


def test_in_the_installed_app_links_to_other_sites_open_in_the_browser(reader):
    reader.add_init_script(INSTALLED)
    reader.context.route("https://*/**", lambda route: route.fulfill(body="woanders"))
    reader.goto("/ueber-uns/")
    reader.evaluate("""() => {
      const link = document.createElement("a");
      Object.assign(link, { href: "https://example.org/", textContent: "Woanders" });
      document.querySelector("main").prepend(link);
    }""")
    with reader.context.expect_page() as opened:
        reader.get_by_role("link", name="Woanders").click()
    assert opened.value.url == "https://example.org/"
    assert reader.url.endswith("/ueber-uns/")


def test_without_javascript_nothing_is_offered_that_would_not_work(site, browser):
    context = browser.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(COMPANY)
    assert page.locator("save-offline").inner_text().strip() == ""
    page.goto("/merkliste/")
    expect(page.locator("main")).to_contain_text("Dafür braucht er JavaScript")
    context.close()
