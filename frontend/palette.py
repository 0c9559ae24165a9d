"""Colours needed outside of the style sheet, as for the browser's own bar. A test keeps them like tokens.css."""

FIELDS: dict[str, tuple[str, str]] = {
    "red": ("#e4002b", "#e4002b"),
    "sun": ("#ffc800", "#ffc800"),
    "leaf": ("#006b4f", "#006b4f"),
    "river": ("#0b4ea2", "#0b4ea2"),
    "plum": ("#6a1b5d", "#6a1b5d"),
    "coal": ("#17191c", "#2b2f36"),
}
"""Pair: (field in the light scheme, field in the dark one)."""

PAPER = ("#fbfaf5", "#121417")
