import re

from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import LimitOffsetPagination

MOST = 100
DIGITS = re.compile(r"[0-9]{1,9}")


class ListPagination(LimitOffsetPagination):
    """`?limit=` and `?offset=`; other than Django REST framework's own, what is no such number is refused."""

    default_limit = 25
    max_limit = MOST
    limit_query_description = "Wie viele Einträge höchstens kommen."
    offset_query_description = "Wie viele Einträge übersprungen werden."

    def get_limit(self, request):
        return self.number(request, self.limit_query_param, self.default_limit, least=1, most=MOST)

    def get_offset(self, request):
        return self.number(request, self.offset_query_param, 0, least=0)

    @staticmethod
    def number(request, name, default, least, most=None):
        text = request.query_params.get(name)
        if text is None:
            return default
        # int() reads more than digits: spaces, signs, underscores, and other scripts.
        if DIGITS.fullmatch(text) and least <= int(text) <= (most or int(text)):
            return int(text)
        between = _("Erwartet wird eine ganze Zahl von %(least)s bis %(most)s.")
        from_on = _("Erwartet wird eine ganze Zahl ab %(least)s.")
        raise ValidationError({name: [(between if most else from_on) % {"least": least, "most": most}]})

    def get_schema_operation_parameters(self, view):
        limit = {"type": "integer", "minimum": 1, "maximum": MOST, "default": self.default_limit}
        offset = {"type": "integer", "minimum": 0, "maximum": 999_999_999, "default": 0}
        return [
            {"name": name, "required": False, "in": "query", "description": description, "schema": schema}
            for name, description, schema in (
                (self.limit_query_param, self.limit_query_description, limit),
                (self.offset_query_param, self.offset_query_description, offset),
            )
        ]

    def get_paginated_response_schema(self, schema):
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "example": 1, "description": "Wie viele Einträge es insgesamt sind."},
                "next": {**address, "example": None, "description": "Adresse der nächsten Einträge."},
                "previous": {**address, "example": None, "description": "Adresse der vorigen Einträge."},
                "results": schema,
            },
        }
