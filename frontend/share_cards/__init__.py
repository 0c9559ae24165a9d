"""The picture that messengers show beside a link: headline and ornament, or photo, in the colours of the page.

Drawn when it is first asked for, and kept in the default storage under a hash of all that it is made of. It is as
public as its page: when the page goes, it goes.
"""

import io
import json
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import typst
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from PIL import Image

from frontend import ornament
from frontend.ornament import standalone
from frontend.palette import INKS, PAPER

TEMPLATE = Path(__file__).parent / "card.typ"
SIZE = WIDTH, HEIGHT = 1200, 630
PHOTO = 486, 550
"""Width and height of the photo, in the upper right corner."""
FOLDER = "share_cards"
COLOURS = 128
"""Of a card without photo: enough for smooth edges of its five inks, at a third of the bytes."""
JPEG_QUALITY = 82


@dataclass(frozen=True)
class ShareCard:
    """All that a card is made of. `photo` is the primary key of a picture, `photo_key` changes when it does."""

    kicker: str
    headline: str
    detail: str
    note: str
    brand: str
    slug: str
    pair: str
    photo: int | None
    photo_key: str

    @classmethod
    def of(cls, page) -> "ShareCard":
        image = getattr(page, "lead_image", None)
        return cls(
            **page.share_texts(),
            brand=page.site_settings.brand_name,
            slug=page.slug,
            pair=getattr(page, "colour_pair", "") or "red",
            photo=image.pk if image else None,
            photo_key=f"{image.file_hash} {image.get_focal_point()}" if image else "",
        )

    @property
    def suffix(self) -> str:
        return "jpg" if self.photo else "png"

    @property
    def digest(self) -> str:
        parts = [asdict(self), code_digest(), INKS[self.pair]]
        return sha256(json.dumps(parts).encode()).hexdigest()[:10]

    def draw(self, photo: Image.Image | None = None) -> bytes:
        """Return the picture as PNG, with a photo (of the size PHOTO) as JPEG."""
        drawing = Image.open(io.BytesIO(self.drawing()))
        buffer = io.BytesIO()
        if photo is None:
            few_colours = drawing.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            few_colours.save(buffer, "PNG", optimize=True)
        else:
            ground = Image.new("RGBA", SIZE)
            ground.paste(photo, (WIDTH - PHOTO[0], 0))
            ground.alpha_composite(drawing)
            ground.convert("RGB").save(buffer, "JPEG", quality=JPEG_QUALITY, progressive=True, optimize=True)
        return buffer.getvalue()

    def drawing(self) -> bytes:
        """Return the picture as PNG, empty where the photo is to be."""
        inks = INKS[self.pair]
        png = typst.compile(
            TEMPLATE,
            root=TEMPLATE.parent,
            font_paths=fonts(),
            format="png",
            ppi=72,
            sys_inputs={
                **{name: getattr(self, name) for name in ("kicker", "headline", "detail", "note", "brand")},
                "photo-width": str(PHOTO[0] if self.photo else 0),
                "paper": PAPER[0],
                "ink": INKS["coal"]["field"],
                "impuls": INKS["red"]["field"],
                "field": inks["field"],
                "on-field": inks["on-field"],
                "ornament": standalone(self.slug, self.pair, inks),
            },
        )
        assert isinstance(png, bytes)  # noqa: S101 - one page, for one format
        return png


@cache
def fonts() -> typst.Fonts:
    folder = str(finders.find("frontend/fonts/print"))
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


@cache
def code_digest() -> str:
    """Return a hash of what draws: the cards of a release that draws otherwise are others."""
    sources = [TEMPLATE, Path(__file__), *sorted(Path(ornament.__file__).parent.glob("*.py"))]
    return sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def card_path(page) -> str:
    """Return the path of a page's card: another one whenever it looks different."""
    card = ShareCard.of(page)
    return reverse("share-card", args=[page.pk, card.digest, card.suffix])


def card_url(page) -> str:
    """Return the whole address of a page's card, at the site of the page."""
    return f"{page.get_url_parts()[1]}{card_path(page)}"


def picture(page) -> bytes:
    """Return the card of a live page, drawn if nobody asked for it before. What the page had before is deleted."""
    card = ShareCard.of(page)
    name = f"{FOLDER}/{page.pk}/{card.digest}.{card.suffix}"
    try:
        with default_storage.open(name) as file:
            return file.read()
    except FileNotFoundError:
        content = card.draw(photo_of(page) if card.photo else None)
        remove(page.pk)
        default_storage.save(name, ContentFile(content))
        return content


def photo_of(page) -> Image.Image:
    width, height = PHOTO
    rendition = page.lead_image.get_rendition(f"fill-{width}x{height}|format-jpeg|jpegquality-90")
    with rendition.file.open() as file:
        photo = Image.open(file).convert("RGB")
    # A small original is not made larger by Wagtail.
    return photo if photo.size == PHOTO else photo.resize(PHOTO, Image.Resampling.LANCZOS)


def remove(page_id: int) -> None:
    """Delete all cards of a page."""
    folder = f"{FOLDER}/{page_id}"
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")
