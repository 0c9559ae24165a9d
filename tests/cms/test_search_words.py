import pytest

from cms.search import folded_words, foldings, matches, words_of


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("görlitz", ["goerlitz", "gorlitz"]),
        ("weiß", ["weiss"]),
        ("łużyca", ["luzyca"]),
        ("řeka", ["reka"]),
        ("kran", []),
        ("größe", ["groesse", "grosse"]),
    ],
)
def test_words_are_folded_as_people_write_them(word, expected):
    assert foldings(word) == expected


def test_only_words_that_differ_are_kept_once():
    assert folded_words("Görlitz, die Görlitzerin & der Kran in Görlitz") == "goerlitz gorlitz goerlitzerin gorlitzerin"


def test_tags_divide_words_and_vanish():
    assert words_of("<p>Kran</p><p>Bagger <b>Süd</b></p>") == ["kran", "bagger", "süd"]


def test_decomposed_letters_are_one_word():
    assert words_of("Go\u0308rlitz") == ["görlitz"]


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("goerl", "Görlitz", True),
        ("Gorlitz", "Görlitz", True),
        ("görlitz", "Görlitz", True),
        ("neu goer", "Görlitz-Neustadt", True),
        ("litz", "Görlitz", False),
        ("görlitz zittau", "Görlitz", False),
        ("...", "Görlitz", False),
        ("", "Görlitz", False),
    ],
)
def test_each_word_of_a_query_begins_a_word_of_the_text(query, text, found):
    assert matches(query, text) == found
