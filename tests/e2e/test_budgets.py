"""How much a phone has to fetch before a page stands."""

import pytest

from tests.measures import missed_bars, sent_kilobytes
from tests.states import FIRST_VIEWS


@pytest.mark.parametrize("path", FIRST_VIEWS.values(), ids=FIRST_VIEWS)
def test_the_first_view_is_light(page, site, path):
    sizes = sent_kilobytes(page, site.url + path)
    assert {"document", "script", "stylesheet", "font"} <= set(sizes)
    assert not missed_bars(sizes)
