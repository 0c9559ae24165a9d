"""Only what is needed of allauth's pages, under the names by which it knows them, and what an open page asks."""

from django.urls import path

from mentoring.second_factor import views
from mentoring.second_factor.rules import Step

urlpatterns = [
    path("second-factor/", views.SecondFactorView.as_view(), name="mfa_index"),
    path("second-factor/set-up/", views.SetUpView.as_view(), name=Step.SET_UP.value),
    path("second-factor/challenge/", views.ChallengeView.as_view(), name=Step.CHALLENGE.value),
    path("second-factor/session/left/", views.session_left, name="session_left"),
    path("second-factor/session/stay/", views.session_stay, name="session_stay"),
    path("second-factor/app/", views.AppView.as_view(), name="mfa_activate_totp"),
    path("second-factor/app/remove/", views.RemoveAppView.as_view(), name="mfa_deactivate_totp"),
    path("second-factor/passkey/", views.PasskeyView.as_view(), name="mfa_add_webauthn"),
    path("second-factor/passkey/<int:pk>/remove/", views.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
    path("second-factor/codes/", views.RecoveryCodesView.as_view(), name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", views.NewRecoveryCodesView.as_view(), name="mfa_generate_recovery_codes"),
]
