"""Pictures for the demo content: the region, its workplaces, and hands at work, as flat shapes in the site's palette.

Every picture is drawn from code, the same on every run. Sizes and focal points vary, so that each format and crop of
the site is exercised.
"""

from io import BytesIO

from PIL import Image

from .hands import HANDS
from .landscapes import LANDSCAPES
from .picture import FocalPoint, Picture
from .rooms import ROOMS
from .towns import TOWNS
from .workplaces import WORKPLACES

__all__ = ["PICTURES", "FocalPoint", "Picture", "draw", "picture_file"]

PICTURES: dict[str, Picture] = {picture.name: picture for picture in (*LANDSCAPES, *TOWNS, *WORKPLACES, *ROOMS, *HANDS)}


def draw(name: str) -> Image.Image:
    """The picture as an RGB image; KeyError for an unknown name."""
    return PICTURES[name].render()


def picture_file(name: str) -> bytes:
    """The picture as a PNG file: flat shapes stay exact, and smaller than as JPEG."""
    file = BytesIO()
    draw(name).save(file, "PNG")
    return file.getvalue()
