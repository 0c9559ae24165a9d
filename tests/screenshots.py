"""`make screenshots`: takes the pictures in docs/images again, from a demo of its own.

python -m tests.screenshots [--url http://… --password …]
"""

import argparse
import re
import tempfile
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect, sync_playwright

from tests.measures import CHROMIUM_FLAGS, chromium_path
from tests.site import RunningSite

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 720}
PATIENCE = 180_000  # the first visitor of a page waits for its pictures to be made
STORY = "Der Lötkolben war zuerst da"


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots")
    parser.add_argument("--url", help="a demo that runs already; it is changed")
    parser.add_argument("--password", help="the password of its editors")
    arguments = parser.parse_args()
    with demo(arguments) as (url, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        visitor = new_page(browser, url, viewport=PHONE, device_scale_factor=2)
        visitor.goto("/")
        take(visitor, "home")
        writer = log_in(browser, url, "redaktion", password)
        tell_the_story(writer)
        note_the_consents(writer)
        preview_and_submit(writer)
        chief = log_in(browser, url, "chefredaktion", password)
        approve_and_schedule(chief)
        keep_the_rest(chief)
        browser.close()


@contextmanager
def demo(arguments):
    """Yield the address of a demo and the password of its editors."""
    if arguments.url:
        yield arguments.url, arguments.password
        return
    with tempfile.TemporaryDirectory() as folder:
        site = RunningSite(folder, name="screenshots")
        print("→ Starting the demo", flush=True)
        site.prepare()
        # Fills the search index, which the windows for choosing a page ask.
        site.manage("db_worker", "--queue-name=*", "--batch", "--verbosity=0")
        site.start("web")
        try:
            yield site.url, site.password
        finally:
            site.stop()


def take(page, name, **options):
    """Save what the page shows, with few colours: the pictures are part of the repository."""
    page.wait_for_load_state("networkidle")
    picture = Image.open(BytesIO(page.screenshot(animations="disabled", **options)))
    IMAGES.mkdir(exist_ok=True)
    picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(IMAGES / f"{name}.png", optimize=True)
    print(f"  {name}.png", flush=True)


def new_page(browser, url, **options):
    page = browser.new_page(base_url=url, locale="de-DE", **options)
    page.set_default_timeout(PATIENCE)
    return page


def log_in(browser, url, user, password):
    page = new_page(browser, url, viewport=DESK)
    page.goto("/admin/login/")
    page.locator("[name=username]").fill(user)
    page.locator("[name=password]").fill(password)
    if user == "redaktion":
        take(page, "redaktion-anmelden")
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/admin/")
    return page


def browse(page, *titles):
    """Walk down the tree of pages by the arrows at the right."""
    page.goto("/admin/pages/")
    for title in titles:
        page.get_by_role("link", name=f"Unterseiten von ‚{title}‘ durchsehen").click()
        page.locator("h1, h2").filter(has_text=title).first.wait_for()


def edit(page, *titles):
    """Open the form of the page that the titles lead to from the home page on."""
    *parents, title = titles
    browse(page, "Impuls Regio", *parents)
    page.get_by_role("link", name=title, exact=True).click()
    page.locator("#id_title").wait_for()


def show(locator):
    """Scroll so that `locator` stands near the top, but not under the header."""
    locator.evaluate(
        "element => { element.style.scrollMarginTop = '90px'; element.scrollIntoView({behavior: 'instant'}) }"
    )


def choose(page, field, title):
    """Pick a page or snippet by its title in the window that the field's button opens."""
    page.locator(f"#id_{field}-chooser .unchosen button").click()
    window = page.locator(".modal-body")
    window.locator("input[name=q]").fill(title)
    window.get_by_role("link", name=title, exact=True).click()
    page.locator(f"#id_{field}-title", has_text=title).wait_for()


def tell_the_story(page):
    take(page, "redaktion-start")
    browse(page, "Impuls Regio", "Geschichten")
    take(page, "redaktion-geschichten")
    page.locator("header").get_by_role("link", name="Unterseite hinzufügen").click()
    page.locator("#id_title").fill(STORY)
    page.locator("#id_first_name").fill("Mia")
    page.locator("#id_age").fill("17")
    page.locator("#id_role_line").fill("Elektronikerin, 1. Lehrjahr")
    choose(page, "municipality", "Görlitz")
    show(page.locator("#id_title"))
    take(page, "redaktion-wer")
    choose(page, "occupation", "Mechatronikerin und Mechatroniker")
    page.locator("#id_career_fields").select_option(label="Elektro")
    page.locator("#id_pull_quote").fill("Strom sieht man nicht. Genau das mag ich.")
    page.locator("#id_teaser").fill("Mia wollte erst ins Büro. Jetzt lernt sie, Schaltschränke zu bauen.")

    page.locator("#id_lead_image-chooser").get_by_role("button", name="Bild auswählen").click()
    choice = page.locator(".modal-body").get_by_role("link", name="Schaltschrank").first
    choice.wait_for()
    take(page, "redaktion-bild-waehlen")
    choice.click()
    page.locator("#id_lead_image_alt").fill("Ein offener Schaltschrank mit Sicherungen und bunten Kabeln.")
    show(page.locator("#id_pull_quote"))
    take(page, "redaktion-bild")

    page.get_by_role("button", name="Block einfügen").first.click()
    take(page, "redaktion-bausteine")
    page.get_by_role("option", name="Text", exact=True).click()
    text = page.locator("[data-contentpath=body]").get_by_role("textbox").last
    text.click()
    text.press_sequentially("Mit neun habe ich das Radio meiner Oma repariert. Danach ging es leiser als vorher.")
    # What was typed reaches the form a moment later.
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile("leiser als vorher"))
    with page.expect_navigation():
        page.get_by_role("button", name="Entwurf speichern").click()


def note_the_consents(page):
    edit(page, "Geschichten", STORY)
    take(page, "redaktion-einwilligung-fehlt")
    for role in ("gezeigte Person", "alle Sorgeberechtigten"):
        page.get_by_role("link", name="Einwilligung eintragen").click()
        page.locator("#id_role").select_option(label=role)
        page.locator("#id_given_on").fill(f"{date.today():%d.%m.%Y}")
        page.locator("#id_paper_location").fill("Ordner 3, Blatt 12")
        page.add_style_tag(content=".xdsoft_datetimepicker { display: none !important }")
        if role == "gezeigte Person":
            take(page, "redaktion-einwilligung")
        with page.expect_navigation():
            page.get_by_role("button", name="Speichern").click()
        edit(page, "Geschichten", STORY)
    show(page.get_by_text("Alle nötigen Einwilligungen sind gültig."))


def preview_and_submit(page):
    page.locator("[data-side-panel-toggle=preview]").click()
    page.frame_locator("iframe[title=Vorschau]").first.locator("h1").wait_for()
    take(page, "redaktion-vorschau")
    page.locator("[data-side-panel-toggle=preview]").click()
    page.get_by_role("button", name="Mehr Aktionen").click()
    take(page, "redaktion-einreichen")
    with page.expect_navigation():
        page.locator("[name=action-submit]").click()


def approve_and_schedule(page):
    take(page, "redaktion-freigabe-wartet")
    edit(page, "Geschichten", STORY)
    page.get_by_role("button", name="Mehr Aktionen").click()
    take(page, "redaktion-freigabe")
    page.keyboard.press("Escape")
    page.locator("[data-side-panel-toggle=status]").click()
    page.get_by_role("button", name="Zeitplan").first.click()
    page.locator("#id_go_live_at").wait_for()
    take(page, "redaktion-zeitplan")
    page.keyboard.press("Escape")
    page.locator("[data-side-panel-toggle=status]").click()


def keep_the_rest(page):
    """Pictures of what else editors keep: focal points, figures, offers, reports, settings."""
    page.goto("/admin/images/")
    page.get_by_role("link", name="Umgebindehaus").first.click()
    page.locator(".focal-point-chooser").wait_for()
    take(page, "redaktion-fokuspunkt")

    edit(page, "Berufsfelder", "Elektro", "Mechatronikerin und Mechatroniker")
    show(page.get_by_role("heading", name="Zahlen mit Quelle"))
    take(page, "redaktion-zahlen")

    page.goto("/admin/snippets/careers/intereststatement/")
    take(page, "redaktion-interessencheck")

    edit(page, "Unternehmen", "Neißewerk Automation")
    show(page.get_by_role("heading", name="Freie Plätze"))
    take(page, "redaktion-angebote")

    edit(page, "Termine", "Girls’Day im Schienenwerk")
    show(page.get_by_role("heading", name="Wann"))
    take(page, "redaktion-termin")

    page.goto("/admin/reports/incomplete/")
    take(page, "redaktion-bericht")

    page.goto("/admin/settings/cms/sitesettings/")
    page.get_by_role("tab", name="Schwellen").click()
    take(page, "redaktion-schwellen")


if __name__ == "__main__":
    main()
