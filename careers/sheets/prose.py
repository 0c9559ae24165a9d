"""Rich text for typst: blocks of runs instead of HTML, cut where paper ends."""

from collections.abc import Iterable
from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag

Run = tuple[str, bool]
"""A piece of text, and whether it is bold."""
Block = dict[str, Any]
""" "kind" is "p", "h" or "li"; "runs" its text."""

BLOCKS = {"p": "p", "li": "li", "h2": "h", "h3": "h", "h4": "h"}
ELLIPSIS = " …"
SHORTEST = 60
"""Letters of a block that are worth its beginning."""


def blocks_of(html: str, most: int, whole: bool = False) -> list[Block]:
    """Return the paragraphs, headings and list items of rich text, at most about `most` letters of them.

    Links become their text: nobody taps on paper. What does not fit ends with an ellipsis, after a whole word; or,
    where `whole` says that single blocks make sense, it is left out.
    """
    blocks: list[Block] = []
    for element in BeautifulSoup(html, "html.parser").find_all(list(BLOCKS)):
        runs = list(runs_of(element))
        length = sum(len(text) for text, _bold in runs)
        if blocks and length > most and (whole or most < SHORTEST):
            if not whole:
                mark_cut(blocks)
            break
        if "".join(text for text, _bold in runs).strip():
            blocks.append({"kind": BLOCKS[element.name], "runs": list(cut(runs, most))})
        most -= length
    while blocks and blocks[-1]["kind"] == "h":
        blocks.pop()
    return blocks


def runs_of(element: Tag) -> Iterable[Run]:
    for piece in element.descendants:
        if isinstance(piece, NavigableString):
            text = " ".join(piece.split())
            spaced = (" " if piece[:1].isspace() else "") + text + (" " if text and piece[-1:].isspace() else "")
            if spaced:
                yield spaced, piece.find_parent(["b", "strong"]) is not None


def cut(runs: Iterable[Run], most: int) -> Iterable[Run]:
    for text, bold in runs:
        if len(text) > most:
            yield shortened(text, most), bold
            return
        most -= len(text)
        yield text, bold


def shortened(text: str, most: int) -> str:
    """Return `text` with at most `most` letters, ended after a whole word and with an ellipsis if it was longer."""
    if len(text) <= most:
        return text
    start = text[: max(most - len(ELLIPSIS), 0)]
    return (start.rsplit(" ", 1)[0] if " " in start else start).rstrip(" ,;:") + ELLIPSIS


def mark_cut(blocks: list[Block]) -> None:
    text, bold = blocks[-1]["runs"][-1]
    if not text.endswith(ELLIPSIS):
        blocks[-1]["runs"][-1] = (text.rstrip() + ELLIPSIS, bold)
