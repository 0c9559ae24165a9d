"""A lost link: everybody gets the same answer, and who has a signup a mail."""

import pytest

from mentoring.models import MentoringSignup, OutgoingMail
from tests.factories import MentorFactory, SignupFactory
from tests.mentoring.answers import everything

pytestmark = pytest.mark.django_db
URL = "/mentoring/link/"


def ask(client, email, **options):
    return client.post(URL, {"email": email}, **options)


def test_who_lost_the_link_gets_a_new_one_by_mail(client):
    signup = SignupFactory(email="mila@example.org", eligible=True)
    response = ask(client, " MILA@example.org ")
    assert (response.status_code, response["Location"]) == (303, "/mentoring/link/gesendet/")
    mail = OutgoingMail.objects.get()
    assert (mail.signup, mail.kind) == (signup, "own_page")
    assert "Gibt es zu dieser Adresse eine Anmeldung" in client.get(response["Location"]).content.decode()


def test_who_has_not_confirmed_yet_is_sent_the_confirmation(client):
    SignupFactory(email="mila@example.org")
    ask(client, "mila@example.org")
    assert OutgoingMail.objects.get().kind == "confirm_email"


def test_the_answer_is_the_same_for_known_and_unknown_addresses(client):
    SignupFactory(email="mila@example.org", eligible=True)
    assert everything(ask(client, "mila@example.org")) == everything(ask(client, "niemand@example.org"))
    assert not MentoringSignup.objects.with_email("niemand@example.org").exists()


def test_both_are_answered_at_the_same_beat(client, settings, monkeypatch):
    settings.MENTORING_ANSWER_BEAT_SECONDS = 0.2
    waits = []
    monkeypatch.setattr("mentoring.intake.time.sleep", waits.append)
    SignupFactory(email="mila@example.org", eligible=True)
    ask(client, "mila@example.org")
    ask(client, "niemand@example.org")
    assert len(waits) == 2


def test_asking_again_and_again_fills_no_mailbox(client):
    SignupFactory(email="mila@example.org", eligible=True)
    assert {ask(client, "mila@example.org").status_code for _ in range(3)} == {303}
    assert OutgoingMail.objects.count() == 1


def test_another_mail_of_late_keeps_the_link_from_nobody(client):
    signup, mentor = SignupFactory(eligible=True), MentorFactory(active=True)
    signup.owe_mail("eligible")
    mentor.owe_mail("mentor_active")
    for person, kind in ((signup, "own_page"), (mentor, "mentor_page")):
        ask(client, person.email)
        assert person.mails.filter(kind=kind).count() == 1


def test_a_link_that_could_not_be_delivered_is_sent_anew(client):
    signup = SignupFactory(email="mila@example.org", eligible=True)
    ask(client, "mila@example.org")
    signup.mails.update(status="dead")
    ask(client, "mila@example.org")
    assert signup.mails.count() == 2


def test_a_link_that_leads_elsewhere_by_now_is_sent_anew(client):
    signup = SignupFactory(email="mila@example.org")
    ask(client, "mila@example.org")
    signup.confirm_email()
    ask(client, "mila@example.org")
    assert signup.mails.filter(kind="own_page").count() == 1


def test_two_classes_behind_one_address_all_get_their_link(client, settings):
    settings.MENTORING_UNPROVEN_REQUESTS_PER_HOUR = 2
    for _number in range(5):
        assert ask(client, SignupFactory(eligible=True).email).status_code == 303
    assert OutgoingMail.objects.filter(kind="own_page").count() == 5


@pytest.mark.parametrize("email", ["", "mila", "mila@example.org\r\nBcc: x@example.org", "mi\x00la@example.org"])
def test_what_is_no_address_is_refused_in_words(client, email):
    assert ask(client, email).status_code == 400


def test_the_error_stands_at_its_field(client):
    page = ask(client, "mila").content.decode()
    assert "Das sieht nicht nach einer E-Mail-Adresse aus" in page
    assert 'value="mila"' in page


def test_other_sites_and_floods_are_refused(client, settings):
    SignupFactory(email="mila@example.org", eligible=True)
    response = ask(client, "mila@example.org", headers={"Origin": "https://evil.example"})
    assert response.status_code == 403
    assert "nicht von unserer Seite" in response.content.decode()
    assert client.post(URL, {"email": "a" * 20_000}).status_code == 413
    settings.MENTORING_REQUESTS_PER_HOUR = 0
    assert ask(client, "mila@example.org").status_code == 429
    assert not OutgoingMail.objects.exists()


def test_the_page_is_kept_nowhere_and_sets_no_cookie(client):
    for response in (client.get(URL), ask(client, "mila@example.org"), client.get("/mentoring/link/gesendet/")):
        assert "no-store" in response["Cache-Control"]
        assert not response.cookies
