"""The read API: what the public pages show, as data."""

from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache, caches
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import parse_etags
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from api.reading import filters, serializers
from api.reading.describing import described, entry_described
from api.reading.pagination import ListPagination
from api.reading.references import offer_ids, slugs_of
from api.reading.throttling import ReadThrottle
from api.reading.versions import etag_of
from campaign.models import EventPage
from careers.interest import in_turns
from careers.models import CareerFieldPage, CompanyPage, InterestStatement, Municipality, OccupationPage, Offer
from stories.models import StoryPage

FIELDS = "fields"
DAY = 24 * 60 * 60


class ReadView(APIView):
    """Answers from what is public now. A client that names the version it has is answered first, and not counted."""

    throttle_classes = [ReadThrottle]
    is_known = False

    def initial(self, request, *args, **kwargs):
        if request.method in ("GET", "HEAD"):
            self.refuse_unknown_parameters(request)
            self.etag = etag_of(request)
            known = parse_etags(request.headers.get("If-None-Match", ""))
            self.is_known = self.etag in {etag.removeprefix("W/") for etag in known}
        super().initial(request, *args, **kwargs)

    def get_throttles(self):
        return [] if self.is_known else super().get_throttles()

    def refuse_unknown_parameters(self, request):
        known = sorted(self.known_parameters())
        if unknown := [name for name in request.query_params if name not in known]:
            hint = _("Diesen Parameter gibt es hier nicht. Es gibt: %(known)s.") % {"known": ", ".join(known)}
            raise ValidationError({name: [hint if known else _("Hier gibt es keine Parameter.")] for name in unknown})

    def known_parameters(self):
        return set()

    def answer(self, make):
        """Answer with what `make` returns, or without a body where the client has it.

        What was told once in this version is not made again. Its name is its version, so it is never out of date.
        """
        if self.is_known:
            response = HttpResponse(status=HTTPStatus.NOT_MODIFIED)
        else:
            content = caches["readings"].get(self.etag)
            if content is None:
                content = JSONRenderer().render(make())
                caches["readings"].set(self.etag, content, settings.PAGE_CACHE_SECONDS)
            response = HttpResponse(content, content_type=JSONRenderer.media_type)
        response["ETag"] = self.etag
        response["Cache-Control"] = "public, no-cache"
        return response


class ReadViewSet(ReadView, GenericViewSet):
    """One collection: its list, and each entry by its id."""

    pagination_class = ListPagination
    filter_backends = [filters.ListingBackend]
    detail_serializer_class: type[BaseSerializer] | None = None
    filterset_class: type | None = None

    def list(self, request):
        return self.answer(self.listed)

    def retrieve(self, request, **kwargs):
        return self.answer(lambda: self.get_serializer(self.get_object()).data)

    def listed(self):
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.get_serializer(page, many=True).data).data

    def get_object(self):
        entry = self.entries(**self.kwargs).first()
        if not entry:
            raise Http404
        return entry

    def entries(self, slug):
        return self.get_queryset().filter(slug=slug)

    def known_parameters(self):
        listing = {*self.filterset_class.base_filters, "limit", "offset"} if self.action == "list" else set()
        return {FIELDS, *listing}

    def get_serializer_class(self):
        return (self.action == "retrieve" and self.detail_serializer_class) or self.serializer_class

    def get_serializer_context(self):
        origin = f"{self.request.scheme}://{self.request.get_host()}" if self.request else ""
        return {**super().get_serializer_context(), "origin": origin, "fields": self.chosen_fields()}

    def chosen_fields(self):
        """Return the fields that `?fields=id,title` asks for, none where it does not."""
        asked = self.request.query_params.get(FIELDS) if self.request else None
        if asked is None:
            return set()
        known = self.get_serializer_class()._declared_fields
        chosen = {name.strip() for name in asked.split(",")}
        if unknown := sorted(chosen - known.keys()):
            values = {"unknown": ", ".join(unknown) or "–", "known": ", ".join(known)}
            hint = _("Diese Felder gibt es hier nicht: %(unknown)s. Es gibt: %(known)s.") % values
            raise ValidationError({FIELDS: [hint]})
        return chosen


@described("Berufsfelder", "career-fields", "Alle Berufsfelder", "Ein Berufsfeld")
class CareerFieldViewSet(ReadViewSet):
    serializer_class = serializers.CareerFieldSerializer
    filterset_class = filters.CareerFieldFilter

    def get_queryset(self):
        return CareerFieldPage.objects.live().with_card().with_occupation_count().order_by("title", "pk")


@described(
    "Berufe",
    "occupations",
    "Berufe mit Zahlen und Quellen",
    "Ein Beruf, auch mit seinen Texten",
    "Jede Zahl nennt Gebiet, Jahr und Quelle. Ein Abzeichen gibt es nur, wo eine belegte Zahl es trägt.",
)
class OccupationViewSet(ReadViewSet):
    serializer_class = serializers.OccupationSerializer
    detail_serializer_class = serializers.OccupationDetailSerializer
    filterset_class = filters.OccupationFilter

    def get_queryset(self):
        return OccupationPage.objects.live().with_card().order_by("title", "pk")

    def entries(self, career_field, slug):
        return self.get_queryset().filter(slug=slug, url_path__endswith=f"/{career_field}/{slug}/")


@described(
    "Unternehmen",
    "companies",
    "Betriebe, Berufsschulen und Hochschulen",
    "Ein Unternehmen, auch mit seinen Texten",
    "Ansprechpersonen stehen nur auf der Seite des Unternehmens.",
)
class CompanyViewSet(ReadViewSet):
    serializer_class = serializers.CompanySerializer
    detail_serializer_class = serializers.CompanyDetailSerializer
    filterset_class = filters.CompanyFilter

    def get_queryset(self):
        return CompanyPage.objects.live().with_card().order_by("title", "pk")


@described(
    "Angebote",
    "offers",
    "Freie Plätze, was zuerst endet zuerst",
    "Ein freier Platz",
    "Was abgelaufen ist, fehlt vom nächsten Tag an.",
)
class OfferViewSet(ReadViewSet):
    serializer_class = serializers.OfferSerializer
    filterset_class = filters.OfferFilter

    def get_queryset(self):
        companies = Prefetch("page", CompanyPage.objects.with_card())
        return Offer.objects.current().of_live_companies().soonest_end_first().prefetch_related(companies, "occupation")

    def entries(self, company, slug):
        page = CompanyPage.objects.live().filter(slug=company).prefetch_related("offers").first()
        ids = offer_ids(page) if page else {}
        return self.get_queryset().filter(pk__in=[pk for pk, name in ids.items() if name == f"{company}/{slug}"])


@described(
    "Geschichten",
    "stories",
    "Geschichten junger Menschen, neueste zuerst",
    "Eine Geschichte",
    "Gezeigt wird nur, wofür eine Einwilligung gilt. Wer eine Geschichte übernimmt, zeigt sie nur so lange, wie sie"
    " hier steht. Die ganze Geschichte steht auf ihrer Seite.",
)
class StoryViewSet(ReadViewSet):
    serializer_class = serializers.StorySerializer
    filterset_class = filters.StoryFilter

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        # A withdrawal takes a story off at once, and a date at midnight: sooner than the clock may come by.
        if not self.is_known and cache.add(f"consents:{timezone.localdate()}", True, DAY):
            StoryPage.objects.enforce_consents()

    def get_queryset(self):
        return (
            StoryPage.objects.live()
            .newest_first()
            .with_card()
            .select_related("municipality", "occupation", "lead_image", "company")
        )


@described(
    "Termine",
    "events",
    "Termine, die noch kommen, der nächste zuerst",
    "Ein Termin",
    "Was vorbei ist, fehlt vom nächsten Tag an. Was ausfällt, bleibt mit is_cancelled stehen.",
)
class EventViewSet(ReadViewSet):
    serializer_class = serializers.EventSerializer
    filterset_class = filters.EventFilter

    def get_queryset(self):
        events = EventPage.objects.live().upcoming().soonest_first().with_card()
        return events.select_related("municipality", "company", "lead_image").prefetch_related("lead_image__renditions")


@described(
    "Gemeinden",
    "municipalities",
    "Die Gemeinden des Landkreises",
    "Eine Gemeinde",
    "Orte und Postleitzahlen: GeoNames, CC BY 4.0.",
)
class MunicipalityViewSet(ReadViewSet):
    serializer_class = serializers.MunicipalitySerializer
    filterset_class = filters.MunicipalityFilter

    def get_queryset(self):
        return Municipality.objects.order_by("name")


@described("Interessencheck", "interest-statements", "Die Sätze des Interessenchecks, wie er sie fragt", "Ein Satz")
class InterestStatementViewSet(ReadViewSet):
    serializer_class = serializers.InterestStatementSerializer
    filterset_class = filters.InterestStatementFilter

    def get_queryset(self):
        return InterestStatement.objects.filter(active=True)

    def paginate_queryset(self, queryset):
        chosen = {statement.pk for statement in queryset}
        return super().paginate_queryset([statement for statement in self.statements() if statement.pk in chosen])

    def get_object(self):
        statement = next((one for one in self.statements() if one.key == self.kwargs["slug"]), None)
        if not statement:
            raise Http404
        return statement

    def statements(self):
        """Return all of them in the order in which they are asked, each with `key` and `position`."""
        statements = in_turns(self.get_queryset())
        keys = dict(zip(*self.keys(statements), strict=True))
        for position, statement in enumerate(statements, 1):
            statement.key, statement.position = keys[statement.pk], position
        return statements

    @staticmethod
    def keys(statements):
        oldest_first = sorted(statements, key=lambda statement: statement.pk)
        return [one.pk for one in oldest_first], slugs_of(one.text for one in oldest_first)


COLLECTIONS = {
    "career-fields": CareerFieldViewSet,
    "occupations": OccupationViewSet,
    "companies": CompanyViewSet,
    "offers": OfferViewSet,
    "stories": StoryViewSet,
    "events": EventViewSet,
    "municipalities": MunicipalityViewSet,
    "interest-statements": InterestStatementViewSet,
}


class EntryView(ReadView):
    @entry_described
    def get(self, request):
        return self.answer(self.entry)

    def entry(self):
        def address(name):
            return self.request.build_absolute_uri(reverse(name))

        return {
            "reference": address("api-reference"),
            "schema": address("schema"),
            "collections": {name: address(f"{name}-list") for name in COLLECTIONS},
        }
