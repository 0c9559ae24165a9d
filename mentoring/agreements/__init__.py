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
    lines = [
        _("Die Mentorin oder der Mentor zeigt den eigenen Beruf: mindestens %(meetings)d Treffen und eine Aufgabe.")
        % {"meetings": MEETINGS},
        _("Getroffen wird sich nur, wo auch andere Leute sind, zum Beispiel im Betrieb. Nie in einer Wohnung."),
        _("Tag, Uhrzeit und Ort weiß die sorgeberechtigte Person vorher, auch wie der Weg hin und zurück geht."),
        _("Es geht ums Zuschauen und Ausprobieren, nicht ums Arbeiten. Geld und größere Geschenke gibt es nicht."),
        _("Fotos macht und zeigt nur, wer vorher die abgebildete und die sorgeberechtigte Person gefragt hat."),
        _(
            "Der Landkreis hat das erweiterte Führungszeugnis der Mentorin oder des Mentors gesehen."
            " Es gilt %(years)d Jahre."
        )
        % {"years": settings.MENTORING_CLEARANCE_YEARS},
        _("Alle können jederzeit aufhören, ohne zu sagen, warum. Die Einwilligung lässt sich jederzeit widerrufen."),
    ]
    if contact := " · ".join(filter(None, (site.contact_email, site.contact_phone))):
        lines.append(_("Die Koordination ist zu erreichen unter: %(contact)s.") % {"contact": contact})
    if site.child_protection_email:
        lines.append(
            _("Wenn etwas nicht in Ordnung ist, hilft die Ansprechperson für Kinderschutz: %(contact)s.")
            % {"contact": site.child_protection_email}
        )
    return lines


def signatures() -> list[str]:
    return [
        _("Sorgeberechtigte Person"),
        _("Jugendliche oder Jugendlicher"),
        _("Mentorin oder Mentor"),
        _("Koordination"),
    ]
