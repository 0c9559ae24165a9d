"""What things are called in the read API: words from addresses and titles, never keys of the database."""

from collections.abc import Iterable
from typing import Any, TypedDict

from django.utils.text import slugify

from cms.search import SPELLED_OUT


class Reference(TypedDict):
    id: str
    title: str


def page_id(page: Any) -> str:
    return page.slug


def occupation_id(page: Any) -> str:
    """The path below the overview of career fields: two fields may each have an occupation of one name."""
    return "/".join(page.url_path.rstrip("/").rsplit("/", 2)[1:])


def reference(page: Any, identify: Any = page_id) -> Reference | None:
    """Name a page that visitors can open; None for any other."""
    return {"id": identify(page), "title": page.title} if page and page.live else None


def references(pages: Iterable[Any]) -> list[Reference]:
    return [named for page in pages if (named := reference(page))]


def place_reference(municipality: Any) -> Reference | None:
    return {"id": municipality.slug, "title": municipality.name} if municipality else None


def slug_of(text: str) -> str:
    """Umlauts as people without the right keys write them: "Prüfe Öl" → "pruefe-oel"."""
    return slugify(text.lower().translate(SPELLED_OUT)) or "ohne-titel"


def slugs_of(texts: Iterable[str]) -> list[str]:
    """Slugs that differ from each other; of equal ones the second gets a 2."""
    taken: dict[str, int] = {}
    slugs = []
    for text in texts:
        slug = slug_of(text)
        taken[slug] = taken.get(slug, 0) + 1
        slugs.append(f"{slug}-{taken[slug]}" if taken[slug] > 1 else slug)
    return slugs


def offer_ids(company: Any) -> dict[int, str]:
    """Return the ids of a company's current offers by their primary keys. The older of two equal ones keeps its id."""
    offers = sorted(company.current_offers, key=lambda offer: offer.pk)
    slugs = slugs_of(offer.title for offer in offers)
    return {offer.pk: f"{company.slug}/{slug}" for offer, slug in zip(offers, slugs, strict=True)}
