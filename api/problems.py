"""Errors as application/problem+json (RFC 9457)."""

from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

MEDIA_TYPE = "application/problem+json"
DETAILS = {
    HTTPStatus.BAD_REQUEST: _("Die Anfrage ist kein lesbares JSON."),
    HTTPStatus.FORBIDDEN: _("Das ist hier nicht erlaubt."),
    HTTPStatus.NOT_FOUND: _("Diese Adresse gibt es nicht."),
    HTTPStatus.METHOD_NOT_ALLOWED: _("Diese Methode gibt es hier nicht."),
    HTTPStatus.NOT_ACCEPTABLE: _("Antworten gibt es hier nur als JSON."),
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: _("Anfragen werden hier nur als application/json gelesen."),
    HTTPStatus.TOO_MANY_REQUESTS: _("Von dieser Adresse kamen gerade sehr viele Anfragen. Versuch es später noch mal."),
}
INVALID_FIELDS = _("Einige Angaben passen noch nicht.")
BUSY = _("Gerade ist viel los. Versuch es gleich noch mal.")


class Problem(exceptions.APIException):
    """An error with its own status and text; `wait` (seconds) becomes Retry-After."""

    def __init__(self, status, detail, wait=None):
        super().__init__(detail)
        self.status_code = status
        self.wait = wait


def exception_handler(error, context):
    """Return the answer that tells of an error, or None for one that only a mistake of ours can cause."""
    error = as_api_error(error)
    if error is None:
        return None
    set_rollback()
    status = HTTPStatus(error.status_code)
    problem = {"type": "about:blank", "title": status.phrase, "status": status}
    if isinstance(error, exceptions.ValidationError):
        problem["detail"] = INVALID_FIELDS
        problem["errors"] = errors_by_field(error.detail)
    else:
        problem["detail"] = error.detail if isinstance(error, Problem) else DETAILS.get(status, status.phrase)
    headers = {"Cache-Control": "no-store"}
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait) + 1)
    return Response(problem, status=status, headers=headers, content_type=MEDIA_TYPE)


def as_api_error(error):
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, OperationalError):
        return Problem(HTTPStatus.SERVICE_UNAVAILABLE, BUSY, wait=1)
    return None


def errors_by_field(detail):
    """Return {field: [message, …]}; errors of the whole body stand under "non_field_errors"."""
    if isinstance(detail, dict):
        return {field: flat(errors) for field, errors in detail.items()}
    return {"non_field_errors": flat(detail)}


def flat(errors):
    if isinstance(errors, dict):
        errors = errors.values()
    elif not isinstance(errors, list):
        return [errors]
    return list(dict.fromkeys(message for error in errors for message in flat(error)))
