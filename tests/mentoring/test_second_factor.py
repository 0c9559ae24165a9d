"""The second factor: nobody reaches youths' data without it, by whichever way; and how it is set up, shown and lost."""

import json
from datetime import timedelta
from unittest.mock import patch

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.contrib.auth.models import Permission
from django.contrib.auth.tokens import default_token_generator
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from rest_framework.views import APIView

from mentoring.models import AuditEvent, SpentProof
from tests.factories import UserFactory
from tests.second_factor import add_app, code, log_in

pytestmark = pytest.mark.django_db
PASSWORD = "richtig-lang-und-geheim"
SET_UP = "/admin/second-factor/set-up/"
CHALLENGE = "/admin/second-factor/challenge/"
APP = "/admin/second-factor/app/"
PASSKEY = "/admin/second-factor/passkey/"
CODES = "/admin/second-factor/codes/"
PROTECTED = [
    "/admin/",
    "/admin/inbox/",
    "/admin/mentoring/",
    "/admin/mentoring/mails/",
    "/admin/mentors/",
    "/admin/matches/",
    "/admin/matches/board/",
    "/admin/snippets/mentoring/guardiantext/",
    "/admin/reports/site-history/",
    "/admin/users/",
    "/admin/api/main/pages/",
    "/admin/account/",
    "/admin/gibt-es-nicht/",
]


def person(*groups, **values):
    user = UserFactory(groups=groups, **values)
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def newcomer(coordination):
    """A coordinator who has no factor yet."""
    return person("Koordination")


@pytest.fixture
def chief(coordination):
    """A superuser who is in no group."""
    return person(is_superuser=True, is_staff=True)


def enter(client, user, **data):
    return client.post("/admin/login/", {"username": user.username, "password": PASSWORD, **data})


def place(response):
    """Where a response leads, without the query."""
    assert response.status_code == 302
    return response["Location"].split("?")[0]


def events(user):
    found = AuditEvent.objects.filter(reference=f"account-{user.pk}").order_by("sequence")
    return list(found.values_list("kind", "detail", "username"))


@pytest.mark.parametrize("path", PROTECTED)
@pytest.mark.parametrize("who", ["newcomer", "chief"])
def test_with_a_password_alone_nothing_of_the_admin_answers(client, request, who, path):
    user = request.getfixturevalue(who)
    enter(client, user)
    assert place(client.get(path)) == SET_UP
    assert place(client.post(path)) == SET_UP
    add_app(user)
    assert place(client.get(path)) == CHALLENGE
    script = client.get(path, headers={"X-Requested-With": "XMLHttpRequest"})
    assert script.status_code == 403


def test_a_role_that_may_make_coordinators_needs_the_factor_too(client, coordination):
    user = person()
    user.user_permissions.add(*Permission.objects.filter(codename__in=["access_admin", "add_user"]))
    enter(client, user)
    assert place(client.get("/admin/users/")) == SET_UP


def test_a_superuser_without_the_group_sees_no_signups_even_with_the_factor(client, chief):
    log_in(client, chief)
    assert client.get("/admin/mentoring/").status_code == 403


def test_after_the_login_the_app_is_set_up_at_once(client, newcomer):
    assert enter(client, newcomer, next="/admin/inbox/")["Location"] == "/admin/inbox/"
    assert place(client.get("/admin/inbox/")) == SET_UP
    assert APP in client.get(SET_UP).content.decode()
    secret = client.get(APP).context["form"].secret
    wrong = client.post(APP, {"code": "000000" if code(secret) != "000000" else "111111"})
    assert wrong.status_code == 400
    assert "Das stimmt nicht" in wrong.content.decode()
    assert secret in wrong.content.decode()
    assert place(client.post(APP, {"code": code(secret)})) == CODES
    codes = client.get(CODES)
    assert len(codes.context["unused_codes"]) == 10
    assert client.get("/admin/inbox/").status_code == 200
    assert codes.context["unused_codes"][0] not in client.get(CODES).content.decode()


def test_a_code_opens_the_page_one_wanted_and_counts_once(client, newcomer):
    secret = add_app(newcomer)
    enter(client, newcomer)
    response = client.get("/admin/matches/?p=1")
    assert response["Location"] == f"{CHALLENGE}?next=/admin/matches/%3Fp%3D1"
    key = client.session.session_key
    now = code(secret)
    assert client.post(CHALLENGE, {"code": now, "next": "/admin/matches/?p=1"})["Location"] == "/admin/matches/?p=1"
    assert client.session.session_key != key
    assert client.get("/admin/matches/").status_code == 200
    client.logout()
    enter(client, newcomer)
    assert client.post(CHALLENGE, {"code": now}).status_code == 400
    assert place(client.get("/admin/matches/")) == CHALLENGE


def test_who_logs_in_again_in_the_same_browser_shows_the_factor_again(client, newcomer):
    log_in(client, newcomer)
    assert client.get("/admin/inbox/").status_code == 200
    enter(client, newcomer)
    assert place(client.get("/admin/inbox/")) == CHALLENGE


def test_the_challenge_leads_to_no_other_site(client, newcomer):
    secret = add_app(newcomer)
    enter(client, newcomer)
    assert client.post(CHALLENGE, {"code": code(secret), "next": "https://example.org/"})["Location"] == "/admin/"


def test_a_recovery_code_works_once(client, newcomer):
    enter(client, newcomer)
    secret = client.get(APP).context["form"].secret
    client.post(APP, {"code": code(secret)})
    spare = client.get(CODES).context["unused_codes"][3]
    client.logout()
    enter(client, newcomer)
    assert place(client.post(CHALLENGE, {"code": spare})) == "/admin/"
    client.logout()
    enter(client, newcomer)
    assert client.post(CHALLENGE, {"code": spare}).status_code == 400


def test_who_has_a_factor_cannot_set_up_another_without_it(client, newcomer):
    add_app(newcomer)
    enter(client, newcomer)
    for path in (SET_UP, APP, PASSKEY, CODES, f"{CODES}new/", f"{APP}remove/", "/admin/second-factor/"):
        assert place(client.get(path)) == CHALLENGE
        assert place(client.post(path)) == CHALLENGE
    assert Authenticator.objects.filter(user=newcomer).count() == 1


def test_a_factor_is_changed_only_by_who_has_just_shown_one(client, coordinator, monkeypatch):
    assert client.get(f"{APP}remove/").status_code == 200
    session = client.session
    session["account_authentication_methods"][0]["at"] -= 301
    session.save()
    Authenticator.objects.update(created_at=coordinator.date_joined - timedelta(hours=1))
    assert client.get("/admin/second-factor/").status_code == 200
    assert client.get(f"{APP}remove/")["Location"] == f"{CHALLENGE}?next={APP}remove/"
    assert place(client.post(f"{APP}remove/")) == CHALLENGE
    assert Authenticator.objects.exists()


def test_a_removed_factor_is_set_up_anew(client, coordinator):
    assert place(client.post(f"{APP}remove/")) == "/admin/second-factor/"
    assert place(client.get("/admin/inbox/")) == SET_UP


def test_guesses_are_limited_for_each_account(client, newcomer):
    secret = add_app(newcomer)
    enter(client, newcomer)
    for _ in range(5):
        assert client.post(CHALLENGE, {"code": "12345x"}).status_code == 400
    client.logout()
    enter(client, newcomer)
    refused = client.post(CHALLENGE, {"code": code(secret)}, headers={"X-Forwarded-For": "192.0.2.7"})
    assert refused.status_code == 400
    assert "in einer Viertelstunde" in refused.content.decode()
    assert [kind for kind, _, _ in events(newcomer)] == ["factor_failed"] * 5


def test_guesses_are_counted_for_all_processes(client, newcomer):
    """A process without Redis has a cache of its own, which here is emptied each time."""
    secret = add_app(newcomer)
    enter(client, newcomer)
    for _ in range(5):
        cache.clear()
        client.post(CHALLENGE, {"code": "12345x"})
    cache.clear()
    assert "in einer Viertelstunde" in client.post(CHALLENGE, {"code": code(secret)}).content.decode()
    passkey = client.post(CHALLENGE, {"credential": '{"rawId": 5}'})
    assert "in einer Viertelstunde" in str(passkey.context["form"].errors)
    cache.clear()
    later = timezone.now() + timedelta(minutes=15)
    with patch("django.utils.timezone.now", lambda: later):
        assert place(client.post(CHALLENGE, {"code": code(secret)})) == "/admin/"


def test_a_code_counts_once_in_all_processes_and_as_long_as_it_is_accepted(client, newcomer):
    secret = add_app(newcomer)
    # The app is half a minute ahead: the code is accepted for a minute and a half.
    ahead = code(secret, steps=1)
    enter(client, newcomer)
    assert place(client.post(CHALLENGE, {"code": ahead})) == "/admin/"
    client.logout()
    enter(client, newcomer)
    cache.clear()
    for again in (ahead, f"{ahead[:3]} {ahead[3:]}"):
        assert client.post(CHALLENGE, {"code": again}).status_code == 400
    assert SpentProof.objects.count() == 1
    assert ahead not in SpentProof.objects.get().challenge


@pytest.mark.parametrize(
    "data",
    [
        {"code": ""},
        {"code": "\0"},
        {"code": "١٢٣٤٥٦"},
        {"code": "1" * 100_000},
        {"credential": ""},
        {"credential": "[]"},
        {"credential": '{"rawId": 5}'},
        {"credential": json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {}})},
        {"credential": "[" * 100_000},
        {},
    ],
    ids=lambda data: str(data)[:40],
)
@pytest.mark.parametrize("path", [CHALLENGE, APP, PASSKEY])
def test_whatever_is_sent_is_refused_with_a_page(client, newcomer, path, data):
    if path == CHALLENGE:
        add_app(newcomer)
    enter(client, newcomer)
    client.get(path)
    assert client.post(path, data).status_code == 400


def test_wagtails_password_reset_does_not_get_past_the_factor(client, newcomer):
    add_app(newcomer)
    uid, token = urlsafe_base64_encode(force_bytes(newcomer.pk)), default_token_generator.make_token(newcomer)
    page = client.get(reverse("wagtailadmin_password_reset_confirm", args=[uid, token]), follow=True)
    new = "ein-anderes-langes-wort"
    client.post(page.request["PATH_INFO"], {"new_password1": new, "new_password2": new})
    newcomer.refresh_from_db()
    assert newcomer.check_password(new)
    assert place(client.get("/admin/inbox/")) == "/admin/login/"
    client.post("/admin/login/", {"username": newcomer.username, "password": new})
    assert place(client.get("/admin/inbox/")) == CHALLENGE


@pytest.mark.parametrize(
    "path", ["signup", "login", "logout", "password/reset", "email", "password/change", "3rdparty"]
)
@pytest.mark.parametrize("prefix", ["/accounts", "/account", "/admin/accounts", ""])
def test_there_are_no_account_pages_for_the_public(client, path, prefix):
    response = client.get(f"{prefix}/{path}/", follow=True)
    # Below /admin/ visitors are sent to the login, whatever they ask for.
    assert response.status_code == 404 or response.request["PATH_INFO"] == "/admin/login/"


def test_nobody_signs_up_and_allauth_logs_nobody_in():
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert not [name for name in names if name.startswith(("account_", "socialaccount_"))]
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    assert "allauth.socialaccount" not in django_settings.INSTALLED_APPS
    assert not hasattr(django_settings, "AUTHENTICATION_BACKENDS") or django_settings.AUTHENTICATION_BACKENDS == [
        "django.contrib.auth.backends.ModelBackend"
    ]


def api_views(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from api_views(pattern, route)
        elif issubclass(getattr(pattern.callback, "cls", None) or object, APIView) and not route.startswith("admin/"):
            yield pattern.callback.cls


def test_the_api_knows_no_way_to_log_in():
    views = list(api_views())
    assert len(views) >= 2
    assert {tuple(view.authentication_classes) for view in views} == {()}


def test_editors_need_no_factor_but_may_have_one(client, coordination):
    editor = person("Redaktion")
    enter(client, editor)
    assert client.get("/admin/").status_code == 200
    assert "/admin/second-factor/" in client.get("/admin/account/").content.decode()
    secret = client.get(APP).context["form"].secret
    client.post(APP, {"code": code(secret)})
    client.logout()
    enter(client, editor)
    assert place(client.get("/admin/")) == CHALLENGE


def test_secrets_and_recovery_codes_are_stored_encrypted(client, newcomer):
    enter(client, newcomer)
    secret = client.get(APP).context["form"].secret
    client.post(APP, {"code": code(secret)})
    stored = {factor.type: factor.data for factor in Authenticator.objects.filter(user=newcomer)}
    assert stored["totp"]["secret"].startswith("gAAAAA")
    assert stored["recovery_codes"]["seed"].startswith("gAAAAA")
    assert secret not in json.dumps(dict(client.session))


def test_a_lost_factor_is_reset_by_the_operator_and_ends_the_sessions(client, coordinator):
    assert client.get("/admin/inbox/").status_code == 200
    call_command("reset_second_factor", coordinator.username, verbosity=0)
    assert place(client.get("/admin/inbox/")) == "/admin/login/"
    client.force_login(coordinator)
    assert place(client.get("/admin/inbox/")) == SET_UP
    assert events(coordinator) == [("factor_reset", "", "")]
    with pytest.raises(CommandError, match="niemand"):
        call_command("reset_second_factor", "niemand")


def test_a_session_that_showed_an_older_factor_shows_the_new_one(client, coordinator):
    Authenticator.objects.filter(user=coordinator).delete()
    add_app(coordinator)
    assert place(client.get("/admin/inbox/")) == CHALLENGE


def test_what_happens_to_a_factor_is_in_the_audit(client, newcomer, django_capture_on_commit_callbacks):
    enter(client, newcomer)
    secret = client.get(APP).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(APP, {"code": code(secret)})
        client.post(f"{CODES}new/")
        client.post(f"{APP}remove/")
    name = newcomer.username
    assert sorted(events(newcomer)) == sorted(
        [
            ("factor_added", "totp", name),
            ("factor_added", "recovery_codes", name),
            ("factor_renewed", "recovery_codes", name),
            ("factor_removed", "totp", name),
            ("factor_removed", "recovery_codes", name),
        ]
    )
    AuditEvent.objects.verify()
