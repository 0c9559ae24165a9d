"""Counts how often embeds are loaded, by the website around them."""

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from campaign.models import EmbedDay
from campaign.models.embed_day import host_of

logger = logging.getLogger(__name__)
FRAMES = {"iframe", "frame", "embed", "object"}


class EmbedCounterMiddleware:
    """Count each embed that is shown in a frame elsewhere, also when the page cache or the browser had it already.

    Only the host in the Referer header is read; a browser sends no more of it from another site. It is written when
    the answer has been sent, so that nobody waits for it, and what the database refuses is not worth an error.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        kind = response.get("Embed-Kind")
        if kind and self.is_shown_elsewhere(request):
            host = host_of(request.headers.get("Referer", ""))
            response._resource_closers.append(lambda: self.add(host, kind))  # type: ignore[attr-defined]
        return response

    @staticmethod
    def is_shown_elsewhere(request: HttpRequest) -> bool:
        """Whether a browser loads it into a frame of another site. Older ones do not say; then it counts."""
        return (
            request.method == "GET"
            and request.headers.get("Sec-Fetch-Dest", "iframe") in FRAMES
            and request.headers.get("Sec-Fetch-Site", "cross-site") != "same-origin"
        )

    @staticmethod
    def add(host: str, kind: str) -> None:
        try:
            EmbedDay.objects.add_load(host, kind)
        except DatabaseError:
            logger.warning("A load of an embed was not counted", exc_info=True)
