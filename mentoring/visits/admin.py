"""Visits in Wagtail's admin: who wants to see which company, and what came of it."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from mentoring.admin import (
    CoordinationDetailView,
    CoordinationListView,
    CoordinatorsMenuItem,
    CoordinatorsOnlyMixin,
    list_paths,
    state_filter,
)
from mentoring.agreements.views import agreement_response
from mentoring.models import Visit
from mentoring.models.signup import WrongStateError

VISITS = _("Besuche")


class VisitFilters(WagtailFilterSet):
    state = state_filter(Visit.State)

    class Meta:
        model = Visit
        fields = ["state"]


class VisitListView(CoordinationListView):
    """Wishes to visit a company, and what came of them."""

    model = Visit
    page_title = VISITS
    header_icon = "site"
    index_url_name = "visits:index"
    index_results_url_name = "visits:index_results"
    filterset_class = VisitFilters
    search_fields = ["reference", "signup__reference"]
    columns = [
        TitleColumn("reference", label=_("Nummer"), get_url=lambda visit: detail_url(visit)),
        Column("company_name", label=_("Betrieb")),
        Column("signup", label=_("Anmeldung")),
        Column("get_state_display", label=_("Stand")),
        Column("day", label=_("Datum")),
        DateColumn("state_since", label=_("Seit"), sort_key="state_since"),
    ]

    def get_base_queryset(self):
        return Visit.objects.visible().select_related("signup", "company")


class ArrangeForm(forms.Form):
    """The day that was agreed with the company; under 18 also that the signed agreement was seen."""

    day = forms.DateField(label=_("Datum"), widget=AdminDateInput)
    begins_at = forms.TimeField(label=_("Uhrzeit"), widget=AdminTimeInput, required=False)
    agreement_on = forms.DateField(
        label=_("Vereinbarung geprüft am"),
        widget=AdminDateInput,
        help_text=_("Von einer sorgeberechtigten Person unterschrieben. Sie bleibt auf Papier."),
        error_messages={"required": _("Unter 18 geht es ohne unterschriebene Vereinbarung nicht.")},
    )

    def __init__(self, *args, visit, **kwargs):
        super().__init__(*args, **kwargs)
        if not visit.lacks_agreement:
            del self.fields["agreement_on"]

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag ist schon vorbei."))
        return day

    def clean_agreement_on(self):
        day = self.cleaned_data["agreement_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag liegt in der Zukunft."))
        return day


class VisitDetailView(CoordinationDetailView):
    """One wish: the form for the day that was agreed, and the word that nothing comes of it."""

    list_view = VisitListView
    subject_name = "visit"
    template_name = "mentoring/admin/visit_detail.html"
    page_title = _("Besuch")

    def get_context_data(self, **kwargs):
        day, begins_at = self.subject.day, self.subject.begins_at
        form = ArrangeForm(visit=self.subject, initial={"day": day, "begins_at": begins_at})
        return super().get_context_data(**{"arrange_form": form, **kwargs})

    def post(self, request, *args, **kwargs):
        """Take a step; one that is possible no longer only shows where things stand."""
        try:
            match request.POST.get("action"):
                case "arrange":
                    form = ArrangeForm(request.POST, visit=self.subject)
                    if not form.is_valid():
                        return self.refuse(arrange_form=form)
                    self.subject.arrange(request.user, **form.cleaned_data)
                    messages.success(
                        request, _("Der Besuch ist eingetragen. Die oder der Jugendliche bekommt eine Mail.")
                    )
                case "decline":
                    self.subject.decline(request.user)
                    messages.success(
                        request, _("Die Absage ist eingetragen. Die oder der Jugendliche bekommt eine Mail.")
                    )
        except (WrongStateError, ObjectDoesNotExist):
            messages.error(request, _("Das geht in diesem Stand nicht mehr."))
        return redirect(request.path)


class AgreementView(CoordinatorsOnlyMixin, View):
    """The agreement of a visit, to be printed. It names nobody, so no reason is asked for."""

    def get(self, request, reference):
        return agreement_response(get_object_or_404(Visit.objects.visible(), reference=reference, needs_agreement=True))


class VisitViewSet(ViewSet):
    name = "visits"
    url_prefix = "visits"
    icon = "site"
    menu_label = VISITS
    menu_item_class = CoordinatorsMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self):
        return [
            *list_paths(VisitListView),
            path("<slug:reference>/", VisitDetailView.as_view(), name="detail"),
            path("<slug:reference>/agreement/", AgreementView.as_view(), name="agreement"),
        ]


def detail_url(visit):
    return reverse("visits:detail", args=[visit.reference])
