"""Mentors in Wagtail's admin: who applied, who was vetted, and the form for inspecting a certificate."""

from django import forms
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import AdminDateInput

from mentoring.admin import (
    CoordinationListView,
    CoordinatorsMenuItem,
    PersonDetailView,
    fields_filter,
    list_paths,
    state_filter,
    to_inbox,
)
from mentoring.models import AuditEvent, Clearance, Mentor
from mentoring.models.signup import WrongStateError


def clearance_end(mentor):
    return mentor.clearance_ends and date_format(mentor.clearance_ends, "SHORT_DATE_FORMAT")


class MentorFilters(WagtailFilterSet):
    state = state_filter(state for state in Mentor.State if state != Mentor.State.APPLIED)
    career_fields = fields_filter()
    free = ChoiceFilter(
        label=_("Plätze"),
        choices=[("free", _("mindestens einer frei"))],
        method="with_free_place",
        empty_label=_("alle"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Mentor
        fields = ["state", "career_fields", "free"]

    def with_free_place(self, mentors, _name, _value):
        """Those to whom somebody can be proposed now."""
        return mentors.filter(pk__in=Mentor.objects.with_free_places().values("pk"))


class MentorListView(CoordinationListView):
    """Mentors whose address is confirmed."""

    model = Mentor
    page_title = _("Mentorinnen und Mentoren")
    header_icon = "user"
    index_url_name = "mentors:index"
    index_results_url_name = "mentors:index_results"
    filterset_class = MentorFilters
    columns = [
        TitleColumn("reference", label=_("Nummer"), get_url=lambda mentor: detail_url(mentor)),
        Column("region", label=_("Gegend")),
        Column("field_names", label=_("Berufsfelder")),
        Column("language_names", label=_("Sprachen")),
        Column("places_in_words", label=_("Plätze")),
        Column("get_state_display", label=_("Stand")),
        # Wagtail's column for dates tells how long ago one was, which says "just now" of all to come.
        Column("clearance_ends", label=_("Führungszeugnis gilt bis"), accessor=clearance_end),
        DateColumn("state_since", label=_("Seit"), sort_key="state_since"),
    ]

    def get_base_queryset(self):
        mentors = Mentor.objects.confirmed().with_clearance_end().counting_matches().select_related("municipality")
        return mentors.prefetch_related("career_fields")


class ClearanceForm(forms.ModelForm):
    """What a coordinator notes after seeing the certificate. Nothing is uploaded."""

    class Meta:
        model = Clearance
        fields = ["certificate_date", "inspected_on", "commitment_signed_on", "is_cleared"]
        widgets = dict.fromkeys(("certificate_date", "inspected_on", "commitment_signed_on"), AdminDateInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Mostly signed when the certificate is seen.
        self.fields["commitment_signed_on"].initial = timezone.localdate
        self.fields["is_cleared"].required = True
        self.fields["is_cleared"].error_messages["required"] = _(
            "Steht etwas entgegen, wird hier nichts eingetragen. Dann gilt „Nicht geeignet“."
        )


class UnblockForm(forms.Form):
    """Why a mentor may go on. Nothing can be typed."""

    reason = forms.ChoiceField(
        label=_("Warum darf es weitergehen?"),
        choices=AuditEvent.Unblock,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Bitte wählen Sie einen Grund.")),
    )


class MentorDetailView(PersonDetailView):
    """A mentor. Personal data are shown to who gives a reason, and that is recorded."""

    list_view = MentorListView
    subject_name = "mentor"
    template_name = "mentoring/admin/mentor_detail.html"
    page_title = _("Mentorin oder Mentor")
    wishes = (AuditEvent.Actor.MENTOR,)
    reasons = AuditEvent.MENTOR_REASONS

    def get_context_data(self, **kwargs):
        context = {
            "clearances": self.subject.clearances.order_by("-inspected_on"),
            "clearance_form": ClearanceForm(prefix="clearance"),
            "unblock_form": UnblockForm(prefix="unblock"),
        }
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request, *args, **kwargs):
        match request.POST.get("action"):
            case "open":
                return self.open()
            case "vet":
                return self.vet()
            case "erase":
                return self.erase()
            case "block":
                return self.step(lambda: self.subject.block(request.user), _("Die Person ist gesperrt."))
            case "unblock":
                return self.unblock()
            case "reject":
                self.subject.reject(request.user)
                messages.success(request, _("Alle Angaben sind gelöscht."))
                return redirect("mentors:index")
        return redirect(request.path)

    def vet(self):
        form = ClearanceForm(self.request.POST, prefix="clearance")
        if not form.is_valid():
            return self.refuse(clearance_form=form)
        inspected = _("Die Einsicht ist eingetragen.")
        return self.step(lambda: self.subject.vet(form.instance, self.request.user), inspected, self.next_application)

    def unblock(self):
        form = UnblockForm(self.request.POST, prefix="unblock")
        if not form.is_valid():
            return self.refuse(unblock_form=form)
        reason, lifted = form.cleaned_data["reason"], _("Die Sperre ist aufgehoben.")
        return self.step(lambda: self.subject.unblock(reason, self.request.user), lifted)

    def step(self, step, done, buttons=lambda: None):
        """Take a step and say that it is done, or that it is possible no longer; `buttons` lead on from there."""
        try:
            step()
        except WrongStateError:
            messages.error(self.request, _("Das geht in diesem Stand nicht mehr."))
        else:
            messages.success(self.request, done, buttons=buttons())
        return redirect(self.request.path)

    def next_application(self):
        """Return a button to who has waited longest for the inspection, or else to the inbox."""
        following = Mentor.objects.filter(state=Mentor.State.EMAIL_CONFIRMED).order_by("state_since").first()
        return [messages.button(detail_url(following), _("Zur nächsten Bewerbung"))] if following else to_inbox()


class MentorViewSet(ViewSet):
    name = "mentors"
    url_prefix = "mentors"
    icon = "user"
    menu_label = _("Mentorinnen und Mentoren")
    menu_item_class = CoordinatorsMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self):
        return [
            *list_paths(MentorListView),
            path("<slug:reference>/", MentorDetailView.as_view(), name="detail"),
        ]


def detail_url(mentor):
    return reverse("mentors:detail", args=[mentor.reference])
