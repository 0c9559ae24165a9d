"""Where the site leads: five tabs, at the thumb on phones and in the header on wide screens, and the footer's links."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_TABS: tuple[tuple[Promise | str, str, str], ...] = (
    (_("Start"), "/", "pulse"),
    (_("Geschichten"), "/geschichten/", "story"),
    (_("Berufe"), "/berufsfelder/", "job"),
    (_("Mentoring"), "/mentoring/", "mentoring"),
    (_("Merkliste"), "/merkliste/", "bookmark"),
)
FOOTER_LINKS: tuple[tuple[Promise | str, str], ...] = (
    (_("Unternehmen"), "/unternehmen/"),
    (_("Termine"), "/termine/"),
    (_("Suche"), "/suche/"),
    (_("Was liegt auf diesem Gerät"), "/merkliste/geraet/"),
    (_("Schnittstelle (API)"), "/api/"),
)


@dataclass(frozen=True)
class Tab:
    label: Promise | str
    href: str
    icon: str
    current: str
    """Value of aria-current: "page" on the page itself, "true" on pages below it, else empty."""


def tabs(path: str) -> list[Tab]:
    return [Tab(label, href, icon, _current(href, path)) for label, href, icon in _TABS]


def _current(href: str, path: str) -> str:
    if path == href:
        return "page"
    return "true" if href != "/" and path.startswith(href) else ""
