from django.urls import path

from mentoring.agreements.views import VisitAgreementView
from mentoring.visits import views

urlpatterns = [
    path("besuch/<slug:slug>/", views.VisitFormView.as_view(), name="mentoring-visit"),
    path("anmeldung/<str:token>/besuch/", views.OwnVisitView.as_view(), name="mentoring-own-visit"),
    path(
        "anmeldung/<str:token>/besuch/vereinbarung/", VisitAgreementView.as_view(), name="mentoring-own-visit-agreement"
    ),
]
