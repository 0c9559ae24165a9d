"""What the description of the interface (OpenAPI) says of the read API."""

from drf_spectacular.extensions import OpenApiFilterExtension
from drf_spectacular.plumbing import build_choice_description_list, build_parameter_type
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema, extend_schema_view

from api.reading.examples import ENTRY, EXAMPLES
from api.reading.filters import StableOrderingFilter
from api.reading.serializers import EntrySerializer
from api.serializers import problems

SLUG = {"type": "string", "pattern": "^[-a-zA-Z0-9_]+$"}
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Der ETag einer früheren Antwort. Gilt sie noch, kommt 304 ohne Inhalt, und das zählt nicht mit.",
)
NOT_MODIFIED = OpenApiResponse(description="Die frühere Antwort gilt noch.")
# The id of an entry in its path, part by part.
PARTS = {"occupations": ("career_field", "slug"), "offers": ("company", "slug")}
# What the database decides, in words: the description must not change with an edit. The value is an example.
OPEN_CHOICES = {
    "feld": ("Kennung eines Berufsfelds.", "elektro"),
    "ort": ("Kennung einer Gemeinde.", "zittau"),
    "beruf": ("Kennung eines Berufs.", "elektro/mechatronik"),
    "unternehmen": ("Kennung eines Unternehmens.", "neissewerk-automation"),
    "wann": ("Zeitraum: 7-tage, 30-tage oder ein Monat, in dem etwas ist, wie 2027-03.", "30-tage"),
    "q": ("Suchwörter. „Goerlitz“ findet auch „Görlitz“.", "goerlitz"),
}
ORDERING = "Reihenfolge; ein Minus davor kehrt sie um. Mehrere mit Kommas."

SPARSE: set[str] = set()


def described(tag, name, listed, one, text=""):
    """Describe the list and the entry of a collection, each with an example."""

    def describe(view):
        serializer, detailed = view.serializer_class, view.detail_serializer_class or view.serializer_class
        operation = name.title().replace("-", "")
        example = EXAMPLES[name]
        SPARSE.update(kind.__name__.removesuffix("Serializer") for kind in (serializer, detailed))
        row = {key: value for key, value in example.items() if key in serializer._declared_fields}
        return extend_schema_view(
            list=extend_schema(
                operation_id=f"list{operation}",
                summary=listed,
                description=text,
                parameters=[fields_of(serializer), IF_NONE_MATCH],
                examples=[OpenApiExample(tag, row, response_only=True, status_codes=["200"])],
                responses={200: serializer(many=True), 304: NOT_MODIFIED, **problems(400, 406, 429, 503)},
                tags=[tag],
            ),
            retrieve=extend_schema(
                operation_id=f"get{operation}",
                summary=one,
                parameters=[*path_of(name, example["id"]), fields_of(detailed), IF_NONE_MATCH],
                examples=[OpenApiExample(tag, example, response_only=True, status_codes=["200"])],
                responses={200: detailed, 304: NOT_MODIFIED, **problems(400, 404, 406, 429, 503)},
                tags=[tag],
            ),
        )(view)

    return describe


def leave_fields_out(result, generator, request, public):
    """A hook of drf-spectacular: `?fields=` may leave out any field of what `described` described."""
    for component in SPARSE:
        result["components"]["schemas"].get(component, {}).pop("required", None)
    return result


def fields_of(serializer):
    return OpenApiParameter(
        "fields",
        {"type": "array", "items": {"type": "string", "enum": list(serializer._declared_fields)}},
        explode=False,
        style="form",
        description="Nur diese Felder, mit Kommas getrennt. Das macht die Antwort kleiner.",
        examples=[OpenApiExample("Kennung und Titel", ["id", list(serializer._declared_fields)[3]])],
    )


def path_of(name, key):
    parts = PARTS.get(name, ("slug",))
    return [
        OpenApiParameter(
            part,
            SLUG,
            OpenApiParameter.PATH,
            description="Die Kennung." if len(parts) == 1 else "Ein Teil der Kennung.",
            examples=[OpenApiExample(value, value)],
        )
        for part, value in zip(parts, key.split("/"), strict=True)
    ]


entry_described = extend_schema(
    operation_id="getEntry",
    summary="Was es hier gibt",
    parameters=[IF_NONE_MATCH],
    examples=[OpenApiExample("Einstieg", ENTRY, response_only=True, status_codes=["200"])],
    responses={200: EntrySerializer, 304: NOT_MODIFIED, **problems(400, 406, 429, 503)},
    tags=["Einstieg"],
)


class ListingExtension(OpenApiFilterExtension):
    """drf-spectacular's own leaves out choices that are a class, and asks the database for others."""

    target_class = "api.reading.filters.ListingBackend"
    priority = 1

    def get_schema_operation_parameters(self, auto_schema, *args, **kwargs):
        filterset = auto_schema.view.filterset_class
        return [self.parameter(name, one) for name, one in filterset.base_filters.items()] if filterset else []

    def parameter(self, name, one):
        if isinstance(one, StableOrderingFilter):
            values = [value for value, _label in one.extra["choices"]]
            schema = {"type": "array", "items": {"type": "string", "enum": values}}
            return self.build(name, ORDERING, schema, explode=False, style="form")
        if name in OPEN_CHOICES:
            description, example = OPEN_CHOICES[name]
            return {**self.build(name, description, {"type": "string"}), "example": example}
        choices = one.extra["choices"]
        choices = getattr(choices, "choices", choices)
        # Forms of the site send what was not chosen as an empty text.
        schema = {"type": "string", "enum": [*(value for value, _label in choices), ""]}
        return self.build(name, f"{one.label}:\n\n{build_choice_description_list(choices)}", schema)

    @staticmethod
    def build(name, description, schema, **style):
        return build_parameter_type(
            name=name, location=OpenApiParameter.QUERY, description=description, schema=schema, **style
        )
