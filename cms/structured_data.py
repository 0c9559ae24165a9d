"""What search engines read of a page: JSON-LD in the words of schema.org."""

import json
from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

Node = dict[str, Any]

# As Django's json_script: no text may end the element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def node(kind: str, **properties: Any) -> Node:
    """Return a thing of schema.org's type `kind`, without the properties that are empty. `id` becomes "@id"."""
    names = {"id": "@id"}
    known = {names.get(name, name): value for name, value in properties.items() if value not in (None, "", [], {})}
    return {"@type": kind, **known}


def document(nodes: Iterable[Node]) -> dict[str, Any]:
    return {"@context": "https://schema.org", "@graph": list(nodes)}


def script(nodes: Iterable[Node]) -> SafeString:
    """Return the data block for <head>, "" without nodes. It is not run, so the content security policy lets it be."""
    nodes = list(nodes)
    if not nodes:
        return mark_safe("")
    text = json.dumps(document(nodes), ensure_ascii=False, separators=(",", ":"), default=str).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above


def breadcrumbs(trail: Iterable[tuple[str, str]]) -> list[Node]:
    """Return the way to a page as pairs of title and full address, from the home page to itself; none of one step."""
    steps = [
        node("ListItem", position=position, name=title, item=address)
        for position, (title, address) in enumerate(trail, 1)
    ]
    return [node("BreadcrumbList", itemListElement=steps)] if len(steps) > 1 else []


def reference(kind: str, name: str, url: str | None) -> Node:
    """Return a thing that another page tells more of."""
    return node(kind, name=name, url=url)
