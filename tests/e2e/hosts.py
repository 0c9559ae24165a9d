"""Websites of schools, on another origin than the site: one with a strict policy, one that frames like WordPress."""

import html
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

# Debian's package "wordpress" brings WordPress's own script; where it is installed, the host runs that one.
WORDPRESS_SCRIPT = Path("/usr/share/wordpress/wp-includes/js/wp-embed.js")
# What that script does with the messages of a frame, in our words.
LIKE_WORDPRESS = """
addEventListener("message", ({ data, source }) => {
  if (!data || !/^[a-z0-9]+$/i.test(data.secret ?? "")) return;
  const marked = (name) => document.querySelectorAll(`${name}[data-secret="${data.secret}"]`);
  for (const quote of marked("blockquote")) quote.style.display = "none";
  for (const frame of marked("iframe")) {
    if (frame.contentWindow !== source) continue;
    frame.removeAttribute("style");
    if (data.message === "height") frame.height = Math.min(Math.max(parseInt(data.value, 10) || 0, 200), 1000);
    const isOurs = data.message === "link" && new URL(data.value).host === new URL(frame.src).host;
    if (isOurs && document.activeElement === frame) top.location.href = data.value;
  }
});
for (const frame of document.querySelectorAll("iframe.wp-embedded-content")) {
  frame.contentWindow.postMessage({ message: "ready", secret: frame.dataset.secret }, "*");
}
"""


def wordpress_script():
    return WORDPRESS_SCRIPT.read_text() if WORDPRESS_SCRIPT.exists() else LIKE_WORDPRESS


def as_in_wordpress(markup, secret):
    """Return what WordPress makes of the HTML of an unknown oEmbed provider (wp_filter_oembed_result in embed.php).

    It keeps a quote without attributes and a frame with a few, hides the frame until it speaks, and locks it up.
    """
    quote = re.search(r"<blockquote[^>]*>(.*?)</blockquote>", markup, re.DOTALL)[1]
    frame = re.search(r"<iframe([^>]*)></iframe>", markup)[1]
    kept = {"src", "width", "height", "frameborder", "marginwidth", "marginheight", "scrolling", "title"}
    attributes = {
        name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', frame) if name in kept
    }
    attributes["src"] += f"#?secret={secret}"
    written = " ".join(f'{name}="{html.escape(value)}"' for name, value in attributes.items())
    return (
        f'<blockquote class="wp-embedded-content" data-secret="{secret}">{quote}</blockquote>'
        '<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted"'
        f' style="position: absolute; clip: rect(1px, 1px, 1px, 1px);" {written} data-secret="{secret}"></iframe>'
    )


@contextmanager
def host(pages, policy=None):
    """Serve `pages` (path: HTML or script) on localhost, which is another site than 127.0.0.1. Yield its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = pages.get(self.path.split("?")[0])
            self.send_response(204 if body is None else 200)
            kind = "text/javascript" if self.path.endswith(".js") else "text/html"
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            if policy:
                self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write((body or "").encode())

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()


def document(body, head=""):
    return f'<!DOCTYPE html><html lang="de"><head><title>Schule</title>{head}</head><body>{body}</body></html>'
