"""What the mentoring comes to in figures, none of which tells about fewer than five persons.

All are of the last MENTORING_AUDIT_DAYS. Steps and waiting times are taken from the audit, which outlives those it
tells about; matches by field and answers to the follow-up from tallies, for the same reason.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from statistics import median
from typing import NamedTuple

from django.conf import settings
from django.db.models import Min, Sum
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from careers.models import CareerFieldPage
from mentoring.models import AuditEvent, FollowUp, Tally

SMALLEST = 5
Step = AuditEvent.Kind
STEPS = (
    Step.RECEIVED,
    Step.EMAIL_CONFIRMED,
    Step.ELIGIBLE,
    Step.PROPOSED,
    Step.ACCEPTED,
    Step.ACTIVE,
    Step.COMPLETED,
)
WAITS = (
    (_("von der Anmeldung, bis alles bestätigt ist"), Step.RECEIVED, Step.ELIGIBLE),
    (_("von da bis zum ersten Vorschlag"), Step.ELIGIBLE, Step.PROPOSED),
    (_("von da bis zum Beginn des Tandems"), Step.PROPOSED, Step.ACTIVE),
)


class Row(NamedTuple):
    label: str | Promise
    value: int | None
    """None where the number is kept secret."""


class Table(NamedTuple):
    title: str | Promise
    unit: str | Promise
    rows: list[Row]


def figures() -> list[Table]:
    return [*steps_and_waits(), fields(), *follow_ups()]


def steps_and_waits() -> tuple[Table, Table]:
    youths = reached()
    numbers = nested([sum(step in steps for steps in youths) for step in STEPS])
    waits = []
    for label, begin, end in WAITS:
        days = [(steps[end] - steps[begin]).days for steps in youths if begin in steps and end in steps]
        waits.append(Row(label, round(median(days)) if len(days) >= SMALLEST else None))
    return (
        Table(_("Von der Anmeldung bis zum Abschluss"), _("Jugendliche"), labelled([s.label for s in STEPS], numbers)),
        Table(_("Wie lange es dauert"), _("Tage (Median)"), waits),
    )


def fields() -> Table:
    """Matches that began, by the fields of the youth; somebody with three fields counts in each."""
    counted = tallied("field")
    pages = CareerFieldPage.objects.live().order_by("title").values_list("slug", "title")
    numbers = parts([counted.get(slug, 0) for slug, _title in pages])
    return Table(
        _("Begonnene Tandems nach Berufsfeld"), _("Tandems"), labelled([title for _slug, title in pages], numbers)
    )


def follow_ups() -> list[Table]:
    tables = []
    for months in settings.MENTORING_FOLLOW_UP_MONTHS:
        counted = tallied(f"follow_up_{months}")
        numbers = parts([counted.get(answer.value, 0) for answer in FollowUp.Answer])
        title = _("Was nach %(months)d Monaten aus ihnen geworden ist") % {"months": months}
        tables.append(Table(title, _("Antworten"), labelled([answer.label for answer in FollowUp.Answer], numbers)))
    return tables


def reached() -> list[dict[str, datetime]]:
    """Return for each youth who signed up in the time when they first reached which step."""
    events = AuditEvent.objects.filter(kind__in=STEPS, at__gte=beginning())
    firsts: dict[str, dict[str, datetime]] = defaultdict(dict)
    for reference, kind, at in events.values_list("reference", "kind").annotate(first=Min("at")).order_by():
        firsts[reference][kind] = at
    # Mentors and matches have steps of the same names, but never signed up.
    return [steps for steps in firsts.values() if Step.RECEIVED in steps]


def tallied(figure: str) -> dict[str, int]:
    since = timezone.localdate(beginning()).replace(day=1)
    tallies = Tally.objects.filter(figure=figure, month__gte=since).values_list("key")
    return dict(tallies.annotate(total=Sum("number")).order_by())


def beginning() -> datetime:
    return timezone.now() - timedelta(days=settings.MENTORING_AUDIT_DAYS)


def labelled(labels, numbers) -> list[Row]:
    return [Row(label, number) for label, number in zip(labels, numbers, strict=True)]


def nested(numbers: Sequence[int]) -> list[int | None]:
    """Hide small numbers among such that each counts some of those before it.

    Also those which are so near to the last one shown that the difference would tell about few.
    """
    shown: list[int | None] = []
    last = None
    for number in numbers:
        is_near = last is not None and 0 < last - number < SMALLEST
        if number < SMALLEST or is_near:
            shown.append(None)
        else:
            shown.append(number)
            last = number
    return shown


def parts(numbers: Sequence[int]) -> list[int | None]:
    """Hide small numbers among the parts of a whole.

    And the next larger ones too, until who knows the whole can reckon out none of them.
    """
    in_order = sorted(range(len(numbers)), key=lambda index: numbers[index])
    hidden = sum(number < SMALLEST for number in numbers)
    while 0 < hidden < len(numbers) and (hidden == 1 or sum(numbers[index] for index in in_order[:hidden]) < SMALLEST):
        hidden += 1
    secret = set(in_order[:hidden])
    return [None if index in secret else number for index, number in enumerate(numbers)]
