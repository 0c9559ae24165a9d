"""The signup form, as a browser without script uses it."""

import re
from html import unescape

import pytest
from django.core import signing

from mentoring.forms import TOKEN_SALT
from mentoring.models import IdempotencyRecord, MentoringSignup

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(signup_page, client):
    """What the browser sends when the form is filled in."""
    return {"token": token_of(client.get("/mentoring/")), **filled_in()}


def filled_in():
    return {
        "first_name": "Mila",
        "age": "16",
        "email": "mila@example.org",
        "municipality": "goerlitz",
        "career_fields": ["it", "bau"],
        "message": "Ich löte gern.",
        "guardian_name": "",
        "guardian_email": "",
        "consent": "on",
    }


def token_of(response):
    return unescape(re.search(r'name="token" value="([^"]+)"', response.content.decode())[1])


def text_of(response):
    return unescape(response.content.decode())


def test_the_form_is_kept_in_no_cache_and_sets_no_cookie(signup_page, client):
    for response in (client.get("/mentoring/"), client.post("/mentoring/", {})):
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        assert not response.cookies


def test_each_visitor_gets_a_token_of_their_own(signup_page, client):
    assert token_of(client.get("/mentoring/")) != token_of(client.get("/mentoring/"))


def test_a_filled_in_form_becomes_a_signup(form, client):
    response = client.post("/mentoring/", form)
    assert response.status_code == 303
    assert response["Location"] == "/mentoring/danke/#inhalt"
    assert not response.cookies
    signup = MentoringSignup.objects.get()
    assert signup.first_name == "Mila"
    assert signup.municipality.slug == "goerlitz"
    assert signup.career_fields.count() == 2
    assert "Postfach" in text_of(client.get(response["Location"]))


def test_a_form_sent_twice_makes_one_signup(form, client):
    assert {client.post("/mentoring/", form).status_code for _ in range(3)} == {303}
    assert MentoringSignup.objects.count() == 1


def test_errors_keep_what_was_typed_and_the_token(form, client):
    wrong = {**form, "email": "mila", "first_name": "", "message": "Hallo"}
    response = client.post("/mentoring/", wrong)
    page = text_of(response)
    assert response.status_code == 400
    assert "Wie heißt du?" in page
    assert "Das sieht nicht nach einer E-Mail-Adresse aus" in page
    assert 'value="mila"' in page
    assert "Hallo</textarea>" in page
    assert '<option value="goerlitz" selected>' in page
    assert re.search(r'value="bau"[^>]* checked', page)
    assert token_of(response) == form["token"]
    assert client.post("/mentoring/", form).status_code == 303


def test_a_young_visitor_is_asked_for_a_guardian(form, client):
    response = client.post("/mentoring/", {**form, "age": "14"})
    assert response.status_code == 400
    assert "Unter 16 brauchen wir hier den Namen" in text_of(response)


def test_what_was_typed_is_shown_as_text_only(form, client):
    response = client.post("/mentoring/", {**form, "first_name": '"><script>alert(1)</script>'})
    assert b"<script>alert" not in response.content


def test_a_form_sent_from_another_site_is_refused_and_can_be_sent_again(form, client):
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
    ):
        response = client.post("/mentoring/", form, headers=headers)
        assert response.status_code == 403
        assert "nicht von unserer Seite" in text_of(response)
        assert 'value="mila@example.org"' in text_of(response)
    assert not MentoringSignup.objects.exists()
    again = {**form, "token": token_of(response)}
    assert client.post("/mentoring/", again, headers={"Origin": "http://testserver"}).status_code == 303


@pytest.mark.parametrize(
    "token", ["", "gefälscht", signing.dumps("x", salt="other")], ids=["none", "garbage", "foreign"]
)
def test_a_forged_token_is_refused(form, client, token):
    assert client.post("/mentoring/", {**form, "token": token}).status_code == 400
    assert not MentoringSignup.objects.exists()


def test_an_old_form_comes_back_filled_in_with_a_fresh_token(form, client, monkeypatch):
    monkeypatch.setattr("mentoring.forms.TOKEN_SECONDS", -1)
    response = client.post("/mentoring/", form)
    assert response.status_code == 400
    assert "zu lange offen" in text_of(response)
    monkeypatch.undo()
    assert client.post("/mentoring/", {**form, "token": token_of(response)}).status_code == 303


def test_a_sent_form_that_was_changed_can_be_sent_as_a_new_signup(form, client):
    client.post("/mentoring/", form)
    changed = {**form, "email": "other@example.org"}
    response = client.post("/mentoring/", changed)
    assert response.status_code == 422
    assert MentoringSignup.objects.count() == 1
    assert client.post("/mentoring/", {**changed, "token": token_of(response)}).status_code == 303
    assert MentoringSignup.objects.count() == 2


def test_too_much_text_is_refused_before_it_is_read(form, client):
    response = client.post("/mentoring/", {**form, "message": "a" * 20_000})
    assert response.status_code == 413
    assert "zu viel Text" in text_of(response)


def test_the_same_limit_holds_as_for_the_api(form, client, settings):
    settings.MENTORING_REQUESTS_PER_HOUR = 1
    assert client.post("/mentoring/", form).status_code == 303
    response = client.post("/mentoring/", form)
    assert response.status_code == 429
    assert "sehr viele Anmeldungen" in text_of(response)


def test_the_key_of_a_form_is_the_one_in_its_token(form, client):
    client.post("/mentoring/", form)
    assert str(IdempotencyRecord.objects.get().key) == signing.loads(form["token"], salt=TOKEN_SALT)


def test_other_pages_still_demand_a_csrf_token(signup_page):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post("/geschichten/").status_code == 403


def test_the_form_works_where_csrf_is_enforced(form):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post("/mentoring/", form).status_code == 303


def test_the_page_can_be_previewed(signup_page):

    assert signup_page.make_preview_request().status_code == 200
