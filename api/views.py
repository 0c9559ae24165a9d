from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from api.problems import Problem
from api.serializers import HealthSerializer, ReceivedSerializer, problems
from mentoring.intake import DifferentBodyError, StillRunningError, UnreadableBodyError, take_in
from mentoring.sealing import SealedSignupSerializer
from mentoring.serializers import SignupSerializer
from mentoring.throttling import SignupThrottle

RECEIVED = {
    "status": "received",
    "detail": _("Schau in dein Postfach: Wir haben dir einen Link geschickt."),
}
SIGNUP = OpenApiExample(
    "Anmeldung mit 16 Jahren",
    {
        "first_name": "Mila",
        "age": 16,
        "email": "mila@example.org",
        "municipality": "zittau",
        "career_fields": ["it"],
        "message": "Ich schraube gern an Computern.",
        "consent": True,
    },
    request_only=True,
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    OpenApiTypes.UUID,
    OpenApiParameter.HEADER,
    required=True,
    description="Eine neue UUID je Anmeldung. Eine Wiederholung mit demselben Schlüssel legt nichts doppelt an.",
)
PROOF_OF_WORK = OpenApiParameter(
    "Altcha-Payload",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    required=False,
    description="Lösung einer Aufgabe von /mentoring/aufgabe/ (ALTCHA, Version 1). Ohne sie gilt eine engere Grenze.",
)


class IntakeView(APIView):
    """What takes in a signup, once per Idempotency-Key."""

    throttle_classes = [SignupThrottle]

    def initial(self, request, *args, **kwargs):
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MENTORING_MAXIMUM_BODY_BYTES:
            raise Problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("Die Anfrage ist zu groß."))
        super().initial(request, *args, **kwargs)

    def take_in(self, key, data, *, wait=False):
        try:
            take_in(key, SignupSerializer(data=data), wait=wait)
        except UnreadableBodyError as error:
            raise Problem(HTTPStatus.BAD_REQUEST, _("Die Anfrage ist zu tief verschachtelt.")) from error
        except StillRunningError as error:
            detail = _("Die erste Anfrage mit diesem Schlüssel läuft noch.")
            raise Problem(HTTPStatus.CONFLICT, detail, wait=1) from error
        except DifferentBodyError as error:
            detail = _("Dieser Schlüssel gehört schon zu einer anderen Anmeldung.")
            raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail) from error
        return Response(RECEIVED, status=HTTPStatus.CREATED, headers={"Cache-Control": "no-store"})

    def key(self, request):
        try:
            return UUID(request.headers.get("Idempotency-Key", ""))
        except ValueError as error:
            detail = _("Die Kopfzeile Idempotency-Key fehlt oder ist keine UUID.")
            raise Problem(HTTPStatus.BAD_REQUEST, detail) from error


class SignupView(IntakeView):
    """Sign up for mentoring."""

    @extend_schema(
        operation_id="signUpForMentoring",
        summary="Sich zum Mentoring anmelden",
        description=(
            "Nimmt eine Anmeldung zum Mentoring entgegen und schickt eine Mail mit einem Link zum Bestätigen."
            " Die Antwort ist immer gleich, ob die Adresse schon bekannt ist oder nicht."
        ),
        parameters=[IDEMPOTENCY_KEY, PROOF_OF_WORK],
        request=SignupSerializer,
        examples=[SIGNUP],
        responses={201: ReceivedSerializer, **problems(400, 406, 409, 413, 415, 422, 429, 503)},
        tags=["Mentoring"],
    )
    def post(self, request):
        return self.take_in(self.key(request), request.data)


class SealedSignupView(IntakeView):
    """Sign up for mentoring with what a phone kept without network, encrypted."""

    @extend_schema(
        operation_id="sendSealedSignup",
        summary="Eine ohne Netz aufgehobene Anmeldung schicken",
        description=(
            "Nimmt eine Anmeldung entgegen, die ein Browser ohne Netz für den öffentlichen Schlüssel dieser Seite"
            " versiegelt und aufbewahrt hat. Der Umschlag gilt nur mit seinem Idempotency-Key. Was darin steht,"
            " folgt denselben Regeln wie jede Anmeldung."
        ),
        parameters=[IDEMPOTENCY_KEY, PROOF_OF_WORK],
        request=SealedSignupSerializer,
        responses={201: ReceivedSerializer, **problems(400, 406, 413, 415, 422, 429, 503)},
        tags=["Mentoring"],
    )
    def post(self, request):
        key = self.key(request)
        envelope = SealedSignupSerializer(data=request.data)
        envelope.is_valid(raise_exception=True)
        # A phone whose first request got lost on the way asks again on its next occasion only.
        return self.take_in(key, envelope.open(key), wait=True)


class HealthView(APIView):
    """Whether this server answers and reaches its database."""

    @extend_schema(
        operation_id="health",
        summary="Läuft der Server",
        responses={200: HealthSerializer, **problems(503)},
        tags=["Betrieb"],
    )
    def get(self, request):
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return Response({"status": "ok"}, headers={"Cache-Control": "no-store"})


class SchemaView(SpectacularAPIView):
    """The description of this interface, in YAML or JSON."""

    def handle_exception(self, exc):
        # The renderers of the schema can write nothing else.
        self.request.accepted_renderer, self.request.accepted_media_type = JSONRenderer(), JSONRenderer.media_type
        return super().handle_exception(exc)


@extend_schema(exclude=True)
class UnknownPathView(APIView):
    """Answers for every other path under /api/, so that a client reads a problem and not a page."""

    def initial(self, request, *args, **kwargs):
        raise Http404
