"""How a meeting was, asked of both behind the links in their mails and on their own pages."""

from http import HTTPStatus

from django import forms
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from mentoring.models import Feedback, Meeting, SignupToken
from mentoring.views import LinkView, report_href, see_other_after_form


class FeedbackForm(forms.Form):
    """Nothing to type, so that nobody writes about a person."""

    rating = forms.TypedChoiceField(
        label=_("Wie war es?"),
        choices=Feedback.Rating,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Es fehlt noch eine Antwort.")),
    )
    wants_to_talk = forms.BooleanField(label=_("Ich möchte mit der Koordination reden."), required=False)


class FeedbackView(LinkView):
    """Reached by several links; the others' purposes stand with their addresses."""

    purpose = SignupToken.Purpose.OWN_PAGE
    template_name = "pages/meeting_feedback.html"

    def dispatch(self, request, *args, number, **kwargs):
        self.number = number
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self.meeting else self.link_has_ended()

    def post(self, request, *args, **kwargs):
        if not self.meeting:
            return self.link_has_ended()
        form = FeedbackForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.BAD_REQUEST)
        try:
            self.meeting.match.take_feedback(self.meeting, self.person, **form.cleaned_data)
        except type(self.person).DoesNotExist:
            return self.link_has_ended()
        return see_other_after_form(request.path)

    @cached_property
    def meeting(self):
        return self.person and Meeting.objects.held_with(self.person).filter(pk=self.number).first()

    def get_heading(self):
        return _("Das Treffen am %(day)s") % {"day": date_format(self.meeting.day, "j. F")}

    def get_context_data(self, form=None, **kwargs):
        side = Feedback.side_of(self.person)
        is_youth = side == Feedback.Side.YOUTH
        given = self.meeting.feedback.filter(side=side).first()
        return super().get_context_data(
            form=form or FeedbackForm(),
            given=given,
            is_youth=is_youth,
            report_href=report_href("../../") if is_youth else "",
            **kwargs,
        )
