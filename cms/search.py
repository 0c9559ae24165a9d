"""Search that forgives umlauts: "Goerlitz" and "Gorlitz" find "Görlitz"."""

import re
import unicodedata

from django.utils.html import strip_tags

SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
# ł and ø have no decomposition.
STROKED = str.maketrans({"ł": "l", "ø": "o", "ß": "ss"})
WORD = re.compile(r"[^\W_]+")
TAG = re.compile(r"(?=<)")


def words_of(text):
    """Return the words of `text` in lower case; HTML tags, punctuation and control characters divide words."""
    spaced = TAG.sub(" ", unicodedata.normalize("NFC", text))
    return WORD.findall(strip_tags(spaced).lower())


def without_accents(word):
    decomposed = unicodedata.normalize("NFKD", word.translate(STROKED))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def foldings(word):
    """Return the ways people without the right keys write a word: "görlitz" → ["goerlitz", "gorlitz"]."""
    spelled_out = without_accents(word.translate(SPELLED_OUT))
    return [folded for folded in dict.fromkeys([spelled_out, without_accents(word)]) if folded != word]


def folded_words(text):
    """Return the foldings of all words of `text` that have any: what the index holds besides the text itself."""
    return " ".join(dict.fromkeys(folded for word in words_of(text) for folded in foldings(word)))


def matches(query, text):
    """Whether each word of `query` begins a word of `text` or one of its foldings: "goerl" finds "Görlitz"."""
    words, asked = words_of(text), words_of(query)
    words += [folded for word in words for folded in foldings(word)]
    return bool(asked) and all(any(word.startswith(beginning) for word in words) for beginning in asked)


def text_of(stream):
    """Return the words of a StreamField's value as one string."""
    return " ".join(str(text) for text in stream.stream_block.get_searchable_content(stream))
