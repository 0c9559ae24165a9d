"""What became of a youth, asked months after the end."""

from http import HTTPStatus

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.models import FollowUp, SignupToken
from mentoring.views import LinkView, see_other_after_form


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("Bist du in Ausbildung in der Region?"),
        choices=FollowUp.Answer,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Es fehlt noch eine Antwort.")),
    )


class FollowUpView(LinkView):
    template_name = "pages/mentoring_follow_up.html"
    purpose = SignupToken.Purpose.FOLLOW_UP

    def get_heading(self):
        return _("Was ist aus dir geworden?") if self.person.is_waiting else _("Wir fragen später nach")

    def get_context_data(self, form=None, **kwargs):
        return super().get_context_data(follow_up=self.person, form=form or AnswerForm(), **kwargs)

    def post(self, request, *args, **kwargs):
        self.form = AnswerForm(request.POST)
        if self.person and request.POST.get("decision") == "answer" and not self.form.is_valid():
            return self.render_to_response(self.get_context_data(form=self.form), status=HTTPStatus.BAD_REQUEST)
        response = super().post(request, *args, **kwargs)
        return see_other_after_form(request.path) if response.get("Location") == request.path else response

    def act(self):
        match self.request.POST.get("decision"):
            case "answer":
                self.person.answer(self.form.cleaned_data["answer"])
            case "withdraw":
                self.person.withdraw()
