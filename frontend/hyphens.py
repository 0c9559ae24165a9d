"""Where German lines may break, so that "Zerspanungsmechanikerin" fits a headline on a small phone.

Browsers hyphenate German only with a dictionary on board, and a bad break in a headline hurts: here soft hyphens stand
at joints of compounds that occur in names of occupations and career fields. And "2. Ausbildungsjahr" stays together.
"""

import re

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
LONG = 12
"""Words shorter than this are never broken."""

_JOINTS = (
    "anlagen|arbeit|assistent|ausstatt|bau|betrieb|bild|dienst|elektronik|entwickl|erklär|fach|fahr|feld|förder|führ|gestalt|helfer"
    "|industrie|informatik|ingenieur|integration|kauf|kraft|kräft|laborant|lehr|logistik|macher|manage|maschine|mechani|mechatron"
    "|meister|pflege|schaft|planung|plätz|produkt|sanitä|service|system|techn|therap|tronik|verkehr|vermess|verwalt|wesen|wirt|wissenschaft"
)
_JOINT = re.compile(rf"(?<=\w{{4}})(?=(?:{_JOINTS})\w)")
_AFTER_ORDINAL = re.compile(r"(?<=\d\.) (?=\w)")
_LONG_WORD = re.compile(rf"[^\W\d_]{{{LONG},}}")


def soft_hyphens(text: str) -> str:
    """Return `text` with soft hyphens at the joints of its long words, and its ordinal numbers tied to their nouns."""
    tied = _AFTER_ORDINAL.sub(NO_BREAK_SPACE, text)
    return _LONG_WORD.sub(lambda word: _JOINT.sub(SOFT_HYPHEN, word.group()), tied)
