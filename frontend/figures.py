"""Numbers as small pictures: shares as rows of twenty figures, pay as steps."""

from collections.abc import Iterable
from dataclasses import dataclass

FIGURES = 20
STEP_HEIGHT = 150
"""Height of the highest step in CSS pixels."""


def share_figures(percent: float) -> int:
    """How many of twenty figures stand for `percent`. A few are never shown as none, and nearly all never as all."""
    if percent <= 0 or percent >= 100:
        return 0 if percent <= 0 else FIGURES
    return min(max(round(percent * FIGURES / 100), 1), FIGURES - 1)


@dataclass(frozen=True)
class Teeth:
    """A row of twenty wolf's teeth as two SVG paths on a canvas of 400 by 48 units."""

    filled: str
    outlined: str


def share_teeth(percent: float) -> Teeth:
    filled = share_figures(percent)
    shapes = [f"M{20 * place + 2} 46l8-44 8 44z" for place in range(FIGURES)]
    return Teeth("".join(shapes[:filled]), "".join(shapes[filled:]))


def euro(amount: float) -> str:
    """An amount as it is written in German, kept on one line: 1.150 €."""
    return f"{amount:,.0f}\N{NO-BREAK SPACE}€".replace(",", ".")


@dataclass(frozen=True)
class PayStep:
    label: str
    amount: str
    height: int


def pay_steps(steps: Iterable[tuple[str, float]], tallest: int = STEP_HEIGHT) -> list[PayStep]:
    """Steps of (label, amount a month). Heights start at zero, so that a rise looks as large as it is."""
    steps = list(steps)
    highest = max((amount for _, amount in steps), default=0) or 1
    return [PayStep(label, euro(amount), max(round(tallest * amount / highest), 16)) for label, amount in steps]
