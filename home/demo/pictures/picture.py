"""A named picture: what is known about it without drawing it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from PIL import Image

from .canvas import Canvas

LANDSCAPE = (1600, 1067)
PORTRAIT = (1200, 1600)
SQUARE = (1400, 1400)
WIDE = (2400, 1000)


class FocalPoint(NamedTuple):
    """The part a crop must keep, in pixels: centre and size of a box, as Wagtail's image fields hold it."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Picture:
    """A picture of the demo content. `title` says in German what is to be seen, so it serves as alternative text."""

    name: str
    title: str
    width: int
    height: int
    focal_point: FocalPoint
    background: str
    draw: Callable[[Canvas], None] = field(repr=False)

    def render(self) -> Image.Image:
        canvas = Canvas.blank(self.width, self.height, self.background)
        self.draw(canvas)
        return canvas.finished()


def picture(
    title: str, background: str, focal_point: tuple[int, int, int, int], size: tuple[int, int] = LANDSCAPE
) -> Callable[[Callable[[Canvas], None]], Picture]:
    """Make a picture of a drawing function; the function's name is the picture's name."""

    def made_of(draw: Callable[[Canvas], None]) -> Picture:
        name = draw.__name__.replace("_", "-")
        return Picture(name, title, *size, FocalPoint(*focal_point), background, draw)

    return made_of
