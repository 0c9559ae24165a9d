"""A real WordPress embeds our pages: its author shows them in the block editor, and others read the posts.

It stands on localhost and our site on 127.0.0.1, which for browsers are two websites.
"""

import secrets
import shutil
import subprocess
import urllib.parse
import urllib.request
from contextlib import contextmanager

from playwright.sync_api import expect, sync_playwright

from tests.drills.servers import WORDPRESS, wordpress
from tests.embeds import EMBEDS, GAP, OUT_OF_SIGHT, TRACES, frame_of, settled, zoom_text
from tests.measures import CHROMIUM_FLAGS, chromium_path

AUTHOR, PASSWORD = "lehrerin", secrets.token_urlsafe(12)
PHONE, DESKTOP = 360, 1280
ZOOMS = (1.3, 1.6, 2)
NOT_TO_BE_FRAMED = ("/", "/berufsfelder/elektro/mechatronik/", "/mentoring/", "/schulen/einbetten/")
INSERT = """url => wp.data.dispatch("core/block-editor").insertBlocks(wp.blocks.createBlock("core/embed", { url }))"""
BLOCK = """url => wp.blocks.serialize(wp.blocks.createBlock("core/embed", { url }))"""
PUBLISH = """async (content) => (await wp.apiFetch(
  { path: "/wp/v2/posts", method: "POST", data: { title: "Impuls Regio", status: "publish", content } })).link"""


def missing():
    """Return the names of Debian's packages that are not there."""
    modules = subprocess.run(["php", "-m"], capture_output=True, text=True).stdout if shutil.which("php") else ""
    there = {
        "wordpress": (WORDPRESS / "wp-load.php").exists(),
        "wordpress-theme-twentytwentythree": (WORDPRESS / "wp-content/themes/twentytwentythree").exists(),
        "php-cli": bool(modules),
        "php-mysql": "mysqli" in modules,
        "mariadb-server": bool(shutil.which("mariadbd")),
    }
    return [name for name, is_there in there.items() if not is_there]


def embed_all(site):
    """Let WordPress embed every kind of page.

    Return the figures by kind, the number of cards in a post with bare links, and of frames that stayed empty in a post
    with pages that may not be framed.
    """
    with wordpress() as url, sync_playwright() as playwright:
        install(url)
        with playwright.chromium.launch(args=CHROMIUM_FLAGS, executable_path=chromium_path()) as browser:
            school = School(url, site, browser)
            previews, posts, bare, unframed = school.write()
            figures = {
                name: {"preview": previews[name], **school.read(path, posts[name])} for name, path in EMBEDS.items()
            }
            return figures, school.cards(bare), school.refused(unframed)


def install(url):
    fields = {
        "weblog_title": "Schule am Markt",
        "user_name": AUTHOR,
        "admin_password": PASSWORD,
        "admin_password2": PASSWORD,
        "pw_weak": "on",
        "admin_email": "schule@example.org",
    }
    form = urllib.parse.urlencode(fields).encode()
    urllib.request.urlopen(f"{url}/wp-admin/install.php?step=2", form).close()


class School:
    """The website of a school, seen in a browser."""

    def __init__(self, url, site, browser):
        self.url, self.site, self.browser = url, site, browser

    @contextmanager
    def visit(self, address, width=DESKTOP):
        """Open a page as somebody who was never here. It notes what the console says, and requests to others."""
        with self.browser.new_context(viewport={"width": width, "height": 900}, locale="de-DE") as context:
            page = context.new_page()
            page.complaints, page.strangers = [], []
            known = (f"{self.url}/", f"{self.site.url}/", "data:", "blob:")
            page.on("console", lambda message: page.complaints.append(message.text))
            page.on("pageerror", lambda error: page.complaints.append(str(error)))
            page.on("request", lambda request: request.url.startswith(known) or page.strangers.append(request.url))
            page.goto(address, wait_until="networkidle")
            yield page

    def write(self):
        """Return how far the previews in the editor are from fitting, and the addresses of the posts."""
        links = {name: self.site.url + path for name, path in EMBEDS.items()}
        frames = "".join(f'<iframe src="{self.site.url}{path}" title="Fremd"></iframe>' for path in NOT_TO_BE_FRAMED)
        with self.visit(f"{self.url}/wp-login.php") as page:
            page.fill("#user_login", AUTHOR)
            page.fill("#user_pass", PASSWORD)
            page.click("#wp-submit")
            page.wait_for_url("**/wp-admin/**")
            page.goto(f"{self.url}/wp-admin/post-new.php", wait_until="networkidle")
            for number, link in enumerate(links.values(), start=1):
                page.evaluate(INSERT, link)
                expect(page.locator(".wp-block-embed iframe")).to_have_count(number, timeout=60_000)
            page.wait_for_load_state("networkidle")
            previews = {name: settled(in_view(page, path), GAP) for name, path in EMBEDS.items()}
            posts = {name: page.evaluate(PUBLISH, page.evaluate(BLOCK, link)) for name, link in links.items()}
            bare = page.evaluate(PUBLISH, "\n\n".join(links.values()))
            return previews, posts, bare, page.evaluate(PUBLISH, f"<!-- wp:html -->{frames}<!-- /wp:html -->")

    def read(self, path, post):
        """Return what was found in a post, on a phone and on a desktop: the worse of both."""
        found = [self._read(path, post, width) for width in (PHONE, DESKTOP)]
        return {what: max(figures[what] for figures in found) for what in found[0]}

    def _read(self, path, post, width):
        with self.visit(post, width) as page, self.visit(f"{self.site.url}/embed{path}", width) as alone:
            frame = in_view(page, path)
            loaded, out_of_sight = settled(frame, GAP), settled(frame, OUT_OF_SIGHT)
            zoomed = 0
            for factor in ZOOMS:
                zoom_text(frame, factor)
                page.wait_for_timeout(200)
                zoomed = max(zoomed, settled(frame, GAP))
            state = page.context.storage_state(indexed_db=True)
            # What a frame without an origin may not keep is seen where it stands alone.
            traces = [*state["cookies"], *state["origins"], *alone.evaluate(TRACES)]
            complaints, strangers = page.complaints + alone.complaints, page.strangers + alone.strangers
            frame.locator("h1 a").click()
            page.wait_for_url(f"{self.site.url}{path.split('?')[0]}**")
        return {
            "loaded": loaded,
            "zoomed": zoomed,
            "out of sight": out_of_sight,
            "complaints": len(complaints),
            "traces": len(traces),
            "requests elsewhere": len(strangers),
        }

    def cards(self, post):
        with self.visit(post) as page:
            return page.locator("iframe.wp-embedded-content:visible").count()

    def refused(self, post):
        with self.visit(post) as page:
            return sum(frame.url.startswith("chrome-error:") for frame in page.frames)


def in_view(page, path):
    """Browsers draw no frame, and tell it nothing, as long as nobody sees it."""
    frame = frame_of(page, path)
    frame.frame_element().scroll_into_view_if_needed()
    return frame
