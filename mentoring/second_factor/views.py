"""The pages of the second factor: allauth's views, in the look of Wagtail's login."""

from http import HTTPStatus

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.internal import auth as webauthn
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.contrib.auth.views import RedirectURLMixin
from django.http import JsonResponse
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView, TemplateView

from mentoring.second_factor.forms import AddPasskeyForm, CodeForm, PasskeyForm
from mentoring.second_factor.middleware import seconds_left
from mentoring.second_factor.rules import is_needed, own_factors


class BadRequestMixin:
    """A form that is not accepted answers 400."""

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=HTTPStatus.BAD_REQUEST)


class SecondFactorView(TemplateView):
    """What one has, and what can be added."""

    template_name = "mentoring/second_factor/index.html"

    def get_context_data(self, **kwargs):
        factors = own_factors(self.request.user)
        return super().get_context_data(
            app=factors.filter(type=Authenticator.Type.TOTP).first(),
            passkeys=factors.filter(type=Authenticator.Type.WEBAUTHN).order_by("created_at"),
            is_needed=is_needed(self.request.user),
            **kwargs,
        )


class SetUpView(TemplateView):
    """The choice between app and passkey, for who must have a factor and has none."""

    template_name = "mentoring/second_factor/set_up.html"


class ChallengeView(BadRequestMixin, RedirectURLMixin, FormView):
    """Asks for a factor: a code of the app or one of the recovery codes, or a passkey."""

    template_name = "mentoring/second_factor/challenge.html"
    next_page = "wagtailadmin_home"

    def get_form_class(self):
        return PasskeyForm if "credential" in self.request.POST else CodeForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        types = set(own_factors(self.request.user).values_list("type", flat=True))
        if Authenticator.Type.WEBAUTHN in types:
            context["js_data"] = {"request_options": webauthn.begin_authentication(self.request.user)}
        return {**context, "has_app": Authenticator.Type.TOTP in types, "next": self.get_redirect_url()}

    def form_valid(self, form):
        form.save()
        self.request.session.cycle_key()
        return super().form_valid(form)


class AddFactorMixin(BadRequestMixin):
    """Who adds a factor has shown it. allauth leads on to the recovery codes when it made some."""

    def form_valid(self, form):
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa")
        self.request.session.cycle_key()
        return response


class AppView(AddFactorMixin, ActivateTOTPView):
    template_name = "mentoring/second_factor/app.html"


class PasskeyView(AddFactorMixin, AddWebAuthnView):
    template_name = "mentoring/second_factor/passkey.html"
    form_class = AddPasskeyForm

    def get_context_data(self, **kwargs):
        # allauth's view forgets the form with its errors.
        return {**super().get_context_data(**kwargs), **kwargs}


class RemoveAppView(DeactivateTOTPView):
    template_name = "mentoring/second_factor/remove.html"


class RemovePasskeyView(RemoveWebAuthnView):
    template_name = "mentoring/second_factor/remove.html"
    success_url = reverse_lazy("mfa_index")


class RecoveryCodesView(ViewRecoveryCodesView):
    """The recovery codes, once."""

    template_name = "mentoring/second_factor/codes.html"


class NewRecoveryCodesView(GenerateRecoveryCodesView):
    template_name = "mentoring/second_factor/new_codes.html"


@require_safe
def session_left(request):
    """How long the login lasts, for an open page; asking is no use."""
    return JsonResponse(seconds_left(request))


@require_POST
def session_stay(request):
    """Somebody is still at an open page: the gate has noted that."""
    return JsonResponse(seconds_left(request))
