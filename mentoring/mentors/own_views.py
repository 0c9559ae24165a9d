"""What a mentor does with the own application, along the link to the own page."""

from django.utils.translation import gettext_lazy as _

from mentoring.mentors.forms import MentorForm
from mentoring.mentors.own_data import mentor_entries
from mentoring.mentors.serializers import MentorCorrectionSerializer, VettedCorrectionSerializer
from mentoring.mentors.views import MentorLinkView
from mentoring.models import SignupToken
from mentoring.own_views import CorrectionForm, CorrectView, DataFileView, DataView


class VettedCorrectionForm(CorrectionForm):
    serializer_class = VettedCorrectionSerializer
    WIDGETS = MentorForm.WIDGETS


class MentorCorrectionForm(VettedCorrectionForm):
    serializer_class = MentorCorrectionSerializer


class MentorCorrectView(MentorLinkView, CorrectView):
    template_name = "pages/mentor_correct.html"
    purpose = SignupToken.Purpose.MENTOR_PAGE
    too_many = _("Von Ihrem Anschluss kam gerade sehr viel. Bitte versuchen Sie es in einer Stunde.")

    def get_form_class(self):
        return VettedCorrectionForm if self.person.was_vetted else MentorCorrectionForm


class MentorDataView(MentorLinkView, DataView):
    template_name = "pages/mentor_data.html"
    heading = _("Was wir über Sie gespeichert haben")
    purpose = SignupToken.Purpose.MENTOR_PAGE

    def get_entries(self):
        return mentor_entries(self.person)


class MentorDataFileView(DataFileView, MentorDataView):
    filename = "bewerbung.json"
