"""The download of a certificate, along the links that a youth or a mentor has."""

from django.http import HttpResponse

from mentoring.certificates import certificate
from mentoring.models import Match, SignupToken
from mentoring.views import LinkView


class CertificateView(LinkView):
    """Reached by several links; the others' purposes stand with their addresses."""

    purpose = SignupToken.Purpose.OWN_PAGE
    http_method_names = ["get", "head"]

    def get(self, request, *args, reference, **kwargs):
        match = self.person and self.person.matches.filter(state=Match.State.COMPLETED, reference=reference).first()
        if not (match and match.has_certificate):
            return self.link_has_ended()
        return pdf_response(certificate(match, self.person))


def pdf_response(content):
    """Return a PDF as a download whose name tells nothing about a person."""
    headers = {"Content-Disposition": 'attachment; filename="urkunde.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
