"""What a youth does with the own signup, along the link to the own page."""

from contextlib import suppress
from http import HTTPStatus

from django import forms
from django.http import Http404, JsonResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from careers.models.municipality import OUTSIDE
from cms.models import SiteSettings
from mentoring.addresses import same_mailbox
from mentoring.forms import SerializedForm, SignupForm
from mentoring.intake import at_the_beat
from mentoring.link_request import AddressForm
from mentoring.models import AuditEvent, OutgoingMail, SignupToken
from mentoring.models.errors import WrongStateError
from mentoring.own_data import entries
from mentoring.serializers import CorrectionSerializer, PlainTextField, needed
from mentoring.throttling import LinkThrottle
from mentoring.views import LinkView, see_other_after_form


class CorrectionForm(SerializedForm):
    serializer_class: type[serializers.Serializer] = CorrectionSerializer
    WIDGETS = SignupForm.WIDGETS

    @classmethod
    def of(cls, person):
        """Return the form as the signup or the mentor stands."""
        form = cls()
        form.initial = {name: getattr(person, name) for name in form.fields} | {
            "municipality": person.municipality.slug if person.municipality else OUTSIDE,
            "career_fields": [field.slug for field in person.career_fields.all()],
        }
        return form


class NewAddressForm(AddressForm):
    """The address that a youth wants to have instead."""

    LABEL = _("Deine neue E-Mail-Adresse")
    HELP = _("Dorthin schicken wir einen Link. Erst wenn du ihn antippst, gilt sie.")
    MISSING = _("Schreib deine neue Adresse.")

    def __init__(self, *args, signup, **kwargs):
        super().__init__(*args, **kwargs)
        self.signup = signup

    def clean_email(self):
        address = super().clean_email()
        guardian = self.signup.guardian_email
        if guardian and same_mailbox(guardian) == same_mailbox(address):
            raise forms.ValidationError(
                _("Das ist die Adresse der sorgeberechtigten Person. Wir brauchen deine eigene.")
            )
        return address


class ReportForm(forms.Form):
    """What a youth wants to tell the contact for child protection. Nothing of it is kept once the mail is sent."""

    MISSING = _("Schreib einen Satz dazu.")

    text = forms.Field(
        label=_("Was ist passiert?"),
        help_text=_("So kurz oder lang, wie du magst, bis 2000 Zeichen."),
        widget=forms.Textarea({"rows": 6, "maxlength": 2000, "autocomplete": "off"}),
        error_messages={"required": MISSING},
    )
    may_answer = forms.BooleanField(
        label=_("Ihr dürft mir antworten. Schickt dafür meinen Vornamen und meine E-Mail-Adresse mit."), required=False
    )

    pause = forms.BooleanField(
        label=_("Unsere Treffen sollen Pause machen, bis das geklärt ist."),
        help_text=_(
            "Die andere Seite erfährt nur, dass Pause ist. Die Koordination sieht die Pause, nicht deine Nachricht."
        ),
        required=False,
    )

    def __init__(self, *args, may_pause, **kwargs):
        super().__init__(*args, **kwargs)
        if not may_pause:
            del self.fields["pause"]

    def clean_text(self):
        field = PlainTextField(multiline=True, max_length=2000, error_messages=needed(self.MISSING))
        try:
            return field.run_validation(self.cleaned_data["text"])
        except serializers.ValidationError as error:
            raise forms.ValidationError([str(message) for message in error.detail]) from error


class OwnFormView(LinkView):
    """A form on a page of its own, behind the link to the own page."""

    purpose = SignupToken.Purpose.OWN_PAGE
    too_many = _("Von deinem Anschluss kam gerade sehr viel. Versuch es in einer Stunde.")

    def get_heading(self):
        return self.heading

    def make_form(self, data=None):
        raise NotImplementedError

    def act_on(self, form):
        """Do what a valid form asks for; return the address that leads on."""
        raise NotImplementedError

    def get_context_data(self, form=None, **kwargs):
        return super().get_context_data(form=form or self.make_form(), **kwargs)

    def post(self, request, *args, **kwargs):
        if self.person is None:
            return self.link_has_ended()
        form = self.make_form(request.POST)
        status = HTTPStatus.BAD_REQUEST
        if not LinkThrottle().allow_request(request):
            form.add_error(None, self.too_many)
            status = HTTPStatus.TOO_MANY_REQUESTS
        if form.errors:
            return self.render_to_response(self.get_context_data(form=form), status=status)
        try:
            return see_other_after_form(self.act_on(form))
        except type(self.person).DoesNotExist:
            return self.link_has_ended()


class CorrectView(OwnFormView):
    template_name = "pages/mentoring_correct.html"
    heading = _("Angaben ändern")

    def get_form_class(self):
        return CorrectionForm

    def make_form(self, data=None):
        form_class = self.get_form_class()
        return form_class(data) if data is not None else form_class.of(self.person)

    def act_on(self, form):
        self.person.correct(**form.serializer.validated_data)
        return "../"


class AddressView(OwnFormView):
    """Ask for another address. The answer does not tell whether that has a signup already."""

    template_name = "pages/mentoring_address.html"
    heading = _("E-Mail-Adresse ändern")

    def make_form(self, data=None):
        return NewAddressForm(data, signup=self.person)

    def act_on(self, form):
        with at_the_beat():
            self.person.ask_for_new_email(form.cleaned_data["email"])
        return "?gesendet"


class NewEmailView(LinkView):
    """Where the link in the mail to a new address leads."""

    template_name = "pages/mentoring_new_email.html"
    purpose = SignupToken.Purpose.NEW_EMAIL
    question = _("Ist das deine neue Adresse?")
    done = _("Deine neue Adresse gilt")

    def get_heading(self):
        return self.question if self.person.new_email else self.done

    def act(self):
        self.person.confirm_new_email()


class ReportView(OwnFormView):
    """Tell the contact for child protection something. Coordinators do not learn of it: it may be about them."""

    template_name = "pages/mentoring_report.html"
    heading = _("Stimmt etwas nicht?")

    def setup(self, request, *args, **kwargs):
        if not protection_address():
            raise Http404
        super().setup(request, *args, **kwargs)

    def make_form(self, data=None):
        return ReportForm(data, may_pause=self.running is not None)

    @property
    def running(self):
        """The match that runs, and could pause; None without one."""
        match = self.person.current_match
        return match if match and match.state == match.State.ACTIVE else None

    def get_context_data(self, **kwargs):
        return super().get_context_data(address=protection_address(), **kwargs)

    def act_on(self, form):
        text = form.cleaned_data["text"]
        if form.cleaned_data["may_answer"]:
            text = f"{text}\n\n{self.person.first_name}, {self.person.email}"
        if form.cleaned_data.get("pause") and self.running:
            with suppress(WrongStateError):  # somebody was faster
                self.running.pause(AuditEvent.Actor.YOUTH)
            text = "\n\n".join((text, gettext("Die Treffen machen auf Wunsch der Person Pause.")))
        OutgoingMail.objects.queue_to(protection_address(), OutgoingMail.Kind.PROTECTION_REPORT, text)
        return "?gesendet"


def protection_address():
    return SiteSettings.current().child_protection_email


class DataView(LinkView):
    """Everything that is stored, to read."""

    template_name = "pages/mentoring_data.html"
    purpose = SignupToken.Purpose.OWN_PAGE
    heading = _("Was wir über dich gespeichert haben")
    http_method_names = ["get", "head"]

    def get_heading(self):
        return self.heading

    def get_entries(self):
        return entries(self.person)

    def get_context_data(self, **kwargs):
        facts = [{"term": entry.label, "value": entry.text} for entry in self.get_entries()]
        return super().get_context_data(facts=facts, **kwargs)


class DataFileView(DataView):
    """The same as a file that other programs can read."""

    filename = "anmeldung.json"

    def render_to_response(self, context, **kwargs):
        data = {entry.name: entry.value for entry in self.get_entries()}
        headers = {"Content-Disposition": f'attachment; filename="{self.filename}"'}
        return JsonResponse(data, headers=headers, json_dumps_params={"ensure_ascii": False, "indent": 2})
