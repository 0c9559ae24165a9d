from django.urls import path

from mentoring.agreements.views import AgreementView
from mentoring.certificates.views import CertificateView
from mentoring.feedback import FeedbackView
from mentoring.matching import views
from mentoring.matching.plan import PlanView
from mentoring.models import SignupToken
from mentoring.own_views import ReportView

urlpatterns = [
    path("vorschlag/<str:token>/", views.MatchView.as_view(), name="mentoring-match"),
    path("vorschlag/<str:token>/vereinbarung/", AgreementView.as_view(), name="mentoring-agreement"),
    path(
        "vorschlag/<str:token>/treffen/<int:number>/",
        FeedbackView.as_view(purpose=SignupToken.Purpose.MATCH),
        name="mentoring-feedback",
    ),
    path(
        "vorschlag/<str:token>/urkunde/<slug:reference>/",
        CertificateView.as_view(purpose=SignupToken.Purpose.MATCH),
        name="mentoring-certificate",
    ),
    path(
        "vorschlag/<str:token>/melden/",
        ReportView.as_view(purpose=SignupToken.Purpose.MATCH),
        name="mentoring-match-report",
    ),
    path("mentor-werden/vorschlag/<str:token>/", views.MentorMatchView.as_view(), name="mentor-match"),
    path("mentor-werden/vorschlag/<str:token>/plan/", PlanView.as_view(), name="mentor-match-plan"),
    path(
        "mentor-werden/vorschlag/<str:token>/treffen/<int:number>/",
        FeedbackView.as_view(
            purpose=SignupToken.Purpose.MENTOR_MATCH, ended_template_name=views.MentorMatchView.ended_template_name
        ),
        name="mentor-feedback",
    ),
    path(
        "mentor-werden/vorschlag/<str:token>/urkunde/<slug:reference>/",
        CertificateView.as_view(
            purpose=SignupToken.Purpose.MENTOR_MATCH, ended_template_name=views.MentorMatchView.ended_template_name
        ),
        name="mentor-certificate",
    ),
]
