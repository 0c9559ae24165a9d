from django.urls import path

from mentoring.certificates.views import CertificateView
from mentoring.feedback import FeedbackView
from mentoring.matching.plan import OwnPlanView
from mentoring.mentors import own_views, views
from mentoring.models import SignupToken

urlpatterns = [
    path("", views.ApplyView.as_view(), name="mentor-apply"),
    path("danke/", views.MentorThanksView.as_view(), name="mentor-thanks"),
    path("geloescht/", views.MentorErasedView.as_view(), name="mentor-erased"),
    path("bestaetigen/<str:token>/", views.ConfirmMentorView.as_view(), name="mentor-confirm"),
    path("bewerbung/<str:token>/", views.MentorPageView.as_view(), name="mentor-own"),
    path("bewerbung/<str:token>/aendern/", own_views.MentorCorrectView.as_view(), name="mentor-correct"),
    path("bewerbung/<str:token>/adresse/", own_views.MentorAddressView.as_view(), name="mentor-address"),
    path("neue-adresse/<str:token>/", own_views.MentorNewEmailView.as_view(), name="mentor-new-email"),
    path("bewerbung/<str:token>/daten/", own_views.MentorDataView.as_view(), name="mentor-data"),
    path("bewerbung/<str:token>/daten.json", own_views.MentorDataFileView.as_view(), name="mentor-data-file"),
    path(
        "bewerbung/<str:token>/treffen/<int:number>/",
        FeedbackView.as_view(
            purpose=SignupToken.Purpose.MENTOR_PAGE, ended_template_name=views.MentorLinkView.ended_template_name
        ),
        name="mentor-own-feedback",
    ),
    path(
        "bewerbung/<str:token>/urkunde/<slug:reference>/",
        CertificateView.as_view(
            purpose=SignupToken.Purpose.MENTOR_PAGE, ended_template_name=views.MentorLinkView.ended_template_name
        ),
        name="mentor-own-certificate",
    ),
    path("bewerbung/<str:token>/tandem/<slug:reference>/", OwnPlanView.as_view(), name="mentor-plan"),
]
