"""What stands on a sheet or on a card, as data for the typst templates beside this file."""

from typing import Any

from django.template.defaultfilters import floatformat
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _

from careers.models import CareerFieldPage, EvidenceFigure, OccupationPage
from careers.sheets.prose import blocks_of, shortened
from cms.models import SiteSettings
from frontend.figures import euro, share_figures
from frontend.palette import INKS
from frontend.paper import egg, qr_code

Data = dict[str, Any]

# Letters that fit a sheet in its smallest type, with everything else there at its longest.
TASKS, DRAWBACKS, BODY, SOURCE, NAMES = 1100, 800, 1300, 110, 260
CARD_TASKS = 240
PAY_STEPS, FIGURES, OCCUPATIONS = 6, 3, 16


def occupation_sheet(page: OccupationPage, address: str) -> Data:
    """`address` is the full one of the page, for the code. The page comes `with_card()`."""
    steps = page.pay_steps.all()[:PAY_STEPS]
    highest = max((step.amount for step in steps), default=0) or 1
    companies = dict.fromkeys(offer.page.title for offer in page.live_offers())
    figures = [figure for figure in page.figures.all() if figure.kind != EvidenceFigure.Kind.SHARE_OF_WOMEN]
    field = page.career_field if page.career_field and page.career_field.live else None
    return {
        **frame(page, address, field.title if field else str(page.kind_name)),
        "badges": [str(badge.label) for badge in page.shown_badges],
        "facts": [[str(fact["term"]), str(fact["value"])] for fact in page.key_facts() if not fact["href"]],
        "tasks": blocks_of(page.tasks, TASKS),
        "drawbacks": blocks_of(page.drawbacks, DRAWBACKS),
        "pay": [[step.label, euro(step.amount), step.amount / highest] for step in steps],
        "pay_source": source_line(
            page.pay_area, page.pay_year, page.pay_source, page.pay_is_example, page.get_pay_basis_display()
        ),
        "share": share(page),
        "figures": [
            [floatformat(figure.value, -1), str(figure.get_kind_display()), source_of(figure)]
            for figure in figures[:FIGURES]
        ],
        "companies": shortened(", ".join(companies), NAMES),
        "words": {
            "tasks": _("Was du machst"),
            "drawbacks": _("Was nervt"),
            "pay": _("Was verdienst du?"),
            "share": _("Wer macht das?"),
            "figures": _("Wie gefragt ist das?"),
            "companies": _("Wo das gerade geht"),
            **common_words(),
        },
    }


def career_field_sheet(page: CareerFieldPage, address: str) -> Data:
    occupations = list(OccupationPage.objects.child_of(page).live().with_card().order_by("title"))
    shown = occupations[:OCCUPATIONS]
    html = "".join(block.value.source for block in page.body if block.block_type == "paragraph")
    shares = [page.share_of_women for page in shown if page.share_of_women]
    rows = [row(occupation) for occupation in shown]
    more = len(occupations) - len(shown)
    return {
        **frame(page, address, _("Berufsfeld")),
        "body": blocks_of(html, BODY),
        "rows": rows,
        "more": _("Und %(number)s weitere auf der Seite.") % {"number": more} if more > 0 else "",
        "note": _("* Beispielwert") if any(cell.endswith("*") for cells in rows for cell in cells) else "",
        "sources": shortened(" · ".join(dict.fromkeys(source_of(figure) for figure in shares)), 3 * SOURCE),
        "words": {
            "rows": _("Berufe in diesem Feld"),
            "columns": [_("Beruf"), _("Ausbildung"), _("Geld am Anfang"), _("Frauen von 100")],
            "sources": _("Anteil von Frauen:"),
            **common_words(),
        },
    }


def common_words() -> Data:
    return {
        "questions": _("Fragen für den Unterricht"),
        "code": _("QR-Code zur Seite"),
        "more": _("Mehr davon auf dem Handy:"),
    }


def row(page: OccupationPage) -> list[str]:
    figure = page.share_of_women
    share_of_women = floatformat(figure.value, 0) if figure else "–"
    pay = euro(page.first_pay) if page.first_pay else "–"
    examples = [pay + mark(page.pay_is_example and page.first_pay), share_of_women + mark(figure and figure.is_example)]
    return [page.title, str(page.duration or "–"), *examples]


def mark(is_example: Any) -> str:
    return " *" if is_example else ""


def cards(pages: list[tuple[OccupationPage, str]], per_sheet: int, is_duplex: bool) -> Data:
    """`pages` come `with_card()`, each with its full address; `per_sheet` is 8 or 4."""
    return {
        "title": _("Berufskarten"),
        "publisher": SiteSettings.current().brand_name,
        "per": per_sheet,
        "duplex": is_duplex,
        "words": common_words(),
        "cards": [card(page, address) for page, address in pages],
    }


def card(page: OccupationPage, address: str) -> Data:
    """The page comes `with_card()`."""
    pay = euro(page.first_pay) if page.first_pay else ""
    figure = page.share_of_women
    tasks = blocks_of(page.tasks, CARD_TASKS, whole=True)
    return {
        **face(page),
        "title": shortened(page.title, 110),
        "kicker": shortened(page.career_field.title, 60) if page.career_field and page.career_field.live else "",
        "facts": [str(part) for part in (page.duration, page.get_qualification_display()) if part],
        "pay": _("%(amount)s am Anfang") % {"amount": pay} if pay else "",
        "pay_source": source_line(page.pay_area, page.pay_year, page.pay_source, page.pay_is_example, short=True),
        "share": _("%(number)s von 100 sind Frauen") % {"number": floatformat(figure.value, 0)} if figure else "",
        "share_filled": share_figures(float(figure.value)) if figure else 0,
        "share_source": source_of(figure, short=True) if figure else "",
        "tasks": tasks or blocks_of(f"<p>{escape(page.teaser)}</p>", CARD_TASKS),
        "code": qr_code(address),
    }


def frame(page: OccupationPage | CareerFieldPage, address: str, kicker: str) -> Data:
    """What the two kinds of sheets have in common."""
    published = page.last_published_at or page.latest_revision_created_at
    return {
        **face(page),
        "title": page.title,
        "kicker": kicker,
        "teaser": page.teaser,
        "publisher": page.site_settings.brand_name,
        "claim": page.site_settings.claim,
        "questions": page.questions_for_class(),
        "address": address,
        "code": qr_code(address),
        "date": _("Stand: %(date)s") % {"date": date_format(published, "j. F Y")} if published else "",
    }


def face(page: OccupationPage | CareerFieldPage) -> Data:
    pair = page.colour_pair
    return {"egg": egg(page.slug, pair), "colours": INKS[pair]}


def share(page: OccupationPage) -> Data | None:
    figure = page.share_of_women
    return figure and {
        "filled": share_figures(float(figure.value)),
        "words": _("%(number)s von 100 sind Frauen.") % {"number": floatformat(figure.value, 0)},
        "source": source_of(figure),
    }


def source_of(figure: EvidenceFigure, short: bool = False) -> str:
    return source_line(figure.area, figure.year, figure.source, figure.is_example, short=short)


def source_line(area: str, year: int | None, source: str, is_example: bool, note: str = "", short: bool = False) -> str:
    """Return the small print below a number: on paper too, none stands without its source."""
    parts = (
        _("Beispielwert") if is_example else "",
        str(note),
        area,
        str(year or ""),
        "" if is_example else shortened(source, SOURCE // 2 if short else SOURCE),
    )
    return ", ".join(part for part in parts if part)
