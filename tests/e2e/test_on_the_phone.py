"""The app on a phone: installed, offline, updated."""

import re

from playwright.sync_api import expect

from tests.e2e.phone import CONTROLLED, until

KEPT_PAGES = """async () => {
  const cache = await caches.open("impuls-pages-v1");
  return (await cache.keys()).map(({ url }) => new URL(url).pathname);
}"""
ALL_THAT_IS_KEPT = """async () => {
  const stores = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
  const requests = (await Promise.all(stores.map((cache) => cache.keys()))).flat();
  return requests.map(({ url }) => new URL(url).pathname);
}"""
LOOK_FOR_UPDATE = "() => navigator.serviceWorker.ready.then((registration) => registration.update())"


def read_a_story(page):
    """Open a story as the first page ever, wait until it is kept, and return its path."""
    story = re.findall(r"<loc>https?://[^/]+(/geschichten/[^/<]+/)</loc>", page.request.get("/sitemap.xml").text())[0]
    page.goto(story)
    until(page, CONTROLLED)
    until(page, KEPT_PAGES, lambda kept: story in kept)
    return story


def rename_brand(site, name):
    """Change what every page shows, and with it the pages that the worker stores on installation."""
    site.manage("shell", "-c", f"from cms.models import SiteSettings as S; S.objects.update(brand_name={name!r})")


def test_chromium_finds_nothing_against_installing_the_app(phone):
    read_a_story(phone)
    devtools = phone.context.new_cdp_session(phone)
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    assert devtools.send("Page.getAppManifest")["errors"] == []


def test_a_visited_story_reads_offline_after_the_server_is_stopped(phone, site):
    story = read_a_story(phone)
    headline = phone.locator("h1").inner_text()
    site.stop("web")
    try:
        phone.goto("/merkliste/")
        phone.locator("saved-pages [data-list] a").click()
        assert phone.url.endswith(story)
        assert phone.locator("h1").inner_text() == headline
        broken = "() => [...document.images].filter((image) => image.complete && !image.naturalWidth).length"
        assert phone.evaluate(broken) == 0
        fonts = "() => [...document.fonts].filter((font) => font.status === 'loaded').length"
        assert phone.evaluate(fonts) > 0
        phone.goto("/geschichten/nie-gelesen/")
        expect(phone.locator("h1")).to_have_text("Gerade kein Netz.")
        expect(phone.locator("saved-pages [data-list] a")).to_have_count(1)
    finally:
        site.start("web")


def test_the_phone_says_when_there_is_no_network(phone):
    read_a_story(phone)
    expect(phone.locator("[data-offline]")).to_be_hidden()
    phone.context.set_offline(True)
    expect(phone.locator("[data-offline]")).to_be_visible()


def test_nothing_private_stays_on_the_phone(phone):
    read_a_story(phone)
    for path in ("/mentoring/", "/suche/?q=holz", "/admin/login/"):
        phone.goto(path)
    phone.goto("/merkliste/")
    until(phone, KEPT_PAGES)
    private = ("/mentoring", "/suche", "/admin")
    assert [path for path in phone.evaluate(ALL_THAT_IS_KEPT) if path.startswith(private)] == []


def test_what_is_kept_can_be_deleted(phone):
    read_a_story(phone)
    phone.goto("/merkliste/")
    phone.locator("[data-clear]").click()
    phone.locator("dialog [value=yes]").click()
    expect(phone.locator("[data-empty]")).to_be_visible()
    assert phone.evaluate(KEPT_PAGES) == []


def test_a_new_version_waits_for_the_tap_and_reloads_only_where_it_was_asked_for(phone, site):
    story = read_a_story(phone)
    form = phone.context.new_page()
    form.goto("/mentoring/")
    form.locator("input[name=first_name]").fill("Jette")
    rename_brand(site, "Heimspiel")
    try:
        phone.evaluate("() => { window.unreloaded = true }")
        phone.evaluate(LOOK_FOR_UPDATE)
        expect(phone.locator("update-banner [data-banner]")).to_be_visible()
        expect(form.locator("[data-unsaved]")).to_be_visible()
        assert phone.evaluate("() => window.unreloaded")
        reloads = []
        phone.on("load", lambda _: reloads.append(1))
        phone.locator("[data-accept]").click()
        phone.wait_for_timeout(1500)
        assert len(reloads) == 1
        assert phone.url.endswith(story)
        expect(phone.locator("update-banner [data-banner]")).to_be_hidden()
        assert form.locator("input[name=first_name]").input_value() == "Jette"
    finally:
        rename_brand(site, "Impuls Regio")


def test_a_filter_swaps_the_list_and_back_restores_it(phone):
    phone.goto("/geschichten/")
    phone.evaluate("() => { window.unreloaded = true }")
    everything = phone.locator("[data-count-for]").inner_text()
    phone.locator("live-filter summary").click()
    phone.locator("live-filter select").first.select_option(index=1)
    expect(phone.locator("[data-count-for]")).not_to_have_text(everything)
    expect(phone.locator("live-filter .chip")).to_have_count(1)
    assert "?" in phone.url
    phone.go_back()
    expect(phone.locator("[data-count-for]")).to_have_text(everything)
    expect(phone.locator("live-filter .chip")).to_have_count(0)
    assert phone.locator("live-filter select").first.input_value() == ""
    assert phone.evaluate("() => window.unreloaded")


def test_an_address_into_a_page_reaches_its_place(phone):
    phone.goto("/mentoring/#begleiten")
    expect(phone.locator("#begleiten")).to_be_in_viewport()
    phone.goto("/berufsfelder/elektro/mechatronik/#angebote")
    expect(phone.locator("#angebote")).to_be_in_viewport()
