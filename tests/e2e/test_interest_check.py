"""The interest check, from the first tap to what it leads to: on a phone, by keyboard, offline and without script."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import PHONE
from tests.e2e.phone import CONTROLLED, VISITED_PAGES, WITHOUT_NETWORK, paths_in, until
from tests.measures import axe_violations, measure
from tests.states import ask

URL = "/interessencheck/"
DIMENSIONS = "RIASEC"
CURIOUS = {"R": 3, "I": 2, "C": 2}
# What the visitor likes, by dimension; what is not named is "gar nicht", None is skipped.
TASTES = [
    CURIOUS,
    {"S": 3, "A": 2, "E": 1},
    {"E": 3, "C": 2, "S": 2, "R": None},
    dict.fromkeys(DIMENSIONS, 2),
    {},
]
# Of what is folded, a browser would tell the text as it stands in the source.
ROWS = """root => {
  for (const part of root.querySelectorAll("details")) part.open = true;
  const lists = [...root.querySelectorAll("[data-list]")];
  return lists.map((list) => [...list.children].map((row) => row.innerText.replace(/\\s+/g, " ").trim()));
}"""
STATEMENTS = """() => [...document.querySelectorAll("[data-statement]")].map(({ dataset }) =>
  [dataset.statement, dataset.dimension])"""


@pytest.fixture
def check(page):
    """The interest check on a phone that has not opened it yet."""
    page.goto(URL)
    expect(page.get_by_role("link", name="Los geht’s")).to_be_visible()
    expect(page.locator(".interest-form")).to_be_hidden()
    return page


def begin(page):
    page.get_by_role("link", name="Los geht’s").click()
    expect(number(page)).to_have_text("1")


def number(page):
    return page.locator("[data-number]")


def button(page, degree):
    return page.locator(f"[data-answer='{degree}']")


def answer(page, taste, start=0):
    """Tap through the statements from one on; they ask for the six dimensions in turn."""
    for place in range(start, 24):
        expect(number(page)).to_have_text(str(place + 1))
        degree = taste.get(DIMENSIONS[place % 6], 0)
        (page.get_by_role("button", name="Überspringen") if degree is None else button(page, degree)).click()


def heading(page, text):
    return page.get_by_role("heading", name=text)


def result(page):
    return page.locator("#ergebnis")


def kept(page):
    return json.loads(page.evaluate("() => localStorage.getItem('interessen')") or "null")


def test_taps_at_the_thumb_lead_to_occupations_stories_and_the_answers_behind_them(check):
    begin(check)
    expect(heading(check, "Ein altes Moped steht in der Scheune.")).to_be_visible()
    for degree in range(4):
        box = button(check, degree).bounding_box()
        assert box["height"] >= 44
        assert PHONE["height"] / 2 < box["y"] < PHONE["height"] - 58 - box["height"]  # above the tab bar
    answer(check, CURIOUS)
    expect(heading(check, "Das könnte zu dir passen")).to_be_focused()
    assert check.evaluate("() => scrollY") == 0
    matches = result(check).locator("[data-list='occupations'] > li")
    expect(matches).to_have_count(6)
    for match in matches.all():
        assert re.search(r"Weil du gesagt hast:\s+(voll meins|eher ja) „.+“", match.inner_text())
    expect(result(check).locator("[data-list='stories'] > li").first).to_contain_text("Weil du gesagt hast:")
    surprises = result(check).locator("[data-list='surprises']")
    expect(surprises).to_contain_text("Untypisch für Frauen")
    expect(surprises).to_contain_text("Untypisch für Männer")
    matches.first.get_by_role("link").click()
    expect(check).to_have_url(re.compile("/berufsfelder/.+/.+/"))


def test_the_keyboard_alone_gets_through(check):
    check.get_by_role("link", name="Los geht’s").focus()
    check.keyboard.press("Enter")
    expect(heading(check, "Ein altes Moped steht in der Scheune.")).to_be_focused()
    for _ in range(4):
        check.keyboard.press("Tab")
    for place in range(24):
        expect(number(check)).to_have_text(str(place + 1))
        expect(button(check, 3)).to_be_focused()
        check.keyboard.press("Enter")
    expect(heading(check, "Das könnte zu dir passen")).to_be_focused()
    expect(result(check)).to_contain_text("Deine Antworten liegen nah beieinander")


def test_one_can_go_back_and_a_reload_keeps_what_was_answered(check):
    begin(check)
    for degree in (3, 1, 0):
        button(check, degree).click()
    expect(check.get_by_role("progressbar", name="So weit bist du")).to_have_js_property("value", 3 / 24)
    check.get_by_role("button", name="Zurück").click()
    expect(button(check, 0)).to_have_attribute("aria-pressed", "true")
    button(check, 2).click()
    check.reload()
    expect(number(check)).to_have_text("4")
    check.get_by_role("button", name="Zurück").click()
    expect(button(check, 2)).to_have_attribute("aria-pressed", "true")
    assert list(kept(check)["answers"].values()) == [3, 1, 2]


def test_who_comes_back_sees_the_result_and_may_change_an_answer(check):
    begin(check)
    answer(check, CURIOUS)
    expect(heading(check, "Das könnte zu dir passen")).to_be_visible()
    check.reload()
    expect(heading(check, "Das könnte zu dir passen")).to_be_visible()
    before = result(check).evaluate(ROWS)
    check.get_by_role("link", name="Antworten ändern").click()
    for _ in range(3):
        button(check, 0).click()
    check.get_by_role("button", name="Zum Ergebnis").click()
    expect(heading(check, "Das könnte zu dir passen")).to_be_visible()
    assert result(check).evaluate(ROWS) != before


def test_one_tap_deletes_all_answers(check):
    begin(check)
    answer(check, CURIOUS)
    assert kept(check)
    check.get_by_role("button", name="Antworten von diesem Gerät löschen").click()
    expect(check.get_by_text("Deine Antworten sind gelöscht.")).to_be_visible()
    assert check.evaluate("() => localStorage.length") == 0
    check.reload()
    begin(check)
    expect(check.locator("[aria-pressed='true']")).to_have_count(0)


def test_who_skips_nearly_everything_is_asked_again(check):
    begin(check)
    answer(check, dict.fromkeys(DIMENSIONS) | {"R": 3})
    expect(heading(check, "Das ist uns zu wenig")).to_be_focused()
    check.get_by_role("button", name="Übersprungene noch mal ansehen").click()
    expect(number(check)).to_have_text("2")
    for _ in range(2):
        button(check, 3).click()
    check.get_by_role("button", name="Zum Ergebnis").click()
    expect(result(check)).to_contain_text("Gerechnet aus 6 von 24 Antworten.")


def test_answering_sends_nothing(browser, site):
    # The worker would fetch what the app needs meanwhile.
    context = browser.new_context(base_url=site.url, viewport=PHONE, locale="de-DE", service_workers="block")
    check, sent = context.new_page(), []
    check.goto(URL, wait_until="networkidle")
    context.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    begin(check)
    answer(check, CURIOUS)
    check.get_by_label("Wo wohnst du?").select_option("zittau")
    expect(result(check).locator("nearby-offers")).to_contain_text("etwa")
    assert sent == []
    assert not context.cookies()
    context.close()


def test_what_is_near_depends_on_where_one_lives(check):
    begin(check)
    answer(check, CURIOUS)
    near = result(check).locator("nearby-offers [data-list] > li")
    everywhere = near.all_inner_texts()
    check.get_by_label("Wo wohnst du?").select_option("zittau")
    check.get_by_label("Umkreis").select_option("10")
    expect(near).not_to_have_count(len(everywhere))
    check.get_by_label("Umkreis").select_option("50")
    distances = [int(km) for text in near.all_inner_texts() for km in re.findall(r"etwa (\d+) km", text)]
    assert distances
    assert max(distances) <= 50
    check.reload()
    expect(check.get_by_label("Wo wohnst du?")).to_have_value("zittau")


@pytest.mark.parametrize("without", WITHOUT_NETWORK)
def test_the_check_works_offline_once_it_was_opened(phone, site, without):
    phone.goto(URL)
    until(phone, CONTROLLED)
    until(phone, "async () => (await caches.match(location.href, { ignoreVary: true })) !== undefined")
    with without(phone, site):
        phone.reload()
        begin(phone)
        answer(phone, CURIOUS)
        expect(result(phone).locator("[data-list='occupations'] > li")).to_have_count(6)
        expect(result(phone).locator("[data-list='occupations'] .ornament").first).to_be_visible()
        assert not [path for path in paths_in(phone, VISITED_PAGES) if "satz" in path]


@pytest.fixture
def plain(site, browser):
    """A phone whose browser runs no script."""
    context = browser.new_context(base_url=site.url, viewport=PHONE, locale="de-DE", java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_script_a_form_gives_the_result_and_keeps_the_answers(plain):
    plain.goto(URL)
    questions = plain.locator("[data-statement]")
    expect(questions).to_have_count(24)
    plain.get_by_role("button", name="Ergebnis zeigen").click()
    expect(plain.get_by_role("alert")).to_contain_text("Beantworte mindestens 6 Sätze.")
    for place in range(24):
        degree = "voll meins" if place % 6 == 0 else "gar nicht"
        questions.nth(place).get_by_label(degree).check()
    plain.get_by_label("Wo wohnst du?").select_option("goerlitz")
    plain.get_by_role("button", name="Ergebnis zeigen").click()
    expect(heading(plain, "Das könnte zu dir passen")).to_be_in_viewport()
    expect(result(plain).locator("[data-list='occupations'] > li").first).to_contain_text("voll meins")
    expect(plain.locator("input[value='3']:checked")).to_have_count(4)
    expect(plain.get_by_label("Wo wohnst du?")).to_have_value("goerlitz")


@pytest.mark.parametrize("taste", TASTES, ids=["-".join(f"{k}{v}" for k, v in taste.items()) for taste in TASTES])
def test_phone_and_server_show_the_same_result(check, plain, site, taste):
    answers = {key: taste.get(dimension, 0) for key, dimension in check.evaluate(STATEMENTS)}
    home = {"place": "zittau", "kilometres": "30"}
    check.evaluate("kept => localStorage.setItem('interessen', JSON.stringify(kept))", {"answers": answers, **home})
    check.reload()
    expect(heading(check, "Das könnte zu dir passen")).to_be_visible()
    form = {f"satz-{key}": "" if degree is None else degree for key, degree in answers.items()}
    answered = ask("Interessencheck", site.url + URL, {**form, "ort": "zittau", "umkreis": "30"})
    assert answered.status == 200
    assert "no-store" in answered.headers["Cache-Control"]
    answered.show_in(plain)
    by_phone, by_server = (result(page).evaluate(ROWS) for page in (check, plain))
    assert by_phone == by_server
    assert by_phone[0] or not taste
    # Below it come the choice of the place, which stays in the form without script, and the deleting.
    top, bottom = "Das könnte zu dir passen", "Was es in der Nähe gibt"
    said_by_phone, said_by_server = (
        re.sub(r"\s+", " ", result(page).inner_text()).partition(top)[2].partition(bottom)[0] for page in (check, plain)
    )
    assert said_by_phone == said_by_server


def test_axe_finds_nothing_in_any_step_in_light_and_dark(check):
    def look():
        found = []
        for scheme in ("light", "dark"):
            check.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            found += [f"[{scheme}] {finding}" for finding in axe_violations(check)]
        check.set_viewport_size({"width": 320, "height": 640})
        return found + measure(check, "overflowing")

    assert not look()
    begin(check)
    assert not look()
    answer(check, dict.fromkeys(DIMENSIONS))
    assert not look()
    check.get_by_role("button", name="Übersprungene noch mal ansehen").click()
    answer(check, CURIOUS)
    expect(heading(check, "Das könnte zu dir passen")).to_be_visible()
    assert not look()


def test_five_phones_add_up_and_the_teacher_sees_the_sums_once(browser, browser_context_args, site):
    """From the code on the wall to the sums: what stays on a phone, what is told, what a tap without network does."""
    teacher = browser.new_page(**browser_context_args)
    teacher.goto(f"{site.url}/schulen/klasse/")
    teacher.get_by_role("button", name="Klasse öffnen").click()
    code = teacher.locator(".class-code__letters").inner_text()
    for number in range(5):
        context = browser.new_context(**browser_context_args)
        phone = context.new_page()
        phone.goto(f"{site.url}{URL}?klasse={code.replace(' ', '')}")
        expect(phone.get_by_text("Du machst mit deiner Klasse mit")).to_be_visible()
        finish_at_once(phone, {"R": 3, "S": 1 if number < 3 else 0})
        # Nothing is sent or remembered of the class before the tap.
        assert phone.evaluate("() => localStorage.getItem('klasse')") is None
        if number == 0:
            context.set_offline(True)
            phone.get_by_role("button", name="Mitzählen").click()
            expect(phone.get_by_text("Zum Mitzählen brauchst du kurz Netz.")).to_be_visible()
            context.set_offline(False)
        phone.get_by_role("button", name="Mitzählen").click()
        expect(phone.get_by_text("Gezählt.")).to_be_focused()
        if number == 0:
            # Come back: this phone counts already. Its owner deletes everything: it knows of no class.
            phone.reload()
            expect(phone.get_by_role("button", name="Mitzählen")).to_be_hidden()
            phone.get_by_role("button", name="Antworten von diesem Gerät löschen").click()
            assert phone.evaluate("() => localStorage.length") == 0
        assert not context.cookies()
        context.close()
    teacher.get_by_role("link", name="Stand neu laden").click()
    expect(teacher.get_by_text("5 Handys")).to_be_visible()
    link = teacher.url
    teacher.get_by_role("button", name="Schließen und Summen zeigen").dblclick()
    expect(teacher.get_by_role("heading", name="Was die Klasse gern tut")).to_be_visible()
    shown = teacher.locator(".points").all_inner_texts()
    assert [text.split() for text in shown[:2]] == [["praktisch-technisch", "100"], ["forschend", "0"]]
    assert shown[3].split() == ["sozial", "20"]
    assert not teacher.context.cookies()
    teacher.goto(link.partition("?")[0] + "?")
    expect(teacher.get_by_role("heading", name="Diese Klasse ist geschlossen")).to_be_visible()
    teacher.close()


def finish_at_once(page, taste):
    """Give all answers without tapping through 24 statements: they lie where the check keeps them."""
    answers = {key: taste.get(dimension, 0) for key, dimension in page.evaluate(STATEMENTS)}
    page.evaluate("kept => localStorage.setItem('interessen', JSON.stringify(kept))", {"answers": answers})
    page.reload()
    expect(heading(page, "Das könnte zu dir passen")).to_be_visible()
