"""The agreements that somebody with custody signs before a youth under 18 meets anybody, as PDF to print.

They name nobody: names, addresses and telephone numbers are written by hand, and the paper stays with the coordination.
What ties it to the tandem or to the visit is the number.
"""

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cms.models import SiteSettings
from frontend.paper import make_pdf
from mentoring.models import Match, Visit
from mentoring.models.meeting import MEETINGS

SOURCE = Path(__file__).parent / "agreement.typ"


def agreement(subject: Match | Visit) -> bytes:
    """Return the agreement of a match or a visit, to be filled in by hand."""
    site = SiteSettings.current()
    words = words_of_visit(subject, site) if isinstance(subject, Visit) else words_of_match(subject, site)
    other, telephone = words["other"], _("Telefon")
    return make_pdf(
        SOURCE,
        {
            "title": words["title"],
            "publisher": site.brand_name,
            "kicker": _("%(programme)s, Landkreis Görlitz") % {"programme": site.programme_name},
            "number": words["number"],
            "introduction": words["introduction"],
            "people": [
                [_("Jugendliche oder Jugendlicher"), _("Vor- und Nachname"), _("Alter")],
                [_("Sorgeberechtigte Person"), _("Vor- und Nachname"), telephone],
                [other, words["other_name"], telephone],
            ],
            "rules_heading": _("Was gilt"),
            "rules": rules(words["rules"], site),
            "signatures": [_("Sorgeberechtigte Person"), _("Jugendliche oder Jugendlicher"), other, _("Koordination")],
            "day": _("Ort, Datum"),
        },
    )


def words_of_match(match, site):
    return {
        "title": _("Vereinbarung zum Mentoring"),
        "number": _("Tandem %(number)s") % {"number": match.reference},
        "introduction": _(
            "Vor dem ersten Treffen ausfüllen, unterschreiben und der Koordination geben. Das Blatt bleibt auf"
            " Papier und wird nirgends hochgeladen."
        ),
        "other": _("Mentorin oder Mentor"),
        "other_name": _("Vor- und Nachname"),
        "rules": site.agreement_rules,
    }


def words_of_visit(visit, site):
    return {
        "title": _("Vereinbarung zum Besuch"),
        "number": _("Besuch %(number)s") % {"number": visit.reference},
        "introduction": _(
            "Vor dem Besuch ausfüllen, unterschreiben und der Koordination geben. Das Blatt bleibt auf Papier und"
            " wird nirgends hochgeladen."
        ),
        "other": _("Betrieb"),
        "other_name": _("Betrieb, und wer dort zuständig ist"),
        "rules": site.visit_rules,
    }


def rules(text: str, site) -> list[str]:
    """Return what the chief editor wrote, without lines that name something the site does not have."""
    address = ", ".join(site.contact_address.split("\n")).replace("\r", "")
    values = {
        "{treffen}": str(MEETINGS),
        "{jahre}": str(settings.MENTORING_CLEARANCE_YEARS),
        "{kontakt}": " · ".join(filter(None, (site.contact_email, site.contact_phone, address))),
        "{kinderschutz}": site.child_protection_email,
    }
    lines = [line.strip() for line in text.splitlines()]
    for placeholder, value in values.items():
        lines = [line.replace(placeholder, value) for line in lines if value or placeholder not in line]
    return list(filter(None, lines))
