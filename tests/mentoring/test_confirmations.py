"""From the first mail to an eligible signup, along the links."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentoring.models import MentoringSignup, OutgoingMail, SignupToken, Tombstone
from tests.factories import SignupFactory
from tests.mentoring.links import link_in

pytestmark = pytest.mark.django_db
State = MentoringSignup.State


@pytest.fixture(autouse=True)
def _mails_go_out_at_once(monkeypatch):
    """Within a test's transaction nothing is ever committed: deliver when the mail is queued."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())


def received(**fields):
    signup = SignupFactory(**fields)
    signup.owe_mail(OutgoingMail.Kind.CONFIRM_EMAIL)
    return signup


def test_opening_the_link_confirms_nothing(client, mailoutbox):
    signup = received()
    for _ in range(2):
        response = client.get(link_in(mailoutbox[0]))
        assert response.status_code == 200
        assert "Anmeldung bestätigen" in response.content.decode()
    signup.refresh_from_db()
    assert signup.state == State.RECEIVED


def test_from_sixteen_on_one_confirmation_is_enough(client, mailoutbox):
    signup = received(age=16)
    path = link_in(mailoutbox[0])
    response = client.post(path)
    assert (response.status_code, response["Location"]) == (303, path)
    signup.refresh_from_db()
    assert signup.state == State.ELIGIBLE
    assert "Du bist dabei" in client.get(path).content.decode()
    assert mailoutbox[-1].to == [signup.email]
    assert "vollständig" in mailoutbox[-1].subject


def test_under_sixteen_the_guardian_confirms_after_the_youth(client, mailoutbox):
    signup = received(age=14, guardian_email="jana@example.org")
    assert len(mailoutbox) == 1
    client.post(link_in(mailoutbox[0]))
    signup.refresh_from_db()
    assert signup.state == State.EMAIL_CONFIRMED
    assert not MentoringSignup.objects.eligible().exists()
    assert mailoutbox[1].to == ["jana@example.org"]

    path = link_in(mailoutbox[1])
    page = client.get(path).content.decode()
    assert "Was gespeichert wird" in page
    client.post(path, {"decision": "consent"})
    signup.refresh_from_db()
    assert signup.state == State.ELIGIBLE
    assert mailoutbox[2].to == [signup.email]
    assert "Sie haben eingewilligt" in client.get(path).content.decode()


def test_a_second_click_changes_nothing(client, mailoutbox):
    received(age=14)
    path = link_in(mailoutbox[0])
    assert {client.post(path).status_code for _ in range(3)} == {303}
    assert len(mailoutbox) == 2


def test_a_guardian_who_refuses_erases_the_signup(client, mailoutbox):
    signup = received(age=14)
    client.post(link_in(mailoutbox[0]))
    response = client.post(link_in(mailoutbox[1]), {"decision": "refuse"})
    assert response["Location"] == "/mentoring/geloescht/"
    assert client.get(response["Location"]).status_code == 200
    assert not MentoringSignup.objects.exists()
    assert not OutgoingMail.objects.exclude(kind="guardian_refused").exists()
    assert Tombstone.objects.get().reference == signup.reference


def test_a_guardian_may_withdraw_long_after_the_consent(client, mailoutbox):
    received(age=14)
    client.post(link_in(mailoutbox[0]))
    path = link_in(mailoutbox[1])
    client.post(path, {"decision": "consent"})
    assert SignupToken.objects.get(purpose="guardian_consent").expires_at is None
    client.post(path, {"decision": "refuse"})
    assert not MentoringSignup.objects.exists()


def test_a_post_without_a_decision_decides_nothing(client, mailoutbox):
    signup = received(age=14)
    client.post(link_in(mailoutbox[0]))
    client.post(link_in(mailoutbox[1]))
    signup.refresh_from_db()
    assert signup.state == State.EMAIL_CONFIRMED


def test_a_youth_sees_the_own_signup_and_erases_it(client, mailoutbox):
    SignupFactory(eligible=True).owe_link()
    path = link_in(mailoutbox[0])
    assert "Du bist angemeldet" in client.get(path).content.decode()
    assert client.post(path).status_code == 303
    assert MentoringSignup.objects.exists()
    client.post(path, {"decision": "erase"})
    assert not MentoringSignup.objects.exists()
    assert client.get(path).status_code == 410


def test_every_link_page_is_private_and_says_nothing_to_others(client, mailoutbox):
    received(age=14)
    paths = [link_in(mailoutbox[0]), "/mentoring/bestaetigen/unbekannt/", "/mentoring/danke/", "/mentoring/geloescht/"]
    for path in paths:
        for response in (client.get(path), client.post(path)):
            assert "no-store" in response["Cache-Control"]
            assert response["Referrer-Policy"] == "no-referrer"
            assert response["X-Robots-Tag"] == "noindex"
            assert not response.cookies


def test_the_token_is_not_repeated_in_its_page(client, mailoutbox):
    received()
    path = link_in(mailoutbox[0])
    assert path.split("/")[-2] not in client.get(path).content.decode()


def test_a_link_does_only_what_its_mail_said(client, mailoutbox):
    received(age=14)
    token = link_in(mailoutbox[0]).split("/")[-2]
    for other in ("einwilligen", "anmeldung"):
        assert client.get(f"/mentoring/{other}/{token}/").status_code == 410


@pytest.mark.parametrize("token", ["x", "a" * 43, "ü", "%F0%9F%98%80"])
def test_an_unknown_link_leads_on_to_the_form(client, token):
    for kind in ("bestaetigen", "einwilligen", "anmeldung"):
        for response in (client.get(f"/mentoring/{kind}/{token}/"), client.post(f"/mentoring/{kind}/{token}/")):
            assert response.status_code == 410
            assert 'href="/mentoring/#anmeldung"' in response.content.decode()


def test_an_expired_link_confirms_nothing(client, mailoutbox):
    signup = received()
    SignupToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(link_in(mailoutbox[0])).status_code == 410
    signup.refresh_from_db()
    assert signup.state == State.RECEIVED


def test_tokens_are_stored_as_hashes_and_leave_the_outbox_when_sent(mailoutbox):
    received()
    token = link_in(mailoutbox[0]).split("/")[-2]
    assert len(token) == 43
    assert SignupToken.objects.get().digest != token
    assert OutgoingMail.objects.get().token is None


def test_mails_are_plain_german_text_that_greets_by_name(mailoutbox):
    signup = received(age=14, first_name="Zoë", guardian_name="Jana O’Kern")
    signup.confirm_email()
    signup.confirm_by_guardian()
    youth, guardian, complete = mailoutbox
    assert "Hallo Zoë," in youth.body
    assert "Guten Tag Jana O’Kern," in guardian.body
    assert "du" not in guardian.body.split()
    assert "Hallo Zoë," in complete.body
    for mail in mailoutbox:
        assert mail.content_subtype == "plain"
        assert "\n" not in mail.subject
        assert "&" not in mail.body
        assert "\n\n\n" not in mail.body
        assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
