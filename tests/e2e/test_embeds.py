"""Pages of the site in the frames of other websites: as high as they are, and without a trace."""

import json
import urllib.parse
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.e2e.hosts import as_in_wordpress, document, host, wordpress_script
from tests.embeds import EMBEDS, GAP, OUT_OF_SIGHT, TRACES, frame_of, settled, zoom_text
from tests.measures import sent_kilobytes

# As sent, without photos: the page, its style, its script and its font.
KILOBYTES = 25


@pytest.fixture
def school(browser):
    context = browser.new_context(viewport={"width": 412, "height": 900}, locale="de-DE")
    page = context.new_page()
    page.complaints, page.asked = [], set()
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    context.on("request", lambda request: page.asked.add(request.url))
    yield page
    context.close()


def assert_fits(frame):
    assert settled(frame, GAP) <= 2, frame.url


def test_each_kind_fits_its_frame_on_a_strict_website_and_leaves_no_trace(site, school):
    elements = "".join(
        f'<impuls-regio href="{site.url}/embed{path}"><a href="{site.url}{path}">{name}</a></impuls-regio>'
        for name, path in EMBEDS.items()
    ).replace("&", "&amp;")
    frames = "".join(
        f'<iframe src="{site.url}/embed{path}" title="{name}" width="100%" height="600"></iframe>'
        for name, path in EMBEDS.items()
    ).replace("&", "&amp;")
    pages = {
        "/element": document(elements, f'<script async src="{site.url}/embed.js"></script>'),
        "/rahmen": document(frames),
    }
    with host(pages, f"default-src 'none'; script-src {site.url}; frame-src {site.url}") as school_url:
        school.goto(f"{school_url}/element")
        for name, path in EMBEDS.items():
            element = school.locator(f'impuls-regio[href$="/embed{path}"]')
            element.scroll_into_view_if_needed()
            expect(element.locator("iframe")).to_have_attribute("title", name)
            frame = frame_of(school, path)
            assert_fits(frame)
            expect(element.locator("a")).not_to_be_visible()
            zoom_text(frame, 1.6)
            assert_fits(frame)
        school.goto(f"{school_url}/rahmen", wait_until="networkidle")
        for path in EMBEDS.values():
            expect(frame_of(school, path).locator("h1")).to_be_visible()
    # Other websites may not look into it: what a frame would store is seen where it stands alone.
    for path in EMBEDS.values():
        school.goto(f"{site.url}/embed{path}", wait_until="networkidle")
        assert school.evaluate(TRACES) == []
    assert school.complaints == []
    assert school.context.cookies() == []
    assert [url for url in school.asked if not url.startswith((site.url, school_url, "data:"))] == []


def test_a_part_of_the_interest_check_is_answered_in_the_frame_and_links_lead_out_of_it(site, school):
    markup = f'<impuls-regio href="{site.url}/interessencheck/"><a href="{site.url}">Check</a></impuls-regio>'
    with host({"/": document(markup, f'<script async src="{site.url}/embed.js"></script>')}) as school_url:
        school.goto(school_url)
        expect(school.locator("impuls-regio iframe")).to_be_visible()
        inside = school.frame_locator("impuls-regio iframe")
        inside.get_by_label("voll meins").first.check()
        inside.get_by_role("button", name="Weiter").click()
        expect(inside.get_by_text("Teil 2 von 8")).to_be_visible()
        assert school.url.startswith(school_url)
        assert_fits(frame_of(school, "/interessencheck/"))
        inside.get_by_role("link", name="Interessencheck").click()
        school.wait_for_url(f"{site.url}/interessencheck/")


@pytest.mark.parametrize("path", ["/", "/geschichten/jette-ein-dienstag/", "/mentoring/", "/schulen/einbetten/"])
def test_other_pages_refuse_to_be_framed(site, school, path):
    with host({"/": document(f'<iframe src="{site.url}{path}" title="Fremd"></iframe>')}) as school_url:
        school.goto(school_url, wait_until="networkidle")
        assert school.frames[1].url.startswith("chrome-error:")
        assert any("frame" in complaint.lower() for complaint in school.complaints)


def test_where_nothing_answers_the_link_stays(site, school):
    """As when a website is not among those that may embed."""
    markup = f'<impuls-regio href="{site.url}/gibt-es-nicht/"><a href="{site.url}/">Impuls Regio</a></impuls-regio>'
    elsewhere = '<impuls-regio href="https://example.org/"><a href="/">Woanders</a></impuls-regio>'
    head = f'<script async src="{site.url}/embed.js"></script>'
    with host({"/": document(markup + elsewhere, head)}) as school_url:
        school.route("**/embed/**", lambda route: route.abort())
        school.goto(school_url)
        expect(school.get_by_role("link", name="Woanders")).to_be_visible()
        expect(school.locator("impuls-regio iframe")).to_have_count(0)
        expect(school.get_by_role("link", name="Impuls Regio")).to_be_visible()


@pytest.mark.parametrize("path", EMBEDS.values(), ids=EMBEDS)
def test_an_embed_is_light(page, site, path):
    assert sent_kilobytes(page, f"{site.url}/embed{path}")["total"] <= KILOBYTES


def card_in_wordpress(site, path, secret):
    query = urllib.parse.urlencode({"url": f"{site.url}/embed{path}", "maxwidth": 600, "maxheight": 900})
    with urllib.request.urlopen(f"{site.url}/oembed?{query}&format=json") as answer:
        return as_in_wordpress(json.load(answer)["html"], secret)


def test_wordpress_shows_each_kind_as_high_as_it_is_though_it_locks_the_frame_up(site, school):
    secrets = {path: f"geheim{number}" for number, path in enumerate(EMBEDS.values())}
    cards = "".join(card_in_wordpress(site, path, secret) for path, secret in secrets.items())
    pages = {
        "/": document(f'{cards}<script src="/wp-embed.js"></script>'),
        "/wp-embed.js": wordpress_script(),
    }
    school.set_viewport_size({"width": 640, "height": 900})
    with host(pages) as school_url:
        school.goto(school_url, wait_until="networkidle")
        for path in EMBEDS.values():
            frame = frame_of(school, path)
            assert frame.evaluate("self.origin") == "null"
            assert_fits(frame)
            # Browsers draw no frame, and tell it nothing, as long as nobody sees it.
            frame.frame_element().scroll_into_view_if_needed()
            zoom_text(frame, 1.6)
            assert_fits(frame)
            assert frame.evaluate("[...document.fonts].some(({ status }) => status === 'loaded')")
        expect(school.locator("blockquote:visible")).to_have_count(0)
        check = frame_of(school, EMBEDS["Interessencheck"])
        check.get_by_role("button", name="Weiter").click()
        expect(check.get_by_text("Teil 2 von 8")).to_be_visible()
        assert_fits(check)
        assert school.complaints == []
        frame_of(school, EMBEDS["Beruf"]).get_by_role("link", name="Zum Beruf").click()
        school.wait_for_url(f"{site.url}{EMBEDS['Beruf']}")


def test_on_a_phone_in_wordpress_no_card_scrolls_within_itself(site, school):
    """WordPress makes no frame higher than 1,000 px: what the card can spare is left out there."""
    cards = "".join(card_in_wordpress(site, path, f"geheim{number}") for number, path in enumerate(EMBEDS.values()))
    pages = {
        "/": document(f'{cards}<script src="/wp-embed.js"></script>', "<style>iframe { max-width: 100% }</style>"),
        "/wp-embed.js": wordpress_script(),
    }
    school.set_viewport_size({"width": 346, "height": 900})
    with host(pages) as school_url:
        school.goto(school_url, wait_until="networkidle")
        for path in EMBEDS.values():
            frame = frame_of(school, path)
            frame.frame_element().scroll_into_view_if_needed()
            assert_fits(frame)
            assert settled(frame, OUT_OF_SIGHT) <= 2, path
            zoom_text(frame, 1.6)
            assert_fits(frame)
            zoom_text(frame, 1)
            assert settled(frame, OUT_OF_SIGHT) <= 2, path
        assert school.complaints == []
