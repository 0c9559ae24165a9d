"""Matches in Wagtail's admin: what runs, what waits, and the steps that only the coordination takes."""

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from django_filters import MultipleChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import AdminDateInput
from wagtail.admin.widgets.button import HeaderButton

from mentoring.admin import (
    CoordinationDetailView,
    CoordinationListView,
    CoordinatorsMenuItem,
    CoordinatorsOnlyMixin,
    ReasonForm,
    list_paths,
    state_filter,
    to_inbox,
)
from mentoring.agreements.views import agreement_response
from mentoring.certificates.views import certificate_response
from mentoring.matching.board import BoardView, ChooseView, WishView
from mentoring.matching.plan import MeetingForm
from mentoring.models import AuditEvent, Feedback, Match, Meeting
from mentoring.models.match import NotPossibleError
from mentoring.models.meeting import MEETINGS, TASKS
from mentoring.models.signup import WrongStateError
from mentoring.views import number_in

TANDEMS = _("Tandems")
# What a step that was taken is answered with.
DONE = {
    "agreement": _("Die Vereinbarung ist eingetragen, das Tandem läuft. Beide bekommen jetzt eine Mail."),
    "plan": _("Das Treffen ist eingetragen."),
    "held": _("Eingetragen: Es hat stattgefunden."),
    "withdraw": _("Der Vorschlag ist zurückgezogen."),
    "pause": _("Das Tandem macht Pause."),
    "resume": _("Das Tandem läuft wieder."),
    "heard": _("Eingetragen: Es geht weiter."),
    "talked": _("Eingetragen: Sie haben geredet."),
    "complete": _("Das Tandem ist abgeschlossen. Beide bekommen jetzt eine Mail."),
    "end": _("Das Tandem ist beendet."),
}


class MatchFilters(WagtailFilterSet):
    state = state_filter(Match.State)
    end = MultipleChoiceFilter(label=_("Ende"), choices=Match.End.choices, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Match
        fields = ["state", "end"]


def state_in_words(match):
    return f"{match.get_state_display()}: {match.get_end_display()}" if match.end else match.get_state_display()


def progress_in_words(match):
    """How much was held; nothing for a match that never began."""
    if not (match.is_acquainted or match.held_meetings or match.held_tasks):
        return ""
    return _("%(meetings)d von %(all_meetings)d Treffen; %(tasks)d von %(all_tasks)d Aufgabe") % {
        "meetings": match.held_meetings,
        "all_meetings": MEETINGS,
        "tasks": match.held_tasks,
        "all_tasks": TASKS,
    }


class MatchListView(CoordinationListView):
    """All matches: what is open first, the longest in its state, then what has ended."""

    model = Match
    page_title = TANDEMS
    header_icon = "link"
    index_url_name = "matches:index"
    index_results_url_name = "matches:index_results"
    filterset_class = MatchFilters
    search_fields = ["reference", "signup__reference", "mentor__reference"]
    default_ordering = None
    columns = [
        TitleColumn("reference", label=_("Nummer"), get_url=lambda match: detail_url(match)),
        Column("signup", label=_("Anmeldung")),
        Column("mentor", label=_("Mentorin oder Mentor")),
        Column("state", label=_("Stand"), accessor=state_in_words),
        Column("progress", label=_("Fortschritt"), accessor=progress_in_words),
        DateColumn("state_since", label=_("Seit"), sort_key="state_since"),
    ]

    @cached_property
    def header_buttons(self):
        return [HeaderButton(_("Vermittlung"), url=reverse("matches:board"), icon_name="group")]

    def get_base_queryset(self):
        return Match.objects.with_progress().open_first().select_related("signup", "mentor")


class AgreementForm(forms.Form):
    """That the signed agreement was seen. It stays on paper."""

    day = forms.DateField(label=_("Vereinbarung geprüft am"), widget=AdminDateInput, initial=timezone.localdate)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("Dieser Tag liegt in der Zukunft."))
        return day


class EarlyForm(forms.Form):
    """Why a match is completed although meetings or the task are missing."""

    reason = forms.ChoiceField(
        label=_("Warum jetzt schon?"),
        choices=AuditEvent.Early,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Bitte wählen Sie einen Grund.")),
    )


class EndForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Warum endet es?"),
        choices=[
            (end.value, end.label)
            for end in (
                AuditEvent.End.YOUTH,
                AuditEvent.End.MENTOR,
                AuditEvent.End.COORDINATION,
                AuditEvent.End.PROTECTION,
            )
        ],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Bitte wählen Sie einen Grund.")),
    )


class MatchDetailView(CoordinationDetailView):
    """One match: who waits for whom, and the next step."""

    list_view = MatchListView
    subject_name = "match"
    template_name = "mentoring/admin/match_detail.html"
    page_title = _("Tandem")

    def get_queryset(self):
        return Match.objects.select_related("signup", "mentor")

    def get_context_data(self, **kwargs):
        is_silent = Match.objects.silent().filter(pk=self.subject.pk).exists()
        forms = {
            "agreement_form": AgreementForm(),
            "end_form": EndForm(),
            "early_form": EarlyForm(prefix="early"),
            "meeting_form": MeetingForm(),
            "reason_form": ReasonForm(initial={"reason": AuditEvent.Reason.CERTIFICATE}),
        }
        calls_for_a_talk = Feedback.objects.calling_for_a_talk().filter(meeting__match=self.subject).exists()
        context = {"is_silent": is_silent, "calls_for_a_talk": calls_for_a_talk}
        return super().get_context_data(**{**context, **forms, **kwargs})

    def post(self, request, *args, **kwargs):
        """Take a step; one that is possible no longer only shows where things stand."""
        if request.POST.get("action") == "certificate" and self.subject.has_certificate:
            return self.certificate()
        try:
            form = self.act(request.POST.get("action"))
        except (WrongStateError, ObjectDoesNotExist):
            messages.error(request, _("Das geht in diesem Stand nicht mehr."))
        except NotPossibleError as error:
            messages.error(request, str(error))
        else:
            if form:
                return self.refuse(**form)
            if done := DONE.get(request.POST.get("action")):
                messages.success(request, done, buttons=to_inbox())
        return redirect(request.path)

    def certificate(self):
        """Return the certificate of one of the two. It names them, so a reason is asked for and recorded."""
        form = ReasonForm(self.request.POST)
        if not form.is_valid():
            return self.refuse(reason_form=form)
        person = self.subject.mentor if self.request.POST.get("of") == "mentor" else self.subject.signup
        self.record_opening(person, form.cleaned_data["reason"])
        return certificate_response(self.subject, person)

    def act(self, action):
        """Take a step; return the form, by its name in the template, that keeps it from being taken."""
        user = self.request.user
        match action:
            case "agreement":
                form = AgreementForm(self.request.POST)
                if not form.is_valid():
                    return {"agreement_form": form}
                self.subject.note_agreement(user, form.cleaned_data["day"])
            case "plan":
                form = MeetingForm(self.request.POST)
                form.match = self.subject
                if not form.is_valid():
                    return {"meeting_form": form}
                self.subject.plan_meeting(**form.cleaned_data)
            case "held":
                self.subject.note_meeting(number_in(self.request.POST.get("meeting")), Meeting.State.HELD)
            case "withdraw":
                self.subject.withdraw(user)
            case "pause":
                self.subject.pause(user=user)
            case "resume":
                self.subject.resume(user)
            case "heard":
                self.subject.hear(user)
            case "talked":
                self.subject.settle_talk(number_in(self.request.POST.get("feedback")), user)
            case "complete":
                return self.complete()
            case "end":
                form = EndForm(self.request.POST)
                if not form.is_valid():
                    return {"end_form": form}
                self.subject.break_off(form.cleaned_data["reason"], user=user)
        return None

    def complete(self):
        form = EarlyForm(self.request.POST, prefix="early")
        if not self.subject.is_ready and not form.is_valid():
            return {"early_form": form}
        self.subject.complete(self.request.user, early=form.cleaned_data["reason"] if form.is_valid() else "")
        return None


class AgreementView(CoordinatorsOnlyMixin, View):
    """The agreement of a match, to be printed. It names nobody, so no reason is asked for."""

    def get(self, request, reference):
        return agreement_response(get_object_or_404(Match, reference=reference, needs_agreement=True))


class MatchViewSet(ViewSet):
    name = "matches"
    url_prefix = "matches"
    icon = "link"
    menu_label = TANDEMS
    menu_item_class = CoordinatorsMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self):
        return [
            *list_paths(MatchListView),
            path("board/", BoardView.as_view(), name="board"),
            path("board/<slug:reference>/", ChooseView.as_view(), name="choose"),
            path("board/<slug:reference>/wishes/", WishView.as_view(), name="wish"),
            path("<slug:reference>/agreement/", AgreementView.as_view(), name="agreement"),
            path("<slug:reference>/", MatchDetailView.as_view(), name="detail"),
        ]


def detail_url(match):
    return reverse("matches:detail", args=[match.reference])
