"""Every page in every state: axe-core, narrow screens, wide spacing, keyboard, no JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from tests.measures import AXE_RULES_OF_THE_LOOK, axe_violations, measure
from tests.states import FIRST_VIEWS

NARROW = {"width": 320, "height": 640}
# 1280 by 1024 pixels at 400 % zoom (WCAG 1.4.10).
ZOOMED = {"width": 320, "height": 256}
WIDE = {"width": 1280, "height": 900}
KEYBOARD_PAGES = {
    **FIRST_VIEWS,
    "Geschichten": "/geschichten/",
    "Berufsfelder": "/berufsfelder/",
    "Unternehmen, alle": "/unternehmen/",
    "Mentoring": "/mentoring/",
    "Suche": "/suche/?q=Goerlitz",
    "Merkliste": "/merkliste/",
    "Was liegt auf diesem Gerät": "/merkliste/geraet/",
}
# Elements that tell what happens on the phone, on a page that has them.
SPEAKING = {
    "save-offline": "/geschichten/juliane-drehbuch/",
    "saved-pages": "/merkliste/",
    "region-package": "/merkliste/",
    "storage-use": "/merkliste/",
    "device-storage": "/merkliste/geraet/",
    "offline-search": "/offline/suche/",
    "install-app": "/ueber-uns/",
    "kept-copy-note": "/ueber-uns/",
}
# As ts/connected-element.ts shows them.
STATES = """element => {
  const parts = [...element.querySelectorAll("[data-when]")];
  return [...new Set(parts.flatMap((part) => part.dataset.when.split(" ")))];
}"""
SHOW = """(element, state) => {
  const isOf = (part) => part.dataset.when.split(" ").includes(state);
  for (const part of element.querySelectorAll("[data-when]")) part.hidden = !isOf(part);
  for (const part of element.querySelectorAll("details")) part.open = true;
}"""


@pytest.fixture(scope="module")
def context(site, browser):
    # A service worker would answer in the site's place.
    context = browser.new_context(
        base_url=site.url, viewport=NARROW, locale="de-DE", reduced_motion="reduce", service_workers="block"
    )
    yield context
    context.close()


@pytest.fixture
def phone(context):
    page = context.new_page()
    yield page
    page.close()


def report(failures):
    return "\n".join(f"{answer}: {failure}" for answer, found in failures for failure in found)


def found_in(states, page, look):
    """Return (state, findings) for the states in which `look` finds something."""
    failures = []
    for answer in states:
        answer.show_in(page)
        if found := look(page):
            failures.append((answer, found))
    return failures


@pytest.fixture(scope="module")
def looks(states, context):
    """Look at each state once in every way that needs scripts; return the failures by the way of looking."""
    page = context.new_page()
    found = {name: [] for name in LOOKS}
    for answer in states:
        answer.show_in(page)
        for name, look in LOOKS.items():
            if findings := look(page):
                found[name].append((answer, findings))
    page.close()
    return found


def axe_violations_in_both_schemes(page):
    found = []
    for scheme, rules in (("light", None), ("dark", AXE_RULES_OF_THE_LOOK)):
        page.emulate_media(color_scheme=scheme)
        found += [f"[{scheme}] {finding}" for finding in axe_violations(page, rules)]
    return found


def axe_violations_on_a_wide_screen(page):
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(WIDE)
    found = axe_violations(page, AXE_RULES_OF_THE_LOOK)
    page.set_viewport_size(NARROW)
    return found


def overflowing(page):
    """Leaves the page with wide text."""
    found = measure(page, "overflowing")
    page.set_viewport_size(ZOOMED)
    found += [f"[400 %] {finding}" for finding in measure(page, "overflowing")]
    measure(page, "spaceText")
    spaced = [*measure(page, "overflowing"), *measure(page, "clipped")]
    page.set_viewport_size(NARROW)
    return found + [f"[spaced] {finding}" for finding in spaced]


# In this order, for the last one changes the page.
LOOKS = {"axe": axe_violations_in_both_schemes, "axe, wide": axe_violations_on_a_wide_screen, "overflow": overflowing}


def test_axe_finds_nothing_in_light_and_dark(looks):
    assert not looks["axe"], report(looks["axe"])


def differs_without_javascript(answer):
    """Whether scripts change anything of the content. The frame around it is the same everywhere."""
    content = answer.html.partition("<main")[2].partition("</main>")[0]
    return bool(re.search(r"<[a-z]+-[a-z-]+[ >]|<noscript", content))


def test_axe_finds_nothing_without_javascript(states, phone):
    scripting = phone.context.new_cdp_session(phone)
    others = [answer for answer in states if differs_without_javascript(answer)]
    assert len(others) > 20

    def look(page):
        # The document was read without scripts; axe-core itself needs them.
        scripting.send("Emulation.setScriptExecutionDisabled", {"value": False})
        found = axe_violations(page)
        scripting.send("Emulation.setScriptExecutionDisabled", {"value": True})
        return found

    scripting.send("Emulation.setScriptExecutionDisabled", {"value": True})
    failures = found_in(others, phone, look)
    assert not failures, report(failures)


def test_axe_finds_nothing_on_a_wide_screen(looks):
    assert not looks["axe, wide"], report(looks["axe, wide"])


def test_axe_finds_nothing_in_notes_that_appear_later(site, phone):
    phone.goto("/")
    phone.locator("network-note [hidden]").first.wait_for(state="attached")
    shown = phone.locator("update-banner [hidden], network-note [hidden]").evaluate_all(
        "notes => notes.map((note) => (note.hidden = false))"
    )
    assert shown
    assert not axe_violations_in_both_schemes(phone)
    assert not measure(phone, "overflowing")


@pytest.mark.parametrize(("element", "path"), SPEAKING.items(), ids=SPEAKING)
def test_axe_finds_nothing_in_any_state_that_the_phone_can_be_in(phone, element, path):
    phone.goto(path)
    states = phone.locator(element).evaluate(STATES)
    assert len(states) > 1
    for state in states:
        phone.locator(element).evaluate(SHOW, state)
        assert phone.locator(element).inner_text().strip()
        assert not axe_violations_in_both_schemes(phone), state
        assert not measure(phone, "overflowing"), state


@pytest.mark.parametrize("path", ["/merkliste/", "/merkliste/geraet/"])
def test_axe_finds_nothing_in_the_question_before_deleting(phone, path):
    phone.goto(path)
    phone.locator("dialog").evaluate("dialog => dialog.showModal()")
    expect(phone.get_by_role("button", name="Behalten")).to_be_focused()
    assert not axe_violations_in_both_schemes(phone)


def test_nothing_scrolls_sideways_on_narrow_screens_and_with_wide_text(looks):
    assert not looks["overflow"], report(looks["overflow"])


@pytest.mark.parametrize("path", KEYBOARD_PAGES.values(), ids=KEYBOARD_PAGES)
def test_the_keyboard_reaches_everything_and_shows_where_it_is(phone, path):
    phone.goto(path)
    phone.keyboard.press("Tab")
    expect(phone.locator(".skip-link")).to_be_focused()
    expect(phone.locator(".skip-link")).to_be_in_viewport()
    focusable = measure(phone, "countTabStops")
    seen, failures = 0, []
    while (stop := measure(phone, "tabStop")) and seen <= focusable:
        seen += 1
        failures += [f"{stop['name']}: {problem}" for problem in stop["problems"]]
        phone.keyboard.press("Tab")
    assert not failures, "\n".join(failures)
    assert seen >= focusable


def test_the_skip_link_leads_to_the_content(phone):
    phone.goto("/geschichten/")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    expect(phone.locator("main")).to_be_focused()


def test_links_filters_search_and_the_signup_form_work_without_javascript(site, browser):
    context = browser.new_context(base_url=site.url, viewport=NARROW, locale="de-DE", java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="Geschichten", exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/geschichten/$"))
    page.locator("summary", has_text="Filtern").click()
    page.get_by_label("Berufsfeld").select_option("elektro")
    page.get_by_role("button", name="Anzeigen").click()
    expect(page).to_have_url(re.compile(r"[?&]feld=elektro"))
    page.goto("/suche/")
    page.locator("main input[name=q]").fill("Goerlitz")
    page.locator("main input[name=q]").press("Enter")
    expect(page.locator("main")).to_contain_text("Görlitz")
    context.close()
