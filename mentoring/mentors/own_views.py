"""What a mentor does with the own application, along the link to the own page."""

from django.utils.translation import gettext_lazy as _

from mentoring.link_request import AddressForm
from mentoring.mentors.forms import MentorForm
from mentoring.mentors.own_data import mentor_entries
from mentoring.mentors.serializers import MentorCorrectionSerializer, VettedCorrectionSerializer
from mentoring.mentors.views import MentorLinkView
from mentoring.models import SignupToken
from mentoring.own_views import AddressView, CorrectionForm, CorrectView, DataFileView, DataView, NewEmailView


class VettedCorrectionForm(CorrectionForm):
    serializer_class = VettedCorrectionSerializer
    WIDGETS = MentorForm.WIDGETS


class MentorCorrectionForm(VettedCorrectionForm):
    serializer_class = MentorCorrectionSerializer


class MentorNewAddressForm(AddressForm):
    """The address that a mentor wants to have instead."""

    LABEL = _("Ihre neue E-Mail-Adresse")
    HELP = _("Dorthin schicken wir einen Link. Erst wenn Sie ihn öffnen und bestätigen, gilt sie.")
    MISSING = _("Bitte nennen Sie Ihre neue Adresse.")


class MentorOwnMixin(MentorLinkView):
    purpose = SignupToken.Purpose.MENTOR_PAGE
    too_many = _("Von Ihrem Anschluss kam gerade sehr viel. Bitte versuchen Sie es in einer Stunde.")


class MentorCorrectView(MentorOwnMixin, CorrectView):
    template_name = "pages/mentor_correct.html"

    def get_form_class(self):
        return VettedCorrectionForm if self.person.was_vetted else MentorCorrectionForm


class MentorAddressView(MentorOwnMixin, AddressView):
    template_name = "pages/mentor_address.html"

    def make_form(self, data=None):
        return MentorNewAddressForm(data)


class MentorNewEmailView(MentorLinkView, NewEmailView):
    template_name = "pages/mentor_new_email.html"
    purpose = SignupToken.Purpose.MENTOR_NEW_EMAIL
    question = _("Ist das Ihre neue Adresse?")
    done = _("Ihre neue Adresse gilt")


class MentorDataView(MentorOwnMixin, DataView):
    template_name = "pages/mentor_data.html"
    heading = _("Was wir über Sie gespeichert haben")

    def get_entries(self):
        return mentor_entries(self.person)


class MentorDataFileView(DataFileView, MentorDataView):
    filename = "bewerbung.json"
