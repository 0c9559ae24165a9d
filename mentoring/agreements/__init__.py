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
    name, telephone = _("Vor- und Nachname"), _("Telefon")
    if isinstance(subject, Visit):
        title, number, occasion = _("Vereinbarung zum Besuch"), _("Besuch %(number)s"), _("Vor dem Besuch")
        other, other_name, text = _("Betrieb"), _("Betrieb, und wer dort zuständig ist"), site.visit_rules
    else:
        title, number, occasion = _("Vereinbarung zum Mentoring"), _("Tandem %(number)s"), _("Vor dem ersten Treffen")
        other, other_name, text = _("Mentorin oder Mentor"), name, site.agreement_rules
    return make_pdf(
        SOURCE,
        {
            "title": title,
            "publisher": site.brand_name,
            "kicker": _("%(programme)s, Landkreis Görlitz") % {"programme": site.programme_name},
            "number": number % {"number": subject.reference},
            "introduction": _(
                "%(occasion)s ausfüllen, unterschreiben und der Koordination geben. Das Blatt bleibt auf Papier und"
                " wird nirgends hochgeladen."
            )
            % {"occasion": occasion},
            "people": [
                [_("Jugendliche oder Jugendlicher"), name, _("Alter")],
                [_("Sorgeberechtigte Person"), name, telephone],
                [other, other_name, telephone],
            ],
            "rules_heading": _("Was gilt"),
            "rules": rules(text, site),
            "signatures": [_("Sorgeberechtigte Person"), _("Jugendliche oder Jugendlicher"), other, _("Koordination")],
            "day": _("Ort, Datum"),
        },
    )


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
