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


def blocks_of(html: str, most: int) -> list[Block]:
    """Return the paragraphs, headings and list items of rich text, at most about `most` letters of them.

    Links become their text: nobody taps on paper. What does not fit ends with an ellipsis, after a whole word.
    """
    soup = BeautifulSoup(html, "html.parser")
    blocks: list[Block] = []
    left = most
    for element in soup.find_all(list(BLOCKS)):
        if left <= 0:
            mark_cut(blocks)
            break
        runs = list(cut(runs_of(element), left))
        left -= sum(len(text) for text, _bold in runs)
        if any(text.strip() for text, _bold in runs):
            blocks.append({"kind": BLOCKS[element.name], "runs": runs})
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
