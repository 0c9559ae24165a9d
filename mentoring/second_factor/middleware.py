"""The gate before the admin: a login that is not too old, and the second factor of those who need one."""

import time

from allauth.account.internal.flows.login import clear_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_denied

from mentoring.coordination import is_closed_to
from mentoring.second_factor import rules
from mentoring.second_factor.rules import Step

BEGAN = "login_began"
LAST_USED = "login_last_used"
# The time of the last use is written down no more often than this, in seconds.
USE_INTERVAL = 30

ALWAYS_OPEN = {
    "wagtailadmin_login",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
}
OPEN_IN_STEP = {
    Step.SET_UP: {Step.SET_UP.value, "mfa_activate_totp", "mfa_add_webauthn"},
    Step.CHALLENGE: {Step.CHALLENGE.value},
}
CHANGES_A_FACTOR = {
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
}
# An open page asks these by itself.
NO_USE = {"wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release", "session_left"}
NOT_SHOWN_AGAIN = {"csrfmiddlewaretoken", "next", "code", "credential"}


@receiver(user_logged_in)
def note_beginning(request, **kwargs):
    """Each login shows the factor anew: Django keeps the session of who logs in where they still are."""
    clear_authentication_records(request)
    request.session[BEGAN] = request.session[LAST_USED] = time.time()


class AdminSessionMiddleware:
    """Nothing under /admin/ answers to an ended login, or to one whose second factor is missing.

    To who only coordinates, nothing answers that is for editors.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.path_info.startswith("/admin/") or not request.user.is_authenticated:
            return None
        name = request.resolver_match.view_name
        if name in ALWAYS_OPEN:
            return None
        if has_ended(request):
            return end(request)
        if name not in NO_USE:
            note_use(request)
        step = rules.missing_step(request)
        if step and name not in OPEN_IN_STEP[step]:
            return lead_to(step, request)
        if step is None and name in CHANGES_A_FACTOR and not rules.is_fresh(request):
            return lead_to(Step.CHALLENGE, request)
        if is_closed_to(request.user, request.resolver_match):
            return permission_denied(request)
        return None


def has_ended(request):
    return min(seconds_left(request).values()) < 0


def seconds_left(request):
    """Return how long the login still lasts, `idle` without use and `end` at most."""
    if rules.is_needed(request.user):
        minutes, hours = settings.MENTORING_SESSION_IDLE_MINUTES, settings.MENTORING_SESSION_HOURS
    else:
        minutes, hours = settings.EDITOR_SESSION_IDLE_MINUTES, settings.EDITOR_SESSION_HOURS
    now = time.time()
    return {
        "idle": request.session.get(LAST_USED, 0) + minutes * 60 - now,
        "end": request.session.get(BEGAN, 0) + hours * 60 * 60 - now,
    }


def note_use(request):
    if time.time() - request.session[LAST_USED] > USE_INTERVAL:
        request.session[LAST_USED] = time.time()


def end(request):
    """Log out and say so. What was sent is not kept: it goes back to who wrote it."""
    logout(request)
    text = _("Ihre Anmeldung ist abgelaufen. Bitte melden Sie sich noch einmal an.")
    if request.method in {"GET", "HEAD"} and not is_from_script(request):
        messages.warning(request, text)
        return redirect_to_login(request.get_full_path(), reverse("wagtailadmin_login"))
    if is_from_script(request):
        response = HttpResponse(text, status=403, content_type="text/plain; charset=utf-8")
    else:
        written = [(name, value) for name, values in request.POST.lists() for value in values if value.strip()]
        context = {"written": [(name, value) for name, value in written if name not in NOT_SHOWN_AGAIN]}
        response = TemplateResponse(request, "mentoring/second_factor/ended.html", context, status=403)
    add_never_cache_headers(response)
    return response


def lead_to(step, request):
    if is_from_script(request):
        text = _("Hier fehlt der zweite Faktor. Bitte laden Sie die Seite neu.")
        return HttpResponse(text, status=403, content_type="text/plain; charset=utf-8")
    path = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
    return redirect_to_login(path, reverse(step.value))


def is_from_script(request):
    """Whether the answer goes to a script, which cannot follow to a page."""
    return (
        request.headers.get("X-Requested-With") == "XMLHttpRequest" or request.headers.get("Sec-Fetch-Dest") == "empty"
    )
