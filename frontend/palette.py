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

INKS: dict[str, dict[str, str]] = {
    "red": {"field": "#e4002b", "on-field": "#ffffff", "figure": "#17191c", "accent": "#ffc800"},
    "sun": {"field": "#ffc800", "on-field": "#17191c", "figure": "#17191c", "accent": "#e4002b"},
    "leaf": {"field": "#006b4f", "on-field": "#ffffff", "figure": "#c9f2df", "accent": "#ffc800"},
    "river": {"field": "#0b4ea2", "on-field": "#ffffff", "figure": "#d6e8ff", "accent": "#ffc800"},
    "plum": {"field": "#6a1b5d", "on-field": "#ffffff", "figure": "#ffd3e3", "accent": "#ffc800"},
    "coal": {"field": "#17191c", "on-field": "#ffffff", "figure": "#ffc800", "accent": "#ffffff"},
}
"""Pair: its colours in the light scheme, for drawings that stand alone."""

PAPER = ("#fbfaf5", "#121417")
