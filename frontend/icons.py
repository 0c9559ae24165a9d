"""Drawings of the icons: strokes on a 24 unit square, as heavy as the pulse line."""

ICONS = {
    "pulse": "M2 13h4l3-8 5 14 3-8h5",
    "story": "M12 6v14M3 5h6l3 2 3-2h6v13h-6l-3 2-3-2H3z",
    "job": "M4 21l9-9M10 4l10 10M7 7l6-4 8 8-4 6M11 11l2 2",
    "mentoring": "M3 4h12v9H8l-3 3v-3H3zM18 9h3v9h-2v3l-3-3h-6v-2",
    "bookmark": "M6 3h12v18l-6-5-6 5z",
    "search": "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21",
    "arrow": "M4 12h15M13 6l6 6-6 6",
    "back": "M20 12H5M11 6l-6 6 6 6",
    "check": "M3 14h5l3 5 5-15 2 7h4",
    "offline": "M3 3l18 18M5 10c1-1 3-2.2 4-2.5M19 10c-2-2-4-2.8-6-3M8.5 14c1-1 2-1.4 3-1.5M12 18.5v.5",
    "close": "M5 5l14 14M19 5 5 19",
    "mail": "M3 5h18v14H3zM3 7l9 7 9-7",
    "share": "M12 15V3M7 8l5-5 5 5M5 12v9h14v-9",
    "calendar": "M3 5h18v16H3zM3 10h18M8 2v5M16 2v5",
    "filter": "M3 6h18M6 12h12M10 18h4",
    "info": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v6M12 7v.5",
    "warning": "M12 3 22 20H2zM12 10v5M12 17.5v.2",
}
