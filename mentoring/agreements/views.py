"""The agreements to print, along the links that a youth and a guardian have."""

from mentoring.agreements import agreement
from mentoring.models import SignupToken
from mentoring.pdf import pdf_response
from mentoring.views import LinkView


class AgreementView(LinkView):
    """The agreement of a match. Reached by several links, whose purposes stand with their addresses."""

    purpose = SignupToken.Purpose.MATCH
    http_method_names = ["get", "head"]

    def get(self, request, *args, **kwargs):
        subject = self.person and self.get_subject()
        return agreement_response(subject) if subject and subject.lacks_agreement else self.link_has_ended()

    def get_subject(self):
        return self.token.match or self.person.current_match


class VisitAgreementView(AgreementView):
    purpose = SignupToken.Purpose.OWN_PAGE

    def get_subject(self):
        return self.person.current_visit


def agreement_response(subject):
    return pdf_response(agreement(subject), f"vereinbarung-{subject.reference}")
