"""The meetings of a match: a mentor plans them and notes what took place."""

import re
from datetime import timedelta
from http import HTTPStatus

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mentoring.mentors.views import MentorLinkView
from mentoring.models import Match, Meeting, SignupToken
from mentoring.models.signup import WrongStateError
from mentoring.views import number_in, see_other_after_form

FURTHEST = timedelta(days=365)
# What says by itself that a place is somebody's home.
AT_HOME = re.compile(
    r"\b(zu hause|zuhause|daheim|wohnung|privatwohnung|kinderzimmer)\b|\bbei (mir|dir)$", re.IGNORECASE
)


class MeetingForm(forms.Form):
    """A meeting to come, or one that already was."""

    kind = forms.ChoiceField(
        label=_("Art"),
        choices=Meeting.Kind,
        error_messages={"invalid_choice": _("Bitte wählen Sie Treffen oder Aufgabe.")},
    )
    day = forms.DateField(
        label=_("Datum"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={
            "required": _("Bitte nennen Sie den Tag."),
            "invalid": _("Bitte schreiben Sie den Tag so: 24.11.2026."),
        },
    )
    begins_at = forms.TimeField(
        label=_("Uhrzeit"),
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M", "%H"],
        error_messages={"invalid": _("Bitte schreiben Sie die Uhrzeit so: 15:30.")},
    )
    place = forms.CharField(
        label=_("Wo"),
        required=False,
        max_length=80,
        help_text=_("Ein Ort, an dem auch andere Leute sind, zum Beispiel Ihr Betrieb. Nie bei jemandem zu Hause."),
        error_messages={"max_length": _("Das ist zu lang. Es passen 80 Zeichen.")},
    )

    @classmethod
    def of(cls, meeting, data=None):
        """Return the form of a meeting that is planned, with names of its own on a page that has several."""
        values = {name: getattr(meeting, name) for name in cls.base_fields}
        form = cls(data, initial=values, prefix=f"treffen-{meeting.pk}")
        form.match, form.meeting = meeting.match, meeting
        return form

    # Whose plan it is, for what a day has to do with it.
    match: Match
    meeting: Meeting | None = None

    def clean_place(self):
        place = " ".join(self.cleaned_data["place"].split())
        if AT_HOME.search(place):
            raise forms.ValidationError(
                _("Bitte nennen Sie einen Ort, an dem auch andere Leute sind. Nie bei jemandem zu Hause.")
            )
        return place

    def clean_day(self):
        day = self.cleaned_data["day"]
        if abs(day - timezone.localdate()) > FURTHEST:
            raise forms.ValidationError(_("Dieser Tag liegt zu weit weg."))
        began = timezone.localdate(self.match.began_at)
        if day < began:
            raise forms.ValidationError(_("Das Tandem begann am %(day)s.") % {"day": date_format(began, "j. F Y")})
        others = self.match.plan.filter(kind=self.cleaned_data.get("kind"), day=day)
        if self.cleaned_data.get("kind") == Meeting.Kind.MEETING and others.exclude(
            pk=self.meeting and self.meeting.pk
        ):
            raise forms.ValidationError(_("An diesem Tag steht schon ein Treffen im Plan."))
        return day


class PlanView(MentorLinkView):
    """The plan of the match that a mail was about, behind the link in it."""

    template_name = "pages/mentor_plan.html"
    purpose = SignupToken.Purpose.MENTOR_MATCH
    back = "../"

    def find_match(self):
        return self.token.match

    def get_match(self):
        """Return the match if the two know each other, else None."""
        match = self.find_match()
        return match if match and match.is_acquainted else None

    def get(self, request, *args, **kwargs):
        self.match = self.person and self.get_match()
        return super().get(request, *args, **kwargs) if self.match else self.link_has_ended()

    def post(self, request, *args, **kwargs):
        self.match = self.person and self.get_match()
        if not self.match:
            return self.link_has_ended()
        form = None
        try:
            match request.POST.get("decision"):
                case "plan":
                    form = MeetingForm(request.POST)
                    form.match = self.match
                    if form.is_valid():
                        self.match.plan_meeting(**form.cleaned_data)
                case "move":
                    form = MeetingForm.of(self.match.meetings.planned().get(pk=self.number()), request.POST)
                    if form.is_valid():
                        self.match.move_meeting(self.number(), **form.cleaned_data)
                case "reopen":
                    self.match.reopen_meeting(self.number())
                case "held" | "cancelled" as state:
                    self.match.note_meeting(self.number(), state, request.POST.get("note", "")[:300])
        except (WrongStateError, Meeting.DoesNotExist):
            pass  # done before, perhaps by a second click: the page shows where things stand
        if form and form.errors:
            return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.BAD_REQUEST)
        return see_other_after_form(request.path)

    def number(self):
        return number_in(self.request.POST.get("meeting"))

    def get_heading(self):
        return _("Treffen mit %(name)s") % {"name": self.match.signup.first_name}

    def get_context_data(self, form=None, **kwargs):
        """`form` is one that was refused: a new meeting's, without a prefix, or that of one which is to be moved."""
        refused = {form.prefix: form} if form else {}
        forms = [(meeting, MeetingForm.of(meeting)) for meeting in self.match.plan.planned()]
        due = [(meeting, refused.get(fresh.prefix, fresh)) for meeting, fresh in forms]
        new = refused.get(None) or MeetingForm()
        return super().get_context_data(match=self.match, due=due, form=new, back=self.back, **kwargs)


class OwnPlanView(PlanView):
    """The plan of one of several matches, behind the link to the mentor's own page."""

    purpose = SignupToken.Purpose.MENTOR_PAGE
    back = "../../"

    def dispatch(self, request, *args, reference, **kwargs):
        self.reference = reference
        return super().dispatch(request, *args, **kwargs)

    def find_match(self):
        return self.person.matches.filter(reference=self.reference).select_related("signup", "mentor").first()
