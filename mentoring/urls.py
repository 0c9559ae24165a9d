from django.urls import include, path

from mentoring import follow_up_views, link_request, own_views, proof, views
from mentoring.agreements.views import AgreementView
from mentoring.certificates.views import CertificateView
from mentoring.feedback import FeedbackView
from mentoring.models import SignupToken

urlpatterns = [
    path("mentoring/", include("mentoring.matching.urls")),
    path("mentoring/", include("mentoring.visits.urls")),
    path("mentoring/mentor-werden/", include("mentoring.mentors.urls")),
    path("mentoring/danke/", views.ThanksView.as_view(), name="mentoring-thanks"),
    path("mentoring/geloescht/", views.ErasedView.as_view(), name="mentoring-erased"),
    path("mentoring/aufgabe/", proof.challenge, name="mentoring-task"),
    path("mentoring/link/", link_request.LinkRequestView.as_view(), name="mentoring-link"),
    path("mentoring/link/gesendet/", link_request.LinkSentView.as_view(), name="mentoring-link-sent"),
    path("mentoring/bestaetigen/<str:token>/", views.ConfirmEmailView.as_view(), name="mentoring-confirm"),
    path("mentoring/einwilligen/<str:token>/", views.ConsentView.as_view(), name="mentoring-consent"),
    path(
        "mentoring/einwilligen/<str:token>/vereinbarung/",
        AgreementView.as_view(purpose=SignupToken.Purpose.GUARDIAN_CONSENT),
        name="mentoring-guardian-agreement",
    ),
    path(
        "mentoring/anmeldung/<str:token>/vereinbarung/",
        AgreementView.as_view(purpose=SignupToken.Purpose.OWN_PAGE),
        name="mentoring-own-agreement",
    ),
    path("mentoring/anmeldung/<str:token>/", views.OwnPageView.as_view(), name="mentoring-own"),
    path("mentoring/anmeldung/<str:token>/aendern/", own_views.CorrectView.as_view(), name="mentoring-correct"),
    path("mentoring/anmeldung/<str:token>/adresse/", own_views.AddressView.as_view(), name="mentoring-address"),
    path("mentoring/anmeldung/<str:token>/melden/", own_views.ReportView.as_view(), name="mentoring-report"),
    path(
        "mentoring/anmeldung/<str:token>/treffen/<int:number>/",
        FeedbackView.as_view(),
        name="mentoring-own-feedback",
    ),
    path(
        "mentoring/anmeldung/<str:token>/urkunde/<slug:reference>/",
        CertificateView.as_view(),
        name="mentoring-own-certificate",
    ),
    path("mentoring/nachfrage/<str:token>/", follow_up_views.FollowUpView.as_view(), name="mentoring-follow-up"),
    path("mentoring/neue-adresse/<str:token>/", own_views.NewEmailView.as_view(), name="mentoring-new-email"),
    path("mentoring/anmeldung/<str:token>/daten/", own_views.DataView.as_view(), name="mentoring-data"),
    path("mentoring/anmeldung/<str:token>/daten.json", own_views.DataFileView.as_view(), name="mentoring-data-file"),
]
