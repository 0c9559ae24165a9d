"""The agreements to print, along the links that a youth and a guardian have."""

from mentoring.agreements import agreement
from mentoring.models import SignupToken
from mentoring.pdf import pdf_response
from mentoring.views import LinkView


class AgreementView(LinkView):
    """Reached by several links, whose purposes stand with their addresses."""

    purpose = SignupToken.Purpose.MATCH
    http_method_names = ["get", "head"]

    def get(self, request, *args, **kwargs):
        match = self.person and (self.token.match or self.person.current_match)
        return agreement_response(match) if match and match.lacks_agreement else self.link_has_ended()


class VisitAgreementView(LinkView):
    purpose = SignupToken.Purpose.OWN_PAGE
    http_method_names = ["get", "head"]

    def get(self, request, *args, **kwargs):
        visit = self.person and self.person.current_visit
        return agreement_response(visit) if visit and visit.lacks_agreement else self.link_has_ended()


def agreement_response(subject):
    return pdf_response(agreement(subject), f"vereinbarung-{subject.reference}")
