import re
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import unquote_to_bytes

import brotli
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponseBadRequest, JsonResponse
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Strict policy on public pages; Wagtail's admin gets its own, since it has inline scripts without nonces."""

    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if request.path_info.startswith("/admin/") and not report_only:
            return PolicyParts(config=settings.ADMIN_CONTENT_SECURITY_POLICY)
        return parts


class CompressTextMiddleware(GZipMiddleware):
    """Compress pages, not files: pictures and recordings are small already, and a range counts the bytes of a file.

    Public pages in Brotli where the browser takes it, a tenth smaller. Others, which may hold a secret, in Django's
    gzip, whose length does not give it away (BREACH).
    """

    FAST = 5  # as fast as gzip's default
    SMALL = 10  # a sixth smaller in ten times the time: for pages that the page cache keeps
    TIGHT = 11  # a fortieth smaller still, in three times that time
    ONE_FLIGHT = range(13_900, 15_000)  # a little more than a new connection sends at once, headers included
    SMALLEST = 200
    ACCEPTS_BROTLI = re.compile(r"\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")

    def process_response(self, request, response):
        if response.streaming:
            return response
        control = response.get("Cache-Control", "")
        is_secret = "private" in control or "no-store" in control
        accepts = self.ACCEPTS_BROTLI.search(request.headers.get("Accept-Encoding", ""))
        if is_secret or not accepts or len(response.content) < self.SMALLEST or response.has_header("Content-Encoding"):
            return super().process_response(request, response)
        response.content = self.brotli(response)
        response["Content-Length"] = str(len(response.content))
        response["Content-Encoding"] = "br"
        patch_vary_headers(response, ("Accept-Encoding",))
        if response.get("ETag", "").startswith('"'):
            response["ETag"] = f"W/{response['ETag']}"
        return response

    @classmethod
    def brotli(cls, response):
        content = response.content
        if "Content-Generation" not in response:
            return brotli.compress(content, mode=brotli.MODE_TEXT, quality=cls.FAST)
        packed, key = caches["pages"], f"brotli:{sha256(content).hexdigest()}"
        small = packed.get(key)
        if small is None:
            small = brotli.compress(content, mode=brotli.MODE_TEXT, quality=cls.SMALL)
            if len(small) in cls.ONE_FLIGHT:
                small = brotli.compress(content, mode=brotli.MODE_TEXT, quality=cls.TIGHT)
            packed.set(key, small, settings.PAGE_CACHE_SECONDS)
        return small


class ConditionalAnswersMiddleware(ConditionalGetMiddleware):
    """Answer 304 where a page did not change, with what a 304 must still say.

    The content generation, as another page may have changed; and of an embed its kind and its own policy, or browsers
    would put the one that forbids framing in its place.
    """

    KEPT = ("Content-Generation", "Content-Security-Policy", "Embed-Kind")

    def process_response(self, request, response):
        answer = super().process_response(request, response)
        for name in self.KEPT:
            if name in response:
                answer[name] = response[name]
        return answer


class RefuseUnstorableTextMiddleware:
    """Answer 400 to URLs with a NUL byte or bytes that are not UTF-8: no database column can hold them.

    So too to forms in parts that name another encoding, which Django would decode with whatever codec it has.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        raw = unquote_to_bytes(request.META.get("QUERY_STRING", "")) + request.path_info.encode(errors="surrogatepass")
        try:
            unstorable = "\0" in raw.decode()
        except UnicodeDecodeError:
            unstorable = True
        if unstorable:
            return self.refuse(request, _("Die Adresse enthält Zeichen, die wir nicht lesen können."))
        charset = request.content_params.get("charset", "utf-8")
        if request.content_type == "multipart/form-data" and charset.lower() not in ("utf-8", "utf8"):
            return self.refuse(request, _("Formulare lesen wir nur in UTF-8."))
        return self.get_response(request)

    @staticmethod
    def refuse(request, detail):
        """Programs get it as the API words its errors (RFC 9457)."""
        if not request.path_info.startswith("/api/"):
            return HttpResponseBadRequest(detail)
        status = HTTPStatus.BAD_REQUEST
        problem = {"type": "about:blank", "title": status.phrase, "status": status, "detail": detail}
        headers = {"Cache-Control": "no-store"}
        return JsonResponse(problem, status=status, content_type="application/problem+json", headers=headers)
