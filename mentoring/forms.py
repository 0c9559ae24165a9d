"""Signups as HTML forms, without script and without cookie.

A signed token in the form stands in for a CSRF cookie and carries the idempotency key, so that a double click makes
one signup. It ties nothing to a browser: whether a request comes from our own page is told by its headers.
"""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID, uuid4

from django import forms
from django.conf import settings
from django.core import signing
from django.forms.utils import ErrorDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rest_framework.serializers import Serializer, ValidationError

from careers.models import CareerFieldPage, Municipality
from cms.origin import is_from_here
from mentoring import sealing
from mentoring.intake import DifferentBodyError, take_in
from mentoring.serializers import OUTSIDE, SignupSerializer
from mentoring.throttling import SignupThrottle

TOKEN_SALT = "mentoring.signup-form"  # noqa: S105 - a name, not a secret
TOKEN_SECONDS = 12 * 60 * 60
MINIMUM_SECONDS = 3

# Against spam: the proof of work, and a field that people do not see. Who fills it in by mistake is told.
PROOF = "altcha"
TRAP = "homepage"


class OptionalMixin:
    """Whether the field must be filled in depends on another one, so the browser must not insist."""

    def use_required_attribute(self, initial):
        return False


class OptionalTextInput(OptionalMixin, forms.TextInput):
    pass


class OptionalEmailInput(OptionalMixin, forms.EmailInput):
    pass


class SerializedForm(forms.Form):
    """Renders the fields of a serializer and shows its errors; it has no rules of its own."""

    serializer_class: type[Serializer]
    # Makes the widget of each field.
    WIDGETS: dict[str, Callable[[], forms.Widget]]
    # Fields that the serializer demands from some only; they are not called voluntary.
    SOMETIMES_REQUIRED: tuple[str, ...] = ()

    def __init__(self, data=None, refusal=None):
        """`refusal` is an error of the form as a whole; with one, the fields are not looked at."""
        super().__init__(data)
        self.refusal = refusal
        self.serializer = self.serializer_class(data=self.data)
        for name, field in self.serializer.fields.items():
            required = field.required or name in self.SOMETIMES_REQUIRED
            self.fields[name] = forms.Field(
                label=field.label, help_text=field.help_text or "", required=required, widget=self.WIDGETS[name]()
            )

    def full_clean(self):
        self._errors = ErrorDict()
        self.cleaned_data = {}
        if not self.is_bound:
            return
        if self.refusal:
            self.add_error(None, self.refusal)
        elif not self.serializer.is_valid():
            for name, errors in self.serializer.errors.items():
                self.add_error(name, [str(error) for error in errors])


class IntakeForm(SerializedForm):
    """Takes somebody in, once, however often it is sent. The token that makes sure of it stands in a hidden field."""

    # What the form as a whole is refused with.
    TOO_LARGE: Promise
    FOREIGN: Promise
    TRAPPED: Promise
    TOO_MANY: Promise
    OUTDATED: Promise
    ALREADY_SENT: Promise

    token = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data=None, refusal=None):
        super().__init__(data, refusal)
        if not self.is_bound:
            self.initial["token"] = new_token()


class SignupForm(IntakeForm):
    TOO_LARGE = _("Das war zu viel Text. Kürz deine Angaben und schick sie noch mal ab.")
    FOREIGN = _("Diese Anmeldung kam nicht von unserer Seite. Schick sie hier noch mal ab.")
    TRAPPED = _("Ein Feld, das leer bleiben muss, war ausgefüllt. Jetzt ist es leer: Schick deine Angaben noch mal ab.")
    TOO_MANY = _("Von deinem Anschluss kamen gerade sehr viele Anmeldungen. Versuch es in einer Stunde noch mal.")
    OUTDATED = _("Das Formular war zu lange offen. Prüf deine Angaben und schick sie noch mal ab.")
    ALREADY_SENT = _(
        "Dieses Formular hast du schon abgeschickt. Soll es eine neue Anmeldung sein, schick sie noch mal ab."
    )

    serializer_class = SignupSerializer
    WIDGETS = {
        "first_name": lambda: forms.TextInput({"autocomplete": "given-name", "maxlength": 60}),
        "age": lambda: forms.TextInput({"inputmode": "numeric", "maxlength": 3, "autocomplete": "off"}),
        "email": lambda: forms.EmailInput({"autocomplete": "email", "maxlength": 254}),
        "municipality": lambda: forms.Select(choices=municipality_choices()),
        "career_fields": lambda: forms.CheckboxSelectMultiple(choices=career_field_choices()),
        "message": lambda: forms.Textarea({"rows": 4, "maxlength": 300, "autocomplete": "off"}),
        # The form of a company's visit brings its slug along; the others leave it out.
        "visit": lambda: forms.HiddenInput(),
        "guardian_name": lambda: OptionalTextInput({"autocomplete": "off", "maxlength": 80}),
        "guardian_email": lambda: OptionalEmailInput({"autocomplete": "off", "maxlength": 254}),
        "consent": lambda: forms.CheckboxInput(),
    }
    GUARDIAN_FIELDS = SOMETIMES_REQUIRED = ("guardian_name", "guardian_email")

    # One thing at a time, in the order in which a script shows them; without one they are a long form.
    STEPS = [
        ("who", _("Wer bist du?"), ("first_name", "age", "email")),
        ("where", _("Wo bist du zu Hause?"), ("municipality",)),
        ("interests", _("Welche Richtung?"), ("career_fields",)),
        ("about", _("Noch etwas?"), ("message",)),
        ("guardian", "", GUARDIAN_FIELDS),
        ("consent", _("Einverstanden?"), ("consent",)),
    ]

    def steps(self):
        return [
            {"name": name, "title": title, "fields": [self[field] for field in fields]}
            for name, title, fields in self.STEPS
        ]

    @classmethod
    def for_visit(cls, company):
        """Return an empty form with the wish to visit a company."""
        form = cls()
        form.initial["visit"] = company.slug
        return form


def signup_context(form):
    """What the form's template needs, apart from the page around it."""
    return {"form": form, "guardian_under": settings.MENTORING_GUARDIAN_UNDER, "sealing_key": sealing.current_key()}


def receive_form(request, form_class=SignupForm):
    """Take in the signup of a POST request.

    Returns (None, 303) when it is taken in, else the form to show again and the status to show it with.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MENTORING_MAXIMUM_BODY_BYTES:
        return form_class({"token": new_token()}, form_class.TOO_LARGE), HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if not is_from_here(request):
        return refused(request, form_class, form_class.FOREIGN), HTTPStatus.FORBIDDEN
    if request.POST.get(TRAP):
        return refused(request, form_class, form_class.TRAPPED), HTTPStatus.BAD_REQUEST
    token = request.POST.get("token", "")
    proof = "" if is_hasty(token) else request.POST.get(PROOF, "")
    if not SignupThrottle().allow_request(request, proof=proof):
        return refused(request, form_class, form_class.TOO_MANY), HTTPStatus.TOO_MANY_REQUESTS
    try:
        key = read_token(token)
    except signing.BadSignature:
        return refused(request, form_class, form_class.OUTDATED), HTTPStatus.BAD_REQUEST
    form = form_class(signup_data(request))
    try:
        take_in(key, form.serializer, wait=True)
    except ValidationError:
        return form, HTTPStatus.BAD_REQUEST
    except DifferentBodyError:
        return refused(request, form_class, form_class.ALREADY_SENT), HTTPStatus.UNPROCESSABLE_ENTITY
    return None, HTTPStatus.SEE_OTHER


def refused(request, form_class, refusal):
    """Return the form as it was typed, with a fresh token."""
    data = signup_data(request)
    data["token"] = new_token()
    return form_class(data, refusal)


def signup_data(request):
    """Return what was filled in, without what is there against spam: a proof is another one in each attempt."""
    data = request.POST.copy()
    for name in (PROOF, TRAP):
        data.pop(name, None)
    return data


def is_hasty(token):
    """Whether the form is sent so soon after it was made that nobody can have filled it in."""
    try:
        signing.loads(token, salt=TOKEN_SALT, max_age=MINIMUM_SECONDS)
    except signing.BadSignature:
        return False
    return True


def new_token():
    return signing.dumps(str(uuid4()), salt=TOKEN_SALT)


def read_token(token):
    """Return the idempotency key of a form token; raise BadSignature for a forged or outdated one."""
    return UUID(signing.loads(token, salt=TOKEN_SALT, max_age=TOKEN_SECONDS))


def municipality_choices():
    places = Municipality.objects.values_list("slug", "name")
    return [("", _("Bitte wählen")), *places, (OUTSIDE, _("Außerhalb des Landkreises"))]


def career_field_choices():
    return list(CareerFieldPage.objects.live().order_by("title").values_list("slug", "title"))
