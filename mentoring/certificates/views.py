"""The download of a certificate, along the links that a youth or a mentor has."""

from mentoring.certificates import certificate
from mentoring.models import Match, SignupToken
from mentoring.pdf import pdf_response
from mentoring.views import LinkView


class CertificateView(LinkView):
    """Reached by several links; the others' purposes stand with their addresses."""

    purpose = SignupToken.Purpose.OWN_PAGE
    http_method_names = ["get", "head"]

    def get(self, request, *args, reference, **kwargs):
        match = self.person and self.person.matches.filter(state=Match.State.COMPLETED, reference=reference).first()
        if not (match and match.has_certificate):
            return self.link_has_ended()
        return certificate_response(match, self.person)


def certificate_response(match, person):
    return pdf_response(certificate(match, person), f"urkunde-{match.reference}")
