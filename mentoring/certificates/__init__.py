"""Certificates of what a youth and a mentor did together, as PDF (PDF/UA-1: tagged, with title and language).

Made at the moment of the download from what is stored then, and kept nowhere.
"""

from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.models import SiteSettings
from frontend.palette import INKS
from frontend.paper import egg, make_pdf
from mentoring.models import Match

SOURCE = Path(__file__).parent / "certificate.typ"
PAIR = "leaf"


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
        details = _("Es ging um: %(fields)s.") % {"fields": fields_in_words(match)}
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
        signature=_("Koordination, Landkreis Görlitz"),
    )


def fields_in_words(match: Match) -> str:
    """Return the fields that brought the two together, or those of the mentor if they share none."""
    wanted = set(match.signup.career_fields.values_list("pk", flat=True))
    fields = list(match.mentor.career_fields.order_by("title"))
    return "; ".join(field.title for field in [field for field in fields if field.pk in wanted] or fields)


def compile_pdf(**texts: str) -> bytes:
    return make_pdf(SOURCE, {**texts, "ornament": egg("mentoring", PAIR), "colours": INKS[PAIR]})
