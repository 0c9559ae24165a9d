"""The rules of a mentor's application. The site says Sie to adults."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from mentoring.models import Mentor
from mentoring.models.mentor import MAXIMUM_CAPACITY, Language
from mentoring.serializers import (
    MAXIMUM_CAREER_FIELDS,
    AddressField,
    CareerFieldsField,
    CorrectionMixin,
    MunicipalityField,
    NameField,
    PlainTextField,
    needed,
)


class AgreementField(serializers.BooleanField):
    """A box that has to be ticked; it is not stored."""

    def __init__(self, *, message, **kwargs):
        super().__init__(error_messages={**needed(message), "invalid": message}, **kwargs)

    def run_validation(self, data=serializers.empty):
        if not super().run_validation(data):
            self.fail("required")
        raise serializers.SkipField


class MentorSerializer(serializers.Serializer):
    """An application as a mentor. Validated data are the arguments of Mentor.objects.receive()."""

    first_name = NameField(
        max_length=60, label=_("Vorname"), error_messages=needed(_("Bitte nennen Sie Ihren Vornamen."))
    )
    last_name = NameField(
        max_length=80,
        label=_("Nachname"),
        help_text=_("Den sieht nur die Koordination. Jugendliche sehen Ihren Vornamen."),
        error_messages=needed(_("Bitte nennen Sie Ihren Nachnamen.")),
    )
    email = AddressField(
        label=_("E-Mail-Adresse"),
        help_text=_("Dorthin schicken wir einen Link, mit dem Sie die Bewerbung bestätigen."),
        error_messages=needed(_("Ohne E-Mail-Adresse können wir Ihnen nicht antworten.")),
    )
    municipality = MunicipalityField(
        max_length=50, label=_("Wohnort"), error_messages=needed(_("Bitte wählen Sie Ihren Wohnort."))
    )
    occupation = PlainTextField(
        max_length=80, label=_("Ihr Beruf"), error_messages=needed(_("Bitte nennen Sie Ihren Beruf."))
    )
    career_fields = CareerFieldsField(
        min_length=1,
        max_length=MAXIMUM_CAREER_FIELDS,
        label=_("Wovon können Sie erzählen?"),
        help_text=_("Ein bis drei Berufsfelder."),
        error_messages={
            **needed(_("Bitte wählen Sie mindestens ein Berufsfeld.")),
            "min_length": _("Bitte wählen Sie mindestens ein Berufsfeld."),
            "max_length": _("Bitte wählen Sie höchstens drei Berufsfelder."),
            "not_a_list": _("Bitte wählen Sie ein bis drei Berufsfelder."),
        },
    )
    languages = serializers.MultipleChoiceField(
        choices=Language.choices,
        allow_empty=False,
        label=_("Welche Sprachen sprechen Sie?"),
        error_messages={
            **needed(_("Bitte wählen Sie mindestens eine Sprache.")),
            "empty": _("Bitte wählen Sie mindestens eine Sprache."),
            "invalid_choice": _("Diese Sprache kennen wir nicht."),
            "not_a_list": _("Bitte wählen Sie mindestens eine Sprache."),
        },
    )
    capacity = serializers.IntegerField(
        min_value=1,
        max_value=MAXIMUM_CAPACITY,
        label=_("Wie viele Jugendliche möchten Sie gleichzeitig begleiten?"),
        help_text=_("Ein bis zwei Treffen im Monat mit jeder und jedem."),
        error_messages={
            **needed(_("Bitte wählen Sie eine Zahl.")),
            **dict.fromkeys(
                ("invalid", "max_string_length", "min_value", "max_value"),
                _("Bitte wählen Sie eine Zahl von 1 bis %(maximum)d.") % {"maximum": MAXIMUM_CAPACITY},
            ),
        },
    )
    about = PlainTextField(
        multiline=True,
        required=False,
        allow_blank=True,
        default="",
        max_length=600,
        label=_("Was können Sie zeigen?"),
        help_text=_("Ein paar Sätze. Sie helfen uns, die Richtigen zusammenzubringen."),
    )
    is_adult = AgreementField(
        label=_("Ich bin mindestens 18 Jahre alt."),
        message=_("Wer junge Leute begleitet, muss volljährig sein."),
    )
    consent = AgreementField(
        label=_("Der Landkreis darf meine Angaben speichern, um mich mit Jugendlichen zusammenzubringen."),
        message=_("Ohne Ihr Einverständnis dürfen wir nichts speichern."),
    )

    default_error_messages = {"invalid": _("Erwartet wird ein Objekt mit den Feldern der Bewerbung.")}

    def validate_languages(self, languages):
        return sorted(languages)

    def receive(self):
        Mentor.objects.receive(**self.validated_data)


class VettedCorrectionSerializer(CorrectionMixin, MentorSerializer):
    """What a mentor may change by themselves: not the name that the coordination compared with the certificate."""

    CORRECTABLE: tuple[str, ...] = ("municipality", "occupation", "career_fields", "languages", "capacity", "about")


class MentorCorrectionSerializer(VettedCorrectionSerializer):
    """What a mentor may change before that."""

    CORRECTABLE = ("first_name", "last_name", *VettedCorrectionSerializer.CORRECTABLE)
