"""The agreement that somebody with custody signs before a youth under 18 meets anybody, as PDF to print.

It names nobody: names, addresses and telephone numbers are written by hand, and the paper stays with the coordination.
What ties it to the tandem is the number.
"""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cms.models import SiteSettings
from frontend.paper import make_pdf
from mentoring.models import Match
from mentoring.models.meeting import MEETINGS

SOURCE = Path(__file__).parent / "agreement.typ"


def agreement(match: Match) -> bytes:
    """Return the agreement of a match, to be filled in by hand."""
    site = SiteSettings.current()
    return make_pdf(
        SOURCE,
        {
            "title": _("Vereinbarung zum Mentoring"),
            "publisher": site.brand_name,
            "kicker": _("%(programme)s, Landkreis Görlitz") % {"programme": site.programme_name},
            "number": _("Tandem %(number)s") % {"number": match.reference},
            "introduction": _(
                "Vor dem ersten Treffen ausfüllen, unterschreiben und der Koordination geben. Das Blatt bleibt auf"
                " Papier und wird nirgends hochgeladen."
            ),
            "people": people(),
            "rules_heading": _("Was gilt"),
            "rules": rules(site),
            "signatures": signatures(),
            "day": _("Ort, Datum"),
        },
    )


def people() -> list[list[str]]:
    """Return those who take part, each with what is written by hand."""
    return [
        [_("Jugendliche oder Jugendlicher"), _("Vor- und Nachname"), _("Alter")],
        [_("Sorgeberechtigte Person"), _("Vor- und Nachname"), _("Telefon")],
        [_("Mentorin oder Mentor"), _("Vor- und Nachname"), _("Telefon")],
    ]


def rules(site) -> list[str]:
    """Return what the chief editor wrote, without lines that name something the site does not have."""
    address = ", ".join(site.contact_address.split("\n")).replace("\r", "")
    values = {
        "{treffen}": str(MEETINGS),
        "{jahre}": str(settings.MENTORING_CLEARANCE_YEARS),
        "{kontakt}": " · ".join(filter(None, (site.contact_email, site.contact_phone, address))),
        "{kinderschutz}": site.child_protection_email,
    }
    lines = [line.strip() for line in site.agreement_rules.splitlines()]
    for placeholder, value in values.items():
        lines = [line.replace(placeholder, value) for line in lines if value or placeholder not in line]
    return list(filter(None, lines))


def signatures() -> list[str]:
    return [
        _("Sorgeberechtigte Person"),
        _("Jugendliche oder Jugendlicher"),
        _("Mentorin oder Mentor"),
        _("Koordination"),
    ]
