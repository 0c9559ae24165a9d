"""Asking to visit a company: from its page, with a signup, or from the own page."""

from contextlib import suppress

from django import forms
from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from careers.models import CompanyPage
from mentoring.forms import SerializedForm, SignupForm, signup_context
from mentoring.models.signup import WrongStateError
from mentoring.own_views import OwnFormView
from mentoring.serializers import VisitField
from mentoring.views import IntakeView


class VisitFormView(IntakeView):
    """The signup, with the wish to visit one company. Who comes after it stopped taking visits is told so."""

    template_name = "pages/visit_form.html"
    form_class = SignupForm
    thanks_url_name = "mentoring-thanks"

    def setup(self, request, *args, slug, **kwargs):
        super().setup(request, *args, slug=slug, **kwargs)
        self.company = get_object_or_404(CompanyPage.objects.live(), slug=slug)

    def make_form(self):
        return SignupForm.for_visit(self.company)

    def get_heading(self):
        return _("%(company)s kennenlernen") % {"company": self.company.title}

    def get_context_data(self, form, **kwargs):
        return super().get_context_data(
            company=self.company, no_work_under=settings.MENTORING_NO_WORK_UNDER, **signup_context(form), **kwargs
        )


class WishSerializer(serializers.Serializer):
    visit = VisitField(max_length=255, label=_("Welchen Betrieb möchtest du besuchen?"))


class WishForm(SerializedForm):
    serializer_class = WishSerializer
    WIDGETS = {"visit": lambda: forms.Select(choices=company_choices())}


class OwnVisitView(OwnFormView):
    """Who takes part already chooses a company."""

    template_name = "pages/mentoring_visit.html"
    heading = _("Einen Betrieb besuchen")

    def make_form(self, data=None):
        return WishForm(data)

    def get_context_data(self, **kwargs):
        return super().get_context_data(no_work_under=settings.MENTORING_NO_WORK_UNDER, **kwargs)

    def act_on(self, form):
        with suppress(WrongStateError):  # asked before, perhaps by a second click: the own page shows where it stands
            self.person.ask_for_visit(form.serializer.validated_data["visit"])
        return "../"


def company_choices():
    companies = CompanyPage.objects.live().offering_visits().order_by("title")
    return [("", _("Bitte wählen")), *companies.values_list("slug", "title")]
