from django.urls import include, path, re_path

from api.embeds import views as embeds
from api.embeds.builder import builder
from api.embeds.oembed import oembed
from api.reading.reference import reference
from api.views import HealthView, SchemaView, SealedSignupView, SignupView, UnknownPathView

urlpatterns = [
    path("healthz", HealthView.as_view(), name="health"),
    path("api/v1/schema/", SchemaView.as_view(), name="schema"),
    path("api/v1/mentoring/signups/", SignupView.as_view(), name="signups"),
    path("api/v1/mentoring/sealed-signups/", SealedSignupView.as_view(), name="sealed-signups"),
    path("embed.js", embeds.script, name="embed-script"),
    path("embed/akzent/<slug:name>.css", embeds.accent_style, name="embed-accent"),
    re_path(r"^embed/(?P<path>.*)$", embeds.embed, name="embed"),
    path("oembed", oembed, name="oembed"),
    path("schulen/einbetten/", builder, name="embed-builder"),
    path("api/v1/", include("api.reading.urls")),
    path("api/", reference, name="api-reference"),
    re_path(r"^api/", UnknownPathView.as_view()),
]
