"""What the read API tells of each kind. Nothing stands here that the site's pages do not show to everybody.

Left out on purpose: whole stories, and names and addresses of contacts. They stay on their pages, where the end of a
consent takes them away; of copies elsewhere it would not.
"""

import re
from collections.abc import Callable
from functools import cached_property
from operator import attrgetter
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from wagtail.images.shortcuts import get_renditions_or_not_found
from wagtail.rich_text import expand_db_html

from api.reading.references import occupation_id, offer_ids, place_reference, reference, references
from campaign.models import EventPage
from careers.interest import RIASEC
from careers.models import CompanyPage, EvidenceFigure, Offer
from careers.models.career_field import ColourPair
from careers.models.occupation import PayBasis, Qualification, TrainingKind

# As the pages have them, so that no answer has to make any.
PICTURE, THUMBNAIL = "format-webp|fill-1200x900", "format-webp|fill-480x360"
LOGO = "format-webp|width-480"
OWN_LINK = re.compile(r'(<a\b[^>]*\bhref=")(?=/)')
DIMENSIONS = list(RIASEC.items())
BADGES = [("atypical", "untypisch für Frauen oder für Männer"), ("shortage", "gesucht")]
UNITS = {EvidenceFigure.Kind.SHARE_OF_WOMEN: "percent", EvidenceFigure.Kind.SHORTAGE_SCORE: "points"}


class LabelField(serializers.CharField):
    """The value of a choice in words. Django's own get_…_display translates all choices to tell one."""

    def __init__(self, choices: Any, **kwargs: Any):
        self.choices = choices
        super().__init__(**kwargs)

    @cached_property
    def labels(self) -> dict[str, str]:
        return {value: str(label) for value, label in self.choices}

    def to_representation(self, value: str) -> str:
        return self.labels.get(value, "")


@extend_schema_field({"type": "string", "pattern": r"^[0-2][0-9]:[0-5][0-9]$"})
class LocalTimeField(serializers.TimeField):
    """09:30. What JSON schemas call a time has an offset, which an hour without a day does not have."""

    def __init__(self, **kwargs: Any):
        super().__init__(format="%H:%M", **kwargs)


class PlainSerializer(serializers.Serializer):
    """Tells attributes as they are. Django REST framework asks of each whether it is a function, which takes time."""

    def to_representation(self, instance: Any) -> dict[str, Any]:
        told = {}
        for name, read, tell in self.readers:
            value = read(instance)
            told[name] = None if value is None else tell(value)
        return told

    @cached_property
    def readers(self) -> list[tuple[str, Callable[[Any], Any], Callable[[Any], Any]]]:
        return [
            (
                name,
                field.get_attribute if field.source == "*" else attrgetter(str(field.source)),
                field.to_representation,
            )
            for name, field in self.fields.items()
        ]


class ReferenceSerializer(PlainSerializer):
    id = serializers.CharField(help_text="Kennung, unter der es hier zu finden ist.")
    title = serializers.CharField()


class PictureSerializer(PlainSerializer):
    """Sizes made for the site; the uploaded file itself is never public."""

    url = serializers.URLField(help_text="WebP, bis 1200 Pixel breit.")
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    thumbnail_url = serializers.URLField(help_text="WebP, bis 480 Pixel breit.")
    alt = serializers.CharField(allow_blank=True, help_text="Was zu sehen ist.")
    credit = serializers.CharField(allow_blank=True, help_text="Bildnachweis; gehört neben das Bild.")


class ReadSerializer(PlainSerializer):
    """Tells of an object only what `?fields=` names (`fields` in the context), in the order declared here."""

    def get_fields(self):
        fields, chosen = super().get_fields(), self.context.get("fields")
        return {name: field for name, field in fields.items() if name in chosen} if chosen else fields

    def absolute(self, path: str) -> str:
        """The address of a path of this site, or of a store of files, where the path is an address already."""
        return f"{self.context['origin']}{path}" if path.startswith("/") else path

    def picture(self, image: Any, alt: str, large: str = PICTURE, small: str = THUMBNAIL) -> dict[str, Any] | None:
        if not image:
            return None
        renditions = list(get_renditions_or_not_found(image, [large, small]).values())
        if not all(rendition.width for rendition in renditions):
            return None
        return {
            "url": self.absolute(renditions[0].url),
            "width": renditions[0].width,
            "height": renditions[0].height,
            "thumbnail_url": self.absolute(renditions[-1].url),
            "alt": alt,
            "credit": image.credit,
        }

    def html(self, text: str) -> str:
        """Rich text as the site shows it, with whole addresses in its links."""
        return OWN_LINK.sub(rf"\1{self.context['origin']}", expand_db_html(text))


class PageSerializer(ReadSerializer):
    collection: str

    id = serializers.SerializerMethodField(help_text="Bleibende Kennung, aus der Adresse der Seite.")
    url = serializers.SerializerMethodField(help_text="Adresse in dieser Schnittstelle.")
    html_url = serializers.SerializerMethodField(help_text="Adresse der Seite, für Menschen.")
    title = serializers.CharField()
    updated_at = serializers.DateTimeField(
        source="last_published_at", allow_null=True, help_text="Wann die Seite zuletzt veröffentlicht wurde."
    )

    def get_id(self, page: Any) -> str:
        return page.slug

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, page: Any) -> str:
        return f"{self.context['origin']}/api/v1/{self.collection}/{self.get_id(page)}/"

    @extend_schema_field(OpenApiTypes.URI)
    def get_html_url(self, page: Any) -> str:
        return self.absolute(page.get_url(self.context["request"]) or "/")


class CareerFieldSerializer(PageSerializer):
    collection = "career-fields"

    teaser = serializers.CharField(allow_blank=True)
    colour_pair = serializers.ChoiceField(ColourPair.choices, help_text="Farben, in denen das Berufsfeld auftritt.")
    occupation_count = serializers.IntegerField(help_text="Wie viele Berufe es hier dazu gibt.")


class FigureSerializer(PlainSerializer):
    """A number about an occupation, with where it comes from."""

    kind = serializers.ChoiceField(EvidenceFigure.Kind.choices)
    label = LabelField(EvidenceFigure.Kind.choices, source="kind", help_text="Die Art in Worten.")
    value = serializers.FloatField()
    unit = serializers.SerializerMethodField()
    area = serializers.CharField(help_text="Gebiet, für das die Zahl gilt.")
    year = serializers.IntegerField()
    source = serializers.CharField(allow_blank=True)
    source_url = serializers.CharField(allow_blank=True)
    is_example = serializers.BooleanField(help_text="Die Zahl ist erfunden, als Beispiel.")

    @extend_schema_field(serializers.ChoiceField(["percent", "points", "count"]))
    def get_unit(self, figure: Any) -> str:
        return UNITS.get(figure.kind, "count")


class BadgeSerializer(PlainSerializer):
    """What an occupation may be called, by a figure with a source and the thresholds of the site."""

    kind = serializers.ChoiceField(BADGES)
    label = serializers.CharField(help_text="Wie die Website es nennt.")
    figure = FigureSerializer(help_text="Die Zahl, auf der es beruht.")


class PayStepSerializer(PlainSerializer):
    label = serializers.CharField()
    amount = serializers.IntegerField(help_text="Euro im Monat.")


class PaySerializer(PlainSerializer):
    basis = serializers.ChoiceField(PayBasis.choices, source="pay_basis")
    area = serializers.CharField(source="pay_area", allow_blank=True)
    year = serializers.IntegerField(source="pay_year", allow_null=True)
    source = serializers.CharField(source="pay_source", allow_blank=True)
    source_url = serializers.CharField(source="pay_source_url", allow_blank=True)
    is_example = serializers.BooleanField(source="pay_is_example", help_text="Die Beträge sind erfunden, als Beispiel.")
    steps = PayStepSerializer(source="pay_steps", many=True)


class OccupationSerializer(PageSerializer):
    collection = "occupations"

    short_name = serializers.CharField(allow_blank=True, help_text="Das Fach.")
    teaser = serializers.CharField(allow_blank=True)
    career_field = serializers.SerializerMethodField()
    training_kind = serializers.ChoiceField(TrainingKind.choices)
    training_kind_label = LabelField(TrainingKind.choices, source="training_kind")
    duration_months = serializers.IntegerField(allow_null=True)
    qualification = serializers.ChoiceField(
        Qualification.choices, help_text="Der Schulabschluss, mit dem es meistens geht."
    )
    qualification_label = LabelField(Qualification.choices, source="qualification")
    strengths = serializers.SerializerMethodField(help_text="Bereiche des Interessenchecks, der wichtigste zuerst.")
    kldb_code = serializers.CharField(allow_blank=True, help_text="Nummer der KldB 2010, fünf Ziffern.")
    requirement_level = serializers.CharField(allow_blank=True, help_text="Anforderungsniveau, aus der Nummer.")
    berufenet_url = serializers.CharField(allow_blank=True)
    badges = BadgeSerializer(source="shown_badges", many=True)
    figures = FigureSerializer(many=True)
    pay = PaySerializer(source="*")

    def get_id(self, page: Any) -> str:
        return occupation_id(page)

    @extend_schema_field(ReferenceSerializer(allow_null=True))
    def get_career_field(self, page: Any) -> Any:
        return reference(page.career_field)

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(DIMENSIONS)))
    def get_strengths(self, page: Any) -> list[str]:
        return [letter for letter in page.strengths if letter in RIASEC]


class OccupationDetailSerializer(OccupationSerializer):
    tasks = serializers.SerializerMethodField(help_text="Was man macht, als HTML.")
    drawbacks = serializers.SerializerMethodField(help_text="Was nervt, als HTML.")

    def get_tasks(self, page: Any) -> str:
        return self.html(page.tasks)

    def get_drawbacks(self, page: Any) -> str:
        return self.html(page.drawbacks)


class LocationSerializer(PlainSerializer):
    municipality = serializers.SerializerMethodField()
    address = serializers.CharField(allow_blank=True)

    @extend_schema_field(ReferenceSerializer)
    def get_municipality(self, location: Any) -> Any:
        return place_reference(location.municipality)


class CompanySerializer(PageSerializer):
    collection = "companies"

    teaser = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(CompanyPage.Kind.choices)
    kind_label = LabelField(CompanyPage.Kind.choices, source="kind")
    industry = serializers.CharField(allow_blank=True)
    size = serializers.ChoiceField(CompanyPage.Size.choices, allow_blank=True)
    size_label = LabelField(CompanyPage.Size.choices, source="size", allow_blank=True)
    founded = serializers.IntegerField(allow_null=True)
    career_fields = serializers.SerializerMethodField()
    locations = LocationSerializer(many=True)
    offers = serializers.SerializerMethodField(help_text="Was gerade frei ist; mehr steht bei den Angeboten.")
    offers_visits = serializers.BooleanField(help_text="Junge Leute können über die Website um einen Besuch bitten.")
    image = serializers.SerializerMethodField()
    logo = serializers.SerializerMethodField()
    is_example = serializers.BooleanField(help_text="Das Unternehmen ist erfunden, als Beispiel.")

    @extend_schema_field(ReferenceSerializer(many=True))
    def get_career_fields(self, page: Any) -> Any:
        return references(page.career_fields.all())

    @extend_schema_field(ReferenceSerializer(many=True))
    def get_offers(self, page: Any) -> Any:
        ids = offer_ids(page)
        return [{"id": ids[offer.pk], "title": offer.title} for offer in page.current_offers]

    @extend_schema_field(PictureSerializer(allow_null=True))
    def get_image(self, page: Any) -> Any:
        return self.picture(page.lead_image, page.lead_image_alt)

    @extend_schema_field(PictureSerializer(allow_null=True))
    def get_logo(self, page: Any) -> Any:
        return self.picture(page.logo, page.title, LOGO, LOGO)


class QuestionSerializer(PlainSerializer):
    question = serializers.CharField()
    answer = serializers.CharField(help_text="HTML.")


class CompanyDetailSerializer(CompanySerializer):
    what_we_do = serializers.SerializerMethodField(help_text="HTML.")
    what_we_offer = serializers.SerializerMethodField(help_text="HTML.")
    questions = serializers.SerializerMethodField(help_text="Ehrliche Fragen und Antworten.")

    def get_what_we_do(self, page: Any) -> str:
        return self.html(page.what_we_do)

    def get_what_we_offer(self, page: Any) -> str:
        return self.html(page.what_we_offer)

    @extend_schema_field(QuestionSerializer(many=True))
    def get_questions(self, page: Any) -> Any:
        values = [block.value for block in page.questions]
        return [{"question": value["question"], "answer": self.html(value["answer"].source)} for value in values]


class OfferSerializer(ReadSerializer):
    id = serializers.SerializerMethodField(help_text="Kennung aus Unternehmen und Titel, solange das Angebot gilt.")
    url = serializers.SerializerMethodField(help_text="Adresse in dieser Schnittstelle.")
    html_url = serializers.SerializerMethodField(help_text="Seite des Unternehmens, auf der das Angebot steht.")
    title = serializers.CharField()
    kind = serializers.ChoiceField(Offer.Kind.choices)
    kind_label = LabelField(Offer.Kind.choices, source="kind")
    company = serializers.SerializerMethodField()
    occupation = serializers.SerializerMethodField()
    municipalities = serializers.SerializerMethodField(help_text="Wo das Unternehmen Standorte hat.")
    start = serializers.CharField(allow_blank=True, help_text="Beginn, in Worten.")
    places = serializers.IntegerField(allow_null=True)
    deadline = serializers.DateField(allow_null=True, help_text="Bewerbungsschluss.")
    last_day = serializers.DateField(help_text="Danach verschwindet das Angebot.")
    link = serializers.CharField(allow_blank=True, help_text="Seite des Unternehmens zum Angebot.")
    is_example = serializers.BooleanField(source="page.is_example", help_text="Erfunden, als Beispiel.")

    def get_id(self, offer: Any) -> str:
        # All offers of a company share one object, so that its ids are made once.
        company = offer.page
        if not hasattr(company, "offer_ids"):
            company.offer_ids = offer_ids(company)
        return company.offer_ids[offer.pk]

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, offer: Any) -> str:
        return f"{self.context['origin']}/api/v1/offers/{self.get_id(offer)}/"

    @extend_schema_field(OpenApiTypes.URI)
    def get_html_url(self, offer: Any) -> str:
        return self.absolute(offer.page.get_url(self.context["request"]) or "/")

    @extend_schema_field(ReferenceSerializer)
    def get_company(self, offer: Any) -> Any:
        return reference(offer.page)

    @extend_schema_field(ReferenceSerializer(allow_null=True))
    def get_occupation(self, offer: Any) -> Any:
        return reference(offer.occupation, occupation_id)

    @extend_schema_field(ReferenceSerializer(many=True))
    def get_municipalities(self, offer: Any) -> Any:
        return [place_reference(place) for place in offer.page.municipalities]


class StorySerializer(PageSerializer):
    collection = "stories"

    teaser = serializers.CharField(allow_blank=True)
    pull_quote = serializers.CharField(allow_blank=True, help_text="Der stärkste Satz, ohne Anführungszeichen.")
    first_name = serializers.CharField(allow_blank=True)
    age = serializers.IntegerField(allow_null=True)
    role_line = serializers.CharField(allow_blank=True, help_text="Zum Beispiel „Mechatronikerin, 2. Lehrjahr“.")
    place = serializers.SerializerMethodField(help_text="Ort in Worten, auch von außerhalb des Landkreises.")
    municipality = serializers.SerializerMethodField()
    occupation = serializers.SerializerMethodField()
    company = serializers.SerializerMethodField()
    career_fields = serializers.SerializerMethodField()
    is_atypical = serializers.BooleanField(
        source="shows_atypical",
        help_text="Ein Weg, den wenige ihres oder seines Geschlechts gehen, belegt durch Zahlen.",
    )
    image = serializers.SerializerMethodField()
    is_example = serializers.BooleanField(help_text="Die Person ist erfunden, als Beispiel.")
    published_at = serializers.DateTimeField(source="first_published_at", allow_null=True)

    def get_place(self, page: Any) -> str:
        return page.place

    @extend_schema_field(ReferenceSerializer(allow_null=True))
    def get_municipality(self, page: Any) -> Any:
        return place_reference(page.municipality)

    @extend_schema_field(ReferenceSerializer(allow_null=True))
    def get_occupation(self, page: Any) -> Any:
        return reference(page.occupation, occupation_id)

    @extend_schema_field(ReferenceSerializer(allow_null=True))
    def get_company(self, page: Any) -> Any:
        return reference(page.company)

    @extend_schema_field(ReferenceSerializer(many=True))
    def get_career_fields(self, page: Any) -> Any:
        return references(page.career_fields.all())

    @extend_schema_field(PictureSerializer(allow_null=True))
    def get_image(self, page: Any) -> Any:
        return self.picture(page.lead_image, page.lead_image_alt)


class EventSerializer(PageSerializer):
    collection = "events"

    teaser = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(EventPage.Kind.choices)
    kind_label = LabelField(EventPage.Kind.choices, source="kind")
    is_cancelled = serializers.BooleanField(help_text="Fällt aus.")
    when = serializers.CharField(help_text="Tage und Uhrzeiten in Worten.")
    starts_on = serializers.DateField(help_text="Erster Tag.")
    last_day = serializers.DateField(help_text="Letzter Tag, er zählt mit. Danach fehlt der Termin hier.")
    starts_at = LocalTimeField(allow_null=True, help_text="Ortszeit; ohne Uhrzeit gilt der ganze Tag.")
    ends_at = LocalTimeField(allow_null=True, help_text="Ortszeit.")
    is_continuous = serializers.BooleanField(
        source="runs_through", help_text="Geht durch, auch nachts. Sonst gelten die Uhrzeiten für jeden Tag."
    )
    is_online = serializers.BooleanField()
    municipality = serializers.SerializerMethodField()
    venue = serializers.CharField(allow_blank=True, help_text="Ort und Anschrift.")
    organiser = serializers.CharField(allow_blank=True, help_text="Wer einlädt.")
    company = serializers.SerializerMethodField(help_text="Das Unternehmen, das einlädt.")
    career_fields = serializers.SerializerMethodField()
    age_from = serializers.IntegerField(allow_null=True)
    age_to = serializers.IntegerField(allow_null=True)
    cost_note = serializers.CharField(allow_blank=True, help_text="Kosten, in Worten.")
    registration_link = serializers.CharField(allow_blank=True)
    registration_deadline = serializers.DateField(allow_null=True, help_text="Anmeldeschluss.")
    calendar_url = serializers.SerializerMethodField(help_text="Der Termin als Kalenderdatei.")
    image = serializers.SerializerMethodField()
    is_example = serializers.BooleanField(help_text="Der Termin ist erfunden, als Beispiel.")

    @extend_schema_field(ReferenceSerializer(allow_null=True))
    def get_municipality(self, page: Any) -> Any:
        return place_reference(page.municipality)

    @extend_schema_field(ReferenceSerializer(allow_null=True))
    def get_company(self, page: Any) -> Any:
        return reference(page.company)

    @extend_schema_field(ReferenceSerializer(many=True))
    def get_career_fields(self, page: Any) -> Any:
        return references(page.career_fields.all())

    @extend_schema_field(OpenApiTypes.URI)
    def get_calendar_url(self, page: Any) -> str:
        return self.absolute(page.calendar_url)

    @extend_schema_field(PictureSerializer(allow_null=True))
    def get_image(self, page: Any) -> Any:
        return self.picture(page.lead_image, page.lead_image_alt)


class MunicipalitySerializer(ReadSerializer):
    id = serializers.CharField(source="slug", help_text="Bleibende Kennung.")
    url = serializers.SerializerMethodField(help_text="Adresse in dieser Schnittstelle.")
    title = serializers.CharField(source="name", help_text="Amtlicher Name.")
    short_name = serializers.CharField(help_text="Name, wie man ihn sagt.")
    ags = serializers.CharField(help_text="Amtlicher Gemeindeschlüssel, acht Ziffern.")
    ags_checked = serializers.BooleanField(help_text="Der Schlüssel wurde in einer amtlichen Quelle gelesen.")
    postal_codes = serializers.SerializerMethodField()
    latitude = serializers.FloatField(help_text="Geografische Breite der Ortsmitte (WGS 84).")
    longitude = serializers.FloatField(help_text="Geografische Länge der Ortsmitte (WGS 84).")

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, municipality: Any) -> str:
        return f"{self.context['origin']}/api/v1/municipalities/{municipality.slug}/"

    def get_postal_codes(self, municipality: Any) -> list[str]:
        return re.findall(r"\d+", municipality.postal_codes)


class InterestStatementSerializer(ReadSerializer):
    id = serializers.CharField(source="key", help_text="Kennung aus den Worten des Satzes.")
    url = serializers.SerializerMethodField(help_text="Adresse in dieser Schnittstelle.")
    position = serializers.IntegerField(help_text="Wievielter Satz es ist; die Bereiche wechseln sich ab.")
    text = serializers.CharField(help_text="Antworten reichen von 0 (gar nicht) bis 3 (voll meins).")
    dimension = serializers.ChoiceField(DIMENSIONS)
    dimension_label = LabelField(DIMENSIONS, source="dimension")

    @extend_schema_field(OpenApiTypes.URI)
    def get_url(self, statement: Any) -> str:
        return f"{self.context['origin']}/api/v1/interest-statements/{statement.key}/"


class EntrySerializer(PlainSerializer):
    """Where the read API begins."""

    reference = serializers.URLField(help_text="Diese Schnittstelle, für Menschen beschrieben.")
    schema = serializers.URLField(help_text="Diese Schnittstelle, für Programme beschrieben (OpenAPI 3.1).")
    collections = serializers.DictField(child=serializers.URLField(), help_text="Adressen der Listen.")
