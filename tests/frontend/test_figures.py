import pytest

from frontend.figures import FIGURES, STEP_HEIGHT, euro, pay_steps, share_figures, share_teeth


@pytest.mark.parametrize(("percent", "figures"), [(0, 0), (0.4, 1), (8, 2), (50, 10), (91, 18), (99.6, 19), (100, 20)])
def test_a_share_is_shown_by_twenty_figures(percent, figures):
    assert share_figures(percent) == figures


def test_full_and_hollow_figures_make_twenty():
    teeth = share_teeth(35)
    assert (teeth.filled.count("M"), teeth.outlined.count("M")) == (7, FIGURES - 7)


def test_an_amount_stays_on_one_line():
    assert euro(1150) == "1.150\N{NO-BREAK SPACE}€"


def test_twice_the_pay_is_twice_as_high():
    first, second = pay_steps([("1. Jahr", 600), ("2. Jahr", 1200)])
    assert (first.height, second.height) == (STEP_HEIGHT // 2, STEP_HEIGHT)


def test_no_pay_is_no_steps():
    assert pay_steps([]) == []
