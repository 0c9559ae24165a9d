"""Asking for a new link to one's signup or application. The answer never tells whether there is one."""

from http import HTTPStatus

from django import forms
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from rest_framework import serializers

from cms.origin import is_from_here
from cms.views import QuietView
from mentoring.intake import at_the_beat
from mentoring.models import Mentor, MentoringSignup
from mentoring.serializers import AddressField, needed
from mentoring.throttling import LinkThrottle
from mentoring.views import see_other


class AddressForm(forms.Form):
    """One field, with the rules that the signup has for an address."""

    email = forms.Field(
        widget=forms.EmailInput({"autocomplete": "email", "maxlength": 254}),
    )

    # Youths and mentors read this.
    LABEL = _("E-Mail-Adresse")
    HELP = _("Die Adresse, mit der die Anmeldung oder die Bewerbung kam.")
    MISSING = _("Hier fehlt die Adresse.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["email"]
        field.label, field.help_text, field.error_messages["required"] = self.LABEL, self.HELP, self.MISSING

    def clean_email(self):
        field = AddressField(error_messages=needed(self.MISSING))
        try:
            return field.run_validation(self.cleaned_data["email"])
        except serializers.ValidationError as error:
            raise forms.ValidationError([str(message) for message in error.detail]) from error


# There is no session that a foreign site could abuse; where the form was sent from is told by headers.
@method_decorator(csrf_exempt, name="dispatch")
class LinkRequestView(QuietView):
    template_name = "pages/mentoring_link.html"
    heading = _("Neuer Link zur eigenen Seite")

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, form=AddressForm(), **kwargs)

    def post(self, request, *args, **kwargs):
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MENTORING_MAXIMUM_BODY_BYTES:
            return self.show(AddressForm(), HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        form = AddressForm(request.POST)
        if not is_from_here(request):
            return self.refuse(form, _("Das kam nicht von unserer Seite. Bitte hier noch einmal abschicken."), 403)
        if not LinkThrottle().allow_request(request):
            return self.refuse(
                form, _("Von diesem Anschluss kam gerade sehr viel. Bitte in einer Stunde noch einmal."), 429
            )
        if not form.is_valid():
            return self.show(form, HTTPStatus.BAD_REQUEST)
        with at_the_beat():
            send_link(form.cleaned_data["email"])
        return see_other(reverse("mentoring-link-sent"))

    def refuse(self, form, reason, status):
        form.errors.clear()
        form.add_error(None, reason)
        return self.show(form, status)

    def show(self, form, status):
        return self.render_to_response(self.get_context_data(form=form), status=status)


class LinkSentView(QuietView):
    template_name = "pages/mentoring_link_sent.html"
    heading = _("Der Link kommt per Mail")


@transaction.atomic
def send_link(email):
    """Owe the mail with the link that leads on from where the mentor or the signup with this address stands, if any."""
    for model in (Mentor, MentoringSignup):
        if person := model.objects.with_email(email).select_for_update(no_key=True).first():
            person.owe_link()
