from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.views import serve

from home.search import search

urlpatterns: list = [
    path("suche/", search, name="search"),
    # The page with the signup form takes POST without a CSRF cookie: mentoring.forms has checks of its own.
    path(
        "mentoring/",
        require_http_methods(["GET", "HEAD", "POST"])(csrf_exempt(serve)),
        {"path": "mentoring/"},
        name="mentoring",
    ),
    # The interest check answers its form without keeping or changing anything, so there is nothing to forge.
    path(
        "interessencheck/",
        require_http_methods(["GET", "HEAD", "POST"])(csrf_exempt(serve)),
        {"path": "interessencheck/"},
        name="interest-check",
    ),
]
