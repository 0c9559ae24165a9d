"""The rules of a signup, for the API and for the HTML form alike."""

import re
import unicodedata

from django.conf import settings
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from careers.models import CareerFieldPage, CompanyPage, Municipality
from careers.models.municipality import OUTSIDE
from mentoring.addresses import same_mailbox
from mentoring.models import MentoringSignup

MAXIMUM_CAREER_FIELDS = 3
JOINERS = "\u200c\u200d"  # part of the spelling in some languages, and of many emoji
NAME_SIGNS = " -'’." + JOINERS


def needed(message):
    """Return one message for all the ways in which a field can be empty."""
    return dict.fromkeys(("required", "blank", "null"), message)


class PlainTextField(serializers.CharField):
    """Text in composed form (NFC) without invisible signs; newlines and tabs where it is multiline."""

    default_error_messages = {
        "invalid": _("Hier sind Zeichen dabei, die wir nicht lesen können."),
        "max_length": _("Das ist zu lang. Es passen {max_length} Zeichen."),
    }

    def __init__(self, *, multiline=False, **kwargs):
        self.allowed_controls = "\n\t" if multiline else ""
        super().__init__(**kwargs)

    def run_validation(self, data=serializers.empty):
        return super().run_validation(self._cleaned(data) if isinstance(data, str) else data)

    def _cleaned(self, text):
        # Browsers send the newlines of a text area as CR LF. Format signs come along with text that was copied.
        text = "".join(
            sign for sign in text.replace("\r\n", "\n") if sign in JOINERS or unicodedata.category(sign) != "Cf"
        )
        if any(unicodedata.category(sign) in ("Cc", "Cs") and sign not in self.allowed_controls for sign in text):
            self.fail("invalid")
        return unicodedata.normalize("NFC", text)


class NameField(PlainTextField):
    """A person's name. Mails to other people contain it, so it can hold neither figures nor a web address."""

    default_error_messages = {"name": _("Ein Name besteht aus Buchstaben, Leerzeichen, Bindestrich und Apostroph.")}

    def to_internal_value(self, data):
        name = " ".join(super().to_internal_value(data).split())
        is_name = all(sign in NAME_SIGNS or unicodedata.category(sign)[0] in "LM" for sign in name)
        if not is_name or re.search(r"\.\S", name) or not any(sign.isalpha() for sign in name):
            self.fail("name")
        return name


class AddressField(serializers.EmailField):
    """An email address as mailboxes have it: no quoted local part, no invisible sign."""

    default_error_messages = {"invalid": _("Das sieht nicht nach einer E-Mail-Adresse aus. Beispiel: name@example.org")}

    def __init__(self, **kwargs):
        super().__init__(max_length=254, **kwargs)

    def to_internal_value(self, data):
        address = super().to_internal_value(data)
        if '"' in address or any(unicodedata.category(sign)[0] in "CZ" for sign in address):
            self.fail("invalid")
        return address


class CareerFieldsField(serializers.ListField):
    """Slugs of career fields that are on the site, as their pages."""

    child = serializers.CharField(max_length=255)
    default_error_messages = {
        **needed(_("Wähl mindestens ein Berufsfeld.")),
        "min_length": _("Wähl mindestens ein Berufsfeld."),
        "max_length": _("Wähl höchstens drei Berufsfelder."),
        "not_a_list": _("Wähl ein bis drei Berufsfelder."),
        "unknown": _("Dieses Berufsfeld kennen wir nicht."),
    }

    def run_child_validation(self, data):
        try:
            slugs = set(super().run_child_validation(data))
        except serializers.ValidationError:
            self.fail("unknown")
        pages = list(CareerFieldPage.objects.live().filter(slug__in=slugs))
        if len(pages) != len(slugs):
            self.fail("unknown")
        return pages


class MunicipalityField(serializers.CharField):
    """The slug of a municipality of the county, as that municipality, or `ausserhalb`, as None."""

    default_error_messages = {
        **needed(_("Wähl deinen Wohnort.")),
        "invalid": _("Diesen Ort kennen wir nicht."),
    }

    def run_validation(self, data=serializers.empty):
        slug = super().run_validation(data)
        if slug == OUTSIDE:
            return None
        municipality = Municipality.objects.filter(slug=slug).first()
        if municipality is None:
            self.fail("invalid")
        return municipality


class VisitField(serializers.CharField):
    """The slug of a company that takes visits, as its page; None where it may be left out."""

    default_error_messages = {
        **needed(_("Wähl einen Betrieb.")),
        "invalid": _("Dieser Betrieb nimmt gerade keine Besuche an."),
    }

    def run_validation(self, data=serializers.empty):
        slug = super().run_validation(data)
        if not slug:
            return None
        company = CompanyPage.objects.live().offering_visits().filter(slug=slug).first()
        if company is None:
            self.fail("invalid")
        return company


class GuardianMixin:
    """A field that is required when the signup needs a guardian and is dropped unread when it doesn't."""

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)

    def run_validation(self, data=serializers.empty):
        if not self.parent.needs_guardian:
            raise serializers.SkipField
        if data is serializers.empty:
            self.fail("required")
        return super().run_validation(data)

    def fail(self, key, **kwargs):
        super().fail(key, age=settings.MENTORING_GUARDIAN_UNDER, **kwargs)


class GuardianNameField(GuardianMixin, NameField):
    pass


class GuardianAddressField(GuardianMixin, AddressField):
    pass


class SignupSerializer(serializers.Serializer):
    """A signup for mentoring. Validated data are the arguments of MentoringSignup.objects.receive()."""

    first_name = NameField(max_length=60, label=_("Dein Vorname"), error_messages=needed(_("Wie heißt du?")))
    age = serializers.IntegerField(
        label=_("Dein Alter"),
        error_messages={
            **needed(_("Wie alt bist du?")),
            "invalid": _("Schreib dein Alter als Zahl, zum Beispiel 15."),
            "max_string_length": _("Schreib dein Alter als Zahl, zum Beispiel 15."),
        },
    )
    email = AddressField(
        label=_("Deine E-Mail-Adresse"),
        help_text=_("Dorthin schicken wir einen Link, mit dem du die Anmeldung bestätigst."),
        error_messages=needed(_("Ohne E-Mail-Adresse können wir dir nicht antworten.")),
    )
    municipality = MunicipalityField(max_length=50, label=_("Wo wohnst du?"))
    career_fields = CareerFieldsField(
        min_length=1,
        max_length=MAXIMUM_CAREER_FIELDS,
        label=_("Was interessiert dich?"),
        help_text=_("Ein bis drei Berufsfelder."),
    )
    message = PlainTextField(
        multiline=True,
        required=False,
        allow_blank=True,
        default="",
        max_length=300,
        label=_("Ein Satz über dich"),
        help_text=_("Wenn du magst: was du gern machst oder wissen willst. Bitte nichts über deine Gesundheit."),
    )
    visit = VisitField(
        max_length=255,
        required=False,
        default=None,
        allow_blank=True,
        allow_null=True,
        label=_("Diesen Betrieb möchte ich besuchen"),
        help_text=_("Die Koordination fragt dort für dich nach."),
    )
    guardian_name = GuardianNameField(
        max_length=80,
        label=_("Vor- und Nachname"),
        error_messages=needed(_("Unter {age} brauchen wir hier den Namen einer sorgeberechtigten Person.")),
    )
    guardian_email = GuardianAddressField(
        label=_("E-Mail-Adresse"),
        help_text=_("Dorthin schicken wir die Bitte um Einwilligung. Es muss eine andere Adresse sein als deine."),
        error_messages=needed(_("Unter {age} brauchen wir hier die E-Mail-Adresse einer sorgeberechtigten Person.")),
    )
    consent = serializers.BooleanField(
        label=_("Ihr dürft meine Angaben speichern, um jemanden für mich zu finden."),
        error_messages={
            **needed(_("Ohne dein Einverständnis dürfen wir nichts speichern.")),
            "invalid": _("Ohne dein Einverständnis dürfen wir nichts speichern."),
        },
    )

    default_error_messages = {"invalid": _("Erwartet wird ein Objekt mit den Feldern der Anmeldung.")}

    def run_validation(self, data=serializers.empty):
        # For null the framework has a message of its own, in English.
        return super().run_validation([] if data is None else data)

    @cached_property
    def needs_guardian(self):
        """Whether the age that was sent, if it is one we take, calls for a guardian."""
        field = self.fields["age"]
        try:
            age = field.run_validation(field.get_value(self.initial_data))
        except serializers.ValidationError:
            return False
        return settings.MENTORING_MINIMUM_AGE <= age < settings.MENTORING_GUARDIAN_UNDER

    def validate_age(self, age):
        if age < settings.MENTORING_MINIMUM_AGE:
            raise serializers.ValidationError(
                _(
                    "Das Mentoring beginnt mit %(age)d Jahren. Bis dahin findest du hier Geschichten und Berufe,"
                    " und danach freuen wir uns auf dich."
                )
                % {"age": settings.MENTORING_MINIMUM_AGE}
            )
        if age > settings.MENTORING_MAXIMUM_AGE:
            raise serializers.ValidationError(
                _("Das Mentoring ist für junge Leute bis %(age)d Jahre. Schreib uns, wenn du trotzdem Fragen hast.")
                % {"age": settings.MENTORING_MAXIMUM_AGE}
            )
        return age

    def validate_guardian_email(self, address):
        own = self.initial_data.get("email")
        if isinstance(own, str) and same_mailbox(own) == same_mailbox(address):
            raise serializers.ValidationError(
                _("Das ist deine eigene Adresse. Wir brauchen die einer sorgeberechtigten Person.")
            )
        return address

    def validate_consent(self, consent):
        if not consent:
            raise serializers.ValidationError(self.fields["consent"].error_messages["required"])
        return consent

    def validate(self, attrs):
        return {name: value for name, value in attrs.items() if name != "consent"}

    def receive(self):
        MentoringSignup.objects.receive(**self.validated_data)


class CorrectionMixin:
    """The fields of a form that may be changed later, with its rules."""

    CORRECTABLE: tuple[str, ...]

    def get_fields(self):
        fields = super().get_fields()
        return {name: fields[name] for name in self.CORRECTABLE}


class CorrectionSerializer(CorrectionMixin, SignupSerializer):
    """What a youth may change about the own signup: nothing on which it depends who has to consent."""

    CORRECTABLE = ("first_name", "municipality", "career_fields", "message")
