"""The least that Django can answer, through the same middleware: what the read API is measured against."""

from django.http import HttpResponse
from django.urls import include, path

urlpatterns = [
    path("bare/", lambda request: HttpResponse("{}", content_type="application/json")),
    path("", include("cms.urls")),
]
