"""The coordinators' part of Wagtail's admin: who waits for a mentor, and which mails could not be delivered."""

from contextlib import suppress
from http import HTTPStatus

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from django_filters import ModelMultipleChoiceFilter, MultipleChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from careers.models import CareerFieldPage
from mentoring.coordination import is_coordinator
from mentoring.models import AuditEvent, MentoringSignup, OutgoingMail
from mentoring.models.errors import WrongStateError

SIGNUPS = _("Anmeldungen")
DEAD_MAILS = _("Nicht zugestellte Mails")


class CoordinatorsOnlyMixin:
    """Answers 403 to everybody else: Wagtail's own refusal would be a redirect. No answer may be kept in a cache."""

    def dispatch(self, request, *args, **kwargs):
        if is_coordinator(request.user):
            response = super().dispatch(request, *args, **kwargs)
        else:
            response = TemplateResponse(request, "mentoring/admin/forbidden.html", status=403)
        add_never_cache_headers(response)
        return response


class CoordinationListView(CoordinatorsOnlyMixin, IndexView):
    """A list without a word that names a person, longest in its state first, searched by number."""

    paginate_by = 50
    search_fields: list[str] | None = ["reference"]
    default_ordering: str | None = "state_since"
    table_classname = "listing mentoring-list"
    any_permission_required = None


def list_paths(view):
    """Return the addresses of a list: the page, and what changes on it when somebody searches or filters."""
    return [
        path("", view.as_view(), name="index"),
        path("results/", view.as_view(results_only=True), name="index_results"),
    ]


def fields_filter():
    return ModelMultipleChoiceFilter(
        label=_("Berufsfelder"),
        field_name="career_fields",
        queryset=lambda request: CareerFieldPage.objects.live().order_by("title"),
        widget=forms.CheckboxSelectMultiple,
    )


def state_filter(states):
    """Return a filter by some of the states of a model, none of which says that somebody is unconfirmed."""
    return MultipleChoiceFilter(
        label=_("Stand"),
        field_name="state",
        choices=[(state.value, state.label) for state in states],
        widget=forms.CheckboxSelectMultiple,
    )


class ReasonForm(forms.Form):
    """Why personal data are opened. Nothing can be typed: a reason in one's own words would name people."""

    reason = forms.ChoiceField(
        label=_("Warum öffnen Sie die Angaben?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Bitte wählen Sie einen Grund.")),
    )

    def __init__(self, *args, reasons=AuditEvent.SIGNUP_REASONS, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = [(reason.value, reason.label) for reason in reasons]


class WishForm(forms.Form):
    """Who wants everything to be erased and told the coordination so, by telephone or letter."""

    wish = forms.ChoiceField(
        label=_("Wer hat darum gebeten?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Bitte wählen Sie, wer darum gebeten hat.")),
    )

    def __init__(self, data=None, *, wishes):
        super().__init__(data)
        self.fields["wish"].choices = [(actor.value, actor.label) for actor in wishes]


class CoordinationDetailView(CoordinatorsOnlyMixin, WagtailAdminTemplateMixin, TemplateView):
    """One of those that `list_view` lists, and what happened to it. The template knows it as `subject_name`."""

    list_view: type[CoordinationListView]
    subject_name: str
    # Who may want everything to be erased
    wishes: tuple[AuditEvent.Actor, ...] = ()
    # Why somebody may open personal data here.
    reasons: tuple[AuditEvent.Reason, ...] = AuditEvent.SIGNUP_REASONS

    def get_queryset(self):
        return self.list_view().get_base_queryset()

    @cached_property
    def subject(self):
        return get_object_or_404(self.get_queryset(), reference=self.kwargs["reference"])

    @property
    def header_icon(self):
        return self.list_view.header_icon

    def get_page_subtitle(self):
        return self.subject.reference

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.list_view.index_url_name), "label": self.list_view.page_title},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs):
        context = {
            self.subject_name: self.subject,
            "events": AuditEvent.objects.of(self.subject)[:50],
            "reason_form": ReasonForm(reasons=self.reasons),
            "wish_form": WishForm(wishes=self.wishes),
        }
        return super().get_context_data(**{**context, **kwargs})

    def show(self, status=HTTPStatus.OK, **context):
        return self.render_to_response(self.get_context_data(**context), status=status)

    def refuse(self, **context):
        """Show the page again with what is wrong."""
        return self.show(HTTPStatus.BAD_REQUEST, **context)

    def record_opening(self, person, reason):
        """Write down who looks at the personal data of a signup or a mentor, and why."""
        AuditEvent.objects.record(
            AuditEvent.Kind.DETAILS_OPENED,
            person.reference,
            actor=AuditEvent.Actor.COORDINATION,
            detail=reason,
            user=self.request.user,
        )

    def open(self):
        """Show the personal data to who gives a reason."""
        form = ReasonForm(self.request.POST, reasons=self.reasons)
        if not form.is_valid():
            return self.refuse(reason_form=form)
        self.record_opening(self.subject, form.cleaned_data["reason"])
        return self.show(is_open=True)

    def erase(self):
        """Erase everything in the name of who asked for it."""
        form = WishForm(self.request.POST, wishes=self.wishes)
        if not form.is_valid():
            return self.refuse(wish_form=form)
        with suppress(ObjectDoesNotExist):  # erased meanwhile
            self.subject.withdraw(AuditEvent.Actor(form.cleaned_data["wish"]), self.request.user)
        messages.success(self.request, _("Alle Angaben sind gelöscht."))
        return redirect(self.list_view.index_url_name)


class SignupFilters(WagtailFilterSet):
    state = state_filter(state for state in MentoringSignup.State if state not in MentoringSignup.UNCONFIRMED_STATES)
    career_fields = fields_filter()

    class Meta:
        model = MentoringSignup
        fields = ["state", "career_fields"]


class SignupListView(CoordinationListView):
    """Confirmed signups."""

    model = MentoringSignup
    page_title = SIGNUPS
    header_icon = "group"
    index_url_name = "signups:index"
    index_results_url_name = "signups:index_results"
    filterset_class = SignupFilters
    columns = [
        TitleColumn("reference", label=_("Nummer"), get_url=lambda signup: detail_url(signup)),
        Column("age_band", label=_("Alter")),
        Column("region", label=_("Gegend")),
        Column("field_names", label=_("Berufsfelder")),
        Column("get_state_display", label=_("Stand")),
        DateColumn("state_since", label=_("Wartet seit"), sort_key="state_since"),
    ]

    @cached_property
    def header_buttons(self):
        return [HeaderButton(DEAD_MAILS, url=reverse("signups:dead_mails"), icon_name="mail")]

    def get_base_queryset(self):
        return MentoringSignup.objects.visible().select_related("municipality").prefetch_related("career_fields")


class DeadMailListView(CoordinationListView):
    """Mails that were given up, without their addresses."""

    model = OutgoingMail
    page_title = DEAD_MAILS
    header_icon = "mail"
    index_url_name = "signups:dead_mails"
    search_fields = None
    default_ordering = "created_at"
    columns = [
        Column("person", label=_("Nummer"), accessor=lambda mail: mail.person or "–"),
        Column("get_kind_display", label=_("Mail")),
        Column("attempts", label=_("Versuche")),
        Column("last_error", label=_("Fehler")),
        DateColumn("created_at", label=_("Angelegt"), sort_key="created_at"),
    ]

    def get_base_queryset(self):
        return OutgoingMail.objects.dead().select_related("signup", "mentor", "follow_up")


def to_inbox():
    """Return the buttons of a message that lead on from something that was done."""
    return [messages.button(reverse("inbox:index"), _("Zum Eingang"))]


class PersonDetailView(CoordinationDetailView):
    """A signup or a mentor, with the matches."""

    def get_context_data(self, **kwargs):
        matches = self.subject.matches.open_first().select_related("signup", "mentor")
        return super().get_context_data(**{"matches": matches, **kwargs})


class SignupDetailView(PersonDetailView):
    """A confirmed signup. Its personal data are shown to who gives a reason, and that is recorded."""

    list_view = SignupListView
    subject_name = "signup"
    template_name = "mentoring/admin/signup_detail.html"
    page_title = _("Anmeldung")
    wishes = (AuditEvent.Actor.YOUTH, AuditEvent.Actor.GUARDIAN)

    def post(self, request, *args, **kwargs):
        steps = {
            "search_again": (
                lambda: self.subject.search_again(AuditEvent.Actor.COORDINATION, request.user),
                _("Es wird wieder jemand gesucht."),
            ),
            "settle": (lambda: self.subject.settle(request.user), _("Eingetragen: Es wird niemand mehr gesucht.")),
        }
        if chosen := steps.get(request.POST.get("action")):
            step, done = chosen
            try:
                step()
            except WrongStateError:
                messages.error(request, _("Das geht in diesem Stand nicht mehr."))
            else:
                messages.success(request, done, buttons=to_inbox())
            return redirect(request.path)
        return self.erase() if request.POST.get("action") == "erase" else self.open()


class CoordinatorsMenuItem(MenuItem):
    def is_shown(self, request):
        return is_coordinator(request.user)


class SignupViewSet(ViewSet):
    name = "signups"
    url_prefix = "mentoring"
    icon = "group"
    menu_label = SIGNUPS
    menu_item_class = CoordinatorsMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self):
        return [
            *list_paths(SignupListView),
            path("mails/", DeadMailListView.as_view(), name="dead_mails"),
            path("<slug:reference>/", SignupDetailView.as_view(), name="detail"),
        ]


def detail_url(signup):
    return reverse("signups:detail", args=[signup.reference])
