"""The reference for people: the description of the interface as a page of the site."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from api.problems import MEDIA_TYPE
from api.reading.pagination import MOST

DEPTH = 2
# How drf-spectacular lists what the values of a choice mean.
CHOICE = re.compile(r"^\* `(.*)` - (.+)$", re.MULTILINE)
# Most stand in the query, which needs no word.
PLACES = {"path": gettext_lazy("im Pfad"), "query": "", "header": gettext_lazy("Kopfzeile")}
TYPES = {
    "string": gettext_lazy("Text"),
    "integer": gettext_lazy("ganze Zahl"),
    "number": gettext_lazy("Zahl"),
    "boolean": gettext_lazy("true oder false"),
    "array": gettext_lazy("Liste"),
    "object": gettext_lazy("Objekt"),
}
FORMATS = {
    "uri": gettext_lazy("Adresse"),
    "date": gettext_lazy("Datum"),
    "date-time": gettext_lazy("Zeitpunkt"),
    "uuid": gettext_lazy("UUID"),
    "email": gettext_lazy("E-Mail-Adresse"),
}
ANSWERS = {
    "200": gettext_lazy("die Antwort"),
    "201": gettext_lazy("angenommen"),
    "304": gettext_lazy("nichts Neues"),
    "400": gettext_lazy("eine Angabe passt nicht"),
    "404": gettext_lazy("gibt es nicht"),
    "406": gettext_lazy("nur JSON"),
    "409": gettext_lazy("läuft noch"),
    "413": gettext_lazy("zu groß"),
    "415": gettext_lazy("kein JSON"),
    "422": gettext_lazy("der Schlüssel gehört zu etwas anderem"),
    "429": gettext_lazy("zu viele Anfragen"),
    "503": gettext_lazy("gerade überlastet"),
}


@dataclass(frozen=True)
class Field:
    """A parameter, or a part of an answer or of what is sent; `name` tells where it stands: "figures[].year"."""

    name: str
    type: str
    description: str = ""
    place: str = ""


@dataclass(frozen=True)
class Operation:
    id: str
    method: str
    path: str
    summary: str
    description: str
    parameters: list[Field]
    sent: list[Field]
    received: list[Field]
    statuses: list[tuple[str, str]]
    request: str
    answer: str
    try_url: str


@dataclass(frozen=True)
class Group:
    title: str
    description: str
    operations: list[Operation] = field(default_factory=list)

    @property
    def id(self) -> str:
        return slugify(self.title)


@require_safe
@cache_control(no_cache=True)
def reference(request: HttpRequest) -> HttpResponse:
    context = {
        "groups": groups(),
        "most": MOST,
        "limit": settings.READ_API_REQUESTS_PER_HOUR,
        "origin": f"{request.scheme}://{request.get_host()}",
        "pair": "river",
    }
    return render(request, "pages/api_reference.html", context)


@lru_cache
def groups() -> list[Group]:
    """Return what the interface can do, by subject. It changes with a release only."""
    reader = Reader(SchemaGenerator(urlconf=settings.SPECTACULAR_SETTINGS["SERVE_URLCONF"]).get_schema(public=True))
    return [group for group in reader.groups() if group.operations]


class Reader:
    """Reads a description of an interface (OpenAPI 3.1), which names its parts in `components`."""

    def __init__(self, schema: dict[str, Any]):
        self.schema = schema

    def groups(self) -> list[Group]:
        found = {tag["name"]: Group(tag["name"], tag.get("description", "")) for tag in self.schema["tags"]}
        for path, methods in self.schema["paths"].items():
            for method, operation in methods.items():
                found[operation["tags"][0]].operations.append(self.operation(path, method, operation))
        return list(found.values())

    def operation(self, path: str, method: str, operation: dict[str, Any]) -> Operation:
        parameters = operation.get("parameters", [])
        success: dict[str, Any] = next(
            (answer for status, answer in operation["responses"].items() if status < "300"), {}
        )
        sent, received = self.media(operation.get("requestBody", {})), self.media(success)
        return Operation(
            id=operation["operationId"],
            method=method.upper(),
            path=path,
            summary=operation.get("summary", ""),
            description=operation.get("description", ""),
            parameters=[self.parameter(parameter) for parameter in parameters],
            sent=list(self.fields(sent.get("schema", {}))),
            received=list(self.fields(received.get("schema", {}))),
            statuses=[(status, str(ANSWERS.get(status, ""))) for status in operation["responses"]],
            request=self.example(sent),
            answer=self.example(received),
            try_url=self.try_url(path, parameters) if method == "get" else "",
        )

    @staticmethod
    def media(part: dict[str, Any]) -> dict[str, Any]:
        return next((media for kind, media in part.get("content", {}).items() if kind != MEDIA_TYPE), {})

    @staticmethod
    def example(media: dict[str, Any]) -> str:
        example = next(iter(media.get("examples", {}).values()), None)
        return json.dumps(example["value"], ensure_ascii=False, indent=2, default=str) if example else ""

    def parameter(self, parameter: dict[str, Any]) -> Field:
        place, schema = str(PLACES[parameter["in"]]), parameter["schema"]
        description = parameter.get("description", "")
        return self.field(parameter["name"], {**schema, "description": description}, place)

    def field(self, name: str, schema: dict[str, Any], place: str = "") -> Field:
        """Tell what the values of a choice mean beside the values, not below."""
        description = schema.get("description", "")
        labels = dict(CHOICE.findall(description))
        return Field(
            name,
            self.type_of(schema, labels),
            CHOICE.sub("", description).strip().rstrip(":"),
            place,
        )

    def fields(self, schema: dict[str, Any], prefix: str = "", depth: int = 0) -> Iterator[Field]:
        """Yield the properties of an object, or of the objects in a list, each followed by its own ones."""
        schema = self.resolved(schema)
        if schema.get("type") == "array":
            yield from self.fields(schema["items"], prefix, depth)
            return
        for name, part in schema.get("properties", {}).items():
            part = {**self.resolved(part), **{key: part[key] for key in ("description",) if key in part}}
            label = f"{prefix}{name}"
            yield self.field(label, part)
            # Of a list it is enough to tell that it has entries: one of them follows.
            if depth < DEPTH and name != "results":
                yield from self.fields(part, f"{label}[]." if part.get("type") == "array" else f"{label}.", depth + 1)

    def resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Follow references; of alternatives the one that is not null, or blank, is what is worth telling."""
        for key in ("allOf", "oneOf", "anyOf"):
            for part in schema.get(key, []):
                found = self.resolved(part)
                if found.get("type") != "null" and found.get("enum") not in ([""], [None]):
                    return {**found, **{name: value for name, value in schema.items() if name != key}}
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            return self.resolved(self.schema["components"]["schemas"][name])
        return schema

    def type_of(self, schema: dict[str, Any], labels: Mapping[str, str]) -> str:
        schema = self.resolved(schema)
        types = schema.get("type", "object")
        kinds = [kind for kind in ([types] if isinstance(types, str) else types) if kind != "null"]
        if values := schema.get("enum"):
            text = _("einer von: %(values)s") % {"values": self.listed(values, labels)}
        elif schema.get("format") in FORMATS:
            text = str(FORMATS[schema["format"]])
        elif kinds == ["array"]:
            items = self.resolved(schema["items"])
            values = self.listed(items.get("enum", []), labels or dict(CHOICE.findall(items.get("description", ""))))
            text = _("Liste aus: %(values)s") % {"values": values} if values else str(TYPES["array"])
        else:
            text = str(TYPES.get(kinds[0], kinds[0]))
        least, most = schema.get("minimum"), schema.get("maximum")
        if least is not None and most is not None and "enum" not in schema:
            text = _("%(type)s von %(least)s bis %(most)s") % {"type": text, "least": least, "most": most}
        return _("%(type)s oder null") % {"type": text} if isinstance(types, list) and "null" in types else text

    @staticmethod
    def listed(values: Iterable[Any], labels: Mapping[str, str]) -> str:
        """List values with what they mean, where that is another word."""
        meant = {value: labels.get(str(value), "") for value in values if value}
        return ", ".join(f"{value} ({label})" if label not in ("", value) else value for value, label in meant.items())

    @staticmethod
    def try_url(path: str, parameters: list[dict[str, Any]]) -> str:
        for parameter in parameters:
            if parameter["in"] == "path":
                example = next(iter(parameter["examples"].values()))["value"]
                path = path.replace(f"{{{parameter['name']}}}", example)
        query = {"limit": 3} if any(parameter["name"] == "limit" for parameter in parameters) else {}
        return f"{path}?{urlencode(query)}" if query else path
