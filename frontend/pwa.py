"""What a phone is told about the app: its manifest, and what the service worker stores when it is installed."""

import re
from collections.abc import Iterable, Mapping
from hashlib import sha256

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image
from pwa import app_settings

from frontend.palette import PAPER

# All that the shell pages need to look right without network, to search what lies on the phone and to keep a signup.
SHELL_FILES = (
    "frontend/main.css",
    "frontend/main.js",
    "frontend/filter.js",
    "frontend/kept.js",
    "frontend/search.js",
    "frontend/interest.js",
    "frontend/signup.js",
    "frontend/outbox.js",
    "frontend/fonts/bricolage-grotesque-german.woff2",
    "frontend/fonts/bricolage-grotesque-latin-ext.woff2",  # Sorbian, Polish and Czech names
    "frontend/icons/icon-192.png",
)
HASHED_NAME = re.compile(r"\.[0-9a-f]{12}\.\w+$")


def manifest(*, name: str, description: str, programme_name: str) -> dict:
    """Return the web app manifest, on the ground of django-pwa's PWA_APP_* settings."""
    return {
        "id": str(app_settings.PWA_APP_START_URL),
        "name": name,
        "short_name": name,
        "description": description,
        "lang": app_settings.PWA_APP_LANG,
        "dir": app_settings.PWA_APP_DIR,
        "start_url": str(app_settings.PWA_APP_START_URL),
        "scope": str(app_settings.PWA_APP_SCOPE),
        "display": app_settings.PWA_APP_DISPLAY,
        "display_override": [app_settings.PWA_APP_DISPLAY, "minimal-ui"],
        "orientation": app_settings.PWA_APP_ORIENTATION,
        "theme_color": app_settings.PWA_APP_THEME_COLOR,
        "background_color": app_settings.PWA_APP_BACKGROUND_COLOR,
        "color_scheme_dark": {"theme_color": PAPER[1], "background_color": PAPER[1]},
        "categories": ["education", "lifestyle"],
        "icons": icons(),
        "screenshots": screenshots(),
        "shortcuts": [
            shortcut(_("Geschichten"), "/geschichten/", "story"),
            shortcut(_("Berufe"), "/berufsfelder/", "job"),
            shortcut(programme_name, "/mentoring/", "mentoring"),
            shortcut(_("Merkliste"), reverse("saved"), "bookmark"),
        ],
    }


def shortcut(name: str, url: str, drawing: str) -> dict:
    icon = {"src": static(f"frontend/icons/shortcut-{drawing}-96.png"), "sizes": "96x96", "type": "image/png"}
    return {"name": name, "url": url, "icons": [icon]}


def icons() -> list[dict]:
    drawings = [
        ("icon", 192, "any"),
        ("icon", 512, "any"),
        ("maskable", 512, "maskable"),
        ("monochrome", 512, "monochrome"),
    ]
    return [
        {
            "src": static(f"frontend/icons/{drawing}-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for drawing, size, purpose in drawings
    ]


def screenshots() -> list[dict]:
    """Return the screenshots that have been taken, with their true sizes; browsers ignore those with wrong ones."""
    labels = {"narrow": _("Auf dem Handy"), "wide": _("Am Computer")}
    found = {form_factor: finders.find(f"frontend/screenshots/{form_factor}.png") for form_factor in labels}
    return [
        {
            "src": static(f"frontend/screenshots/{form_factor}.png"),
            "sizes": image_size(path),
            "type": "image/png",
            "form_factor": form_factor,
            "label": labels[form_factor],
        }
        for form_factor, path in found.items()
        if path
    ]


def image_size(path: str) -> str:
    with Image.open(path) as image:
        return f"{image.width}x{image.height}"


def precache_entries(file_urls: Iterable[str], pages: Mapping[str, str]) -> list[dict]:
    """Return Workbox's precache list for files, and for pages given as HTML by URL.

    A hashed name never changes its content. Unhashed files (development) are left out: the worker could not tell
    when they change.
    """
    files = [{"url": url, "revision": None} for url in file_urls if HASHED_NAME.search(url)]
    return files + [{"url": url, "revision": sha256(html.encode()).hexdigest()[:16]} for url, html in pages.items()]
