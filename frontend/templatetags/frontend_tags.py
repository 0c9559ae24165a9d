"""Template tags of the components. They only hand over: the drawing and counting is done in modules without Django."""

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django import template
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from cms import structured_data as linked_data
from frontend import dotmap, figures, hyphens, share_cards
from frontend.icons import ICONS
from frontend.navigation import FOOTER_LINKS, Tab, tabs
from frontend.ornament import Crop, Detail
from frontend.ornament import ornament as draw_ornament
from frontend.palette import FIELDS

register = template.Library()


@register.simple_tag(takes_context=True)
def card(context: Mapping[str, Any], page: Any, level: str = "h3") -> SafeString:
    """A page as lists show it, whatever its type. The page brings what its card needs (`with_card`)."""
    values = {page.card_name: page, "level": level, "request": context.get("request")}
    return render_to_string(page.card_template, values)


@register.simple_tag(takes_context=True)
def oembed_address(context: Mapping[str, Any]) -> str:
    """Where the oEmbed endpoint describes the page of this context, or the filtered list or the embed that it shows."""
    request, query = context["request"], context.get("page_query")
    own = request.get_full_path() if getattr(request, "is_embed", False) else context["page"].get_url(request)
    url = request.build_absolute_uri(own) + (f"?{query}" if query and "?" not in own else "")
    return f"{request.build_absolute_uri(reverse('oembed'))}?{urlencode({'url': url})}"


@register.simple_tag
def ornament(slug: str, pair: str = "red", crop: Crop | None = None, detail: Detail = "full") -> SafeString:
    """The egg of a slug. `pair` falls back to red, so that a draft without a career field still has a face."""
    return mark_safe(draw_ornament(slug, pair or "red", crop=crop or None, detail=detail))  # noqa: S308 - drawn by us


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon; the text beside it, visible or not, says what it means."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>', ICONS[name]
    )


@register.simple_tag(takes_context=True)
def structured_data(context: Mapping[str, Any]) -> SafeString:
    """What search engines are told of the context's page; nothing while it is a preview."""
    page, request = context["page"], context.get("request")
    if not page.live or getattr(request, "is_preview", False):
        return mark_safe("")
    return linked_data.script(page.structured_data())


@register.simple_tag
def share_card(page: Any) -> dict[str, str | int]:
    """Address, size and words of the picture that messengers show beside a link to a live page."""
    width, height = share_cards.SIZE
    texts = page.share_texts()
    return {"url": share_cards.card_url(page), "width": width, "height": height, "alt": texts["headline"]}


@register.simple_tag
@cache
def favicon() -> SafeString:
    """The drawing of the favicon, for a data URL: a file of its own would compete with what the first view needs."""
    path = finders.find("frontend/icons/favicon.svg")
    drawing = Path(str(path)).read_text() if path else ""
    return mark_safe(quote(" ".join(drawing.split()), safe=" /:=,.-"))  # noqa: S308 - drawn by us, and quoted


@register.simple_tag
def site_tabs(path: str) -> list[Tab]:
    return tabs(path)


@register.simple_tag
def footer_links() -> list[dict[str, Any]]:
    return [{"label": label, "href": href} for label, href in FOOTER_LINKS]


@register.filter
def soft_hyphens(text: str) -> str:
    return hyphens.soft_hyphens(str(text))


@register.simple_tag
def theme_color(pair: str = "red") -> SafeString:
    """Paints the browser's bar like the field of the header, in both schemes."""
    return format_html_join(
        "\n",
        '<meta name="theme-color" content="{}" media="(prefers-color-scheme: {})">',
        zip(FIELDS[pair or "red"], ("light", "dark"), strict=True),
    )


@register.simple_tag
def share_teeth(percent: float) -> figures.Teeth:
    return figures.share_teeth(float(percent))


@register.simple_tag
def pay_steps(steps: Iterable[Mapping[str, Any]], tallest: int | None = None) -> list[figures.PayStep]:
    """Mappings with a label and an amount in euro a month; `tallest` is the height of the highest step (CSS px)."""
    return figures.pay_steps(((step["label"], step["amount"]) for step in steps), tallest or figures.STEP_HEIGHT)


@register.simple_tag
def dot_map(places: Iterable[dotmap.Place]) -> dotmap.DotMap:
    return dotmap.dot_map(places)
