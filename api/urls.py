from django.urls import path, re_path

from api.views import HealthView, SchemaView, SealedSignupView, SignupView, UnknownPathView

urlpatterns = [
    path("healthz", HealthView.as_view(), name="health"),
    path("api/v1/schema/", SchemaView.as_view(), name="schema"),
    path("api/v1/mentoring/signups/", SignupView.as_view(), name="signups"),
    path("api/v1/mentoring/sealed-signups/", SealedSignupView.as_view(), name="sealed-signups"),
    re_path(r"^api/", UnknownPathView.as_view()),
]
