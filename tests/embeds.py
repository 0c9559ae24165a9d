"""What can be embedded, and what a frame is asked in the browser: how well it fits, and what it leaves behind."""

import time

EMBEDS = {
    "Berufsfeld": "/berufsfelder/elektro/",
    "Beruf": "/berufsfelder/elektro/mechatronik/",
    "Unternehmen": "/unternehmen/neissewerk-automation/",
    "Geschichte": "/geschichten/jette-ein-dienstag/",
    "Termin": "/termine/offene-tuer-neissewerk/",
    "Termine": "/termine/",
    "Interessencheck": "/interessencheck/",
    "Liste von Berufen": "/berufsfelder/?abschluss=intermediate&akzent=teal&schema=dunkel",
    "Liste von Unternehmen": "/unternehmen/?angebot=internship&ort=zittau&umkreis=15",
    "Liste von Geschichten": "/geschichten/?feld=elektro&akzent=leaf",
}
# How far a frame is from what it holds, and how much of its card is out of sight, in CSS pixels.
GAP = "Math.abs(document.documentElement.getBoundingClientRect().height - innerHeight)"
OUT_OF_SIGHT = "(card => card.scrollHeight - card.clientHeight)(document.querySelector('main'))"
SECONDS = 20
TRACES = """async () => [
  document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
  (await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length,
].filter(Boolean)"""


def frame_of(page, path):
    return next(frame for frame in page.frames if frame.url.split("#")[0].endswith(f"/embed{path}"))


def settled(frame, measure):
    """Return a measure once it is no more than 2 px, or after a while.

    Playwright's own way to wait for a function needs eval, which our policy forbids.
    """
    deadline = time.monotonic() + SECONDS
    while (pixels := frame.evaluate(measure)) > 2 and time.monotonic() < deadline:
        frame.page.wait_for_timeout(50)
    return pixels


def zoom_text(frame, factor):
    """What a browser's text zoom does to a page in which all is sized in rem."""
    frame.evaluate("factor => { document.documentElement.style.fontSize = `${factor * 100}%` }", factor)
