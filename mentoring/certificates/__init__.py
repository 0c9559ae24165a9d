"""Certificates of what a youth and a mentor did together, as PDF (PDF/UA-1: tagged, with title and language).

Made at the moment of the download from what is stored then, and kept nowhere.
"""

from pathlib import Path

import typst
from django.contrib.staticfiles import finders
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.models import SiteSettings
from frontend.ornament import standalone
from mentoring.models import Match

HERE = Path(__file__).parent
PAIR = "leaf"
COLOURS = {"field": "#006b4f", "figure": "#c9f2df", "accent": "#ffc800"}
"""The field of PAIR and the inks of its ornament, as in frontend/src/css/tokens.css."""


def certificate(match: Match, person) -> bytes:
    """Return the certificate of a completed match for its signup or its mentor."""
    site = SiteSettings.current()
    progress, programme = match.progress, site.programme_name
    meetings = ngettext("%(number)d Treffen", "%(number)d Treffen", progress["meetings"])
    tasks = ngettext("%(number)d gemeinsame Aufgabe", "%(number)d gemeinsame Aufgaben", progress["tasks"])
    done = ", ".join(
        words % {"number": number}
        for words, number in ((meetings, progress["meetings"]), (tasks, progress["tasks"]))
        if number
    )
    if person == match.signup:
        name = person.first_name
        text = _("hat beim %(programme)s mitgemacht und dabei eine Fachkraft aus der Region kennengelernt.")
        details = _("Es ging um: %(fields)s.") % {"fields": match.mentor.field_names}
    else:
        name = f"{person.first_name} {person.last_name}"
        text = _("hat beim %(programme)s einen jungen Menschen begleitet. Vielen Dank für Zeit und Geduld.")
        details = ""
    return compile_pdf(
        title=_("Urkunde"),
        publisher=site.brand_name,
        kicker=f"{programme}: {_('Urkunde')}",
        name=name,
        text=text % {"programme": programme},
        details=" ".join(filter(None, (done and f"{done}.", details))),
        date=date_format(timezone.localdate(match.state_since), "j. F Y"),
        signature=_("Koordination"),
    )


def compile_pdf(**texts: str) -> bytes:
    inputs = {**texts, "ornament": picture(), "field": COLOURS["field"]}

    def compiled(standards):
        return typst.compile(
            (HERE / "certificate.typ").read_bytes(),
            root=HERE,
            font_paths=[finders.find("frontend/fonts/print")],
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=standards,
            sys_inputs=inputs,
        )

    try:
        return compiled(["ua-1"])
    except typst.TypstError:
        # The standard wants each sign to be in a font; a name in a script that none has is better with gaps than none.
        return compiled([])


def picture() -> str:
    """Return the ornament as an SVG that stands alone."""
    return standalone("mentoring", PAIR, COLOURS)
