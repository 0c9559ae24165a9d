import pytest

from frontend.hyphens import soft_hyphens
from frontend.navigation import tabs


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Zerspanungsmechanikerin", "Zerspanungs|mechanikerin"),
        ("Geisteswissenschaften", "Geistes|wissen|schaften"),
        ("Verfahrensmechanik", "Verfahrens|mechanik"),
        ("Zimmerin", "Zimmerin"),
        ("Elektronikerin für Betriebstechnik", "Elek|tronikerin für Betriebs|technik"),
    ],
)
def test_long_words_may_break_at_their_joints(word, parts):
    assert soft_hyphens(word).replace("\N{SOFT HYPHEN}", "|") == parts


def test_an_ordinal_number_stays_with_its_noun():
    assert soft_hyphens("im 2. Lehrjahr") == "im 2.\N{NO-BREAK SPACE}Lehrjahr"
    assert soft_hyphens("Am 3. Ja. Nein.") == "Am 3.\N{NO-BREAK SPACE}Ja. Nein."


def current(path):
    return {str(tab.label): tab.current for tab in tabs(path) if tab.current}


def test_the_tab_of_a_page_is_marked():
    assert current("/") == {"Start": "page"}
    assert current("/geschichten/") == {"Geschichten": "page"}
    assert current("/berufsfelder/elektro/mechatronik/") == {"Berufe": "true"}
    assert current("/impressum/") == {}
