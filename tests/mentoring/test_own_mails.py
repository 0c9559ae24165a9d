"""Another address, a word to the contact for child protection, and the news that a guardian refused."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cms.models import SiteSettings
from mentoring.models import AuditEvent, Match, MentoringSignup, OutgoingMail, SignupToken
from mentoring.sweep import sweep
from tests.factories import MentorFactory, SignupFactory, UserFactory, home_page
from tests.mentoring.links import link_in

pytestmark = pytest.mark.django_db
CONTACT = "schutz@example.org"


@pytest.fixture(autouse=True)
def _mails_go_out_at_once(monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())


@pytest.fixture
def mine(db):
    return SignupFactory(age=14, email="mila@example.org", eligible=True)


@pytest.fixture
def path(mine, mailoutbox):
    mine.owe_link()
    return link_in(mailoutbox.pop())


@pytest.fixture
def contact(db):
    """The site names a contact for child protection."""
    home_page()
    from wagtail.models import Site

    site = Site.objects.get(is_default_site=True)
    SiteSettings.objects.update_or_create(site=site, defaults={"child_protection_email": CONTACT})


def ask(client, path, email):
    return client.post(f"{path}adresse/", {"email": email})


def test_a_new_address_counts_when_it_is_confirmed(client, path, mine, mailoutbox):
    response = ask(client, path, "neu@example.org")
    assert (response.status_code, response["Location"]) == (303, "?gesendet#inhalt")
    assert "Bis du ihn antippst, gilt die alte" in client.get(f"{path}adresse/?gesendet").content.decode()
    mine.refresh_from_db()
    assert mine.email == "mila@example.org"
    (mail,) = mailoutbox
    assert mail.to == ["neu@example.org"]
    link = link_in(mail)
    assert "neu@example.org" in client.get(link).content.decode()
    assert client.post(link).status_code == 303
    mine.refresh_from_db()
    assert (mine.email, mine.new_email) == ("neu@example.org", None)
    assert MentoringSignup.objects.with_email("NEU@example.org").get() == mine
    assert not MentoringSignup.objects.with_email("mila@example.org").exists()
    assert AuditEvent.objects.of(mine)[0].kind == "email_changed"
    assert "Deine neue Adresse gilt" in client.get(link).content.decode()


def test_then_links_to_the_old_mailbox_end_and_a_new_one_is_sent(client, path, mailoutbox):
    ask(client, path, "neu@example.org")
    client.post(link_in(mailoutbox[0]))
    assert client.get(path).status_code == 410
    assert mailoutbox[-1].to == ["neu@example.org"]
    assert client.get(link_in(mailoutbox[-1])).status_code == 200


def test_links_about_a_match_end_with_the_old_mailbox_too_and_a_guardians_goes_on(client, mine, mailoutbox):
    mine.tokens.all().delete()
    mine.owe_mail(OutgoingMail.Kind.OWN_PAGE)
    match = Match.objects.propose(mine, MentorFactory(active=True), UserFactory())
    proposal = next(link_in(mail) for mail in mailoutbox if "/vorschlag/" in mail.body and mail.to == [mine.email])
    SignupToken.issue(mine, "guardian_consent", timedelta(days=1))
    assert client.get(proposal).status_code == 200
    match.signup.ask_for_new_email("neu@example.org")
    match.signup.confirm_new_email()
    assert client.get(proposal).status_code == 410
    assert sorted(mine.tokens.values_list("purpose", flat=True)) == ["guardian_consent", "new_email", "own_page"]


def test_a_taken_address_gets_the_same_answer_and_its_own_link(client, path, mine, mailoutbox):
    other = SignupFactory(email="andere@example.org", eligible=True)
    taken, free = ask(client, path, "andere@example.org"), ask(client, path, "frei@example.org")
    assert (taken.status_code, taken["Location"], taken.content) == (free.status_code, free["Location"], free.content)
    assert [mail.to for mail in mailoutbox] == [["andere@example.org"], ["frei@example.org"]]
    assert "neue Adresse" not in mailoutbox[0].subject
    assert link_in(mailoutbox[0]) != path
    assert other.mails.get().kind == "own_page"


def test_an_address_taken_in_between_is_not_taken_over(client, path, mine, mailoutbox):
    ask(client, path, "neu@example.org")
    SignupFactory(email="neu@example.org")
    client.post(link_in(mailoutbox[0]))
    mine.refresh_from_db()
    assert mine.email == "mila@example.org"


def test_an_address_that_is_taken_amid_the_confirmation_is_not_taken_over(client, path, mine, mailoutbox, monkeypatch):
    """The other signup is committed after this one has looked."""
    ask(client, path, "neu@example.org")
    SignupFactory(email="neu@example.org")
    monkeypatch.setattr(
        MentoringSignup.objects.__class__, "with_email", lambda self, email: MentoringSignup.objects.none()
    )
    assert client.post(link_in(mailoutbox[0])).status_code == 303
    mine.refresh_from_db()
    assert mine.email == "mila@example.org"


def test_the_last_address_asked_for_is_the_one_that_can_be_confirmed(client, path, mine, mailoutbox):
    ask(client, path, "erste@example.org")
    ask(client, path, "zweite@example.org")
    assert client.post(link_in(mailoutbox[0])).status_code == 410
    client.post(link_in(mailoutbox[1]))
    mine.refresh_from_db()
    assert mine.email == "zweite@example.org"


@pytest.mark.parametrize("email", ["", "mila", "jana@example.org", "JANA+2@example.org"])
def test_no_address_or_the_guardians_is_refused(client, path, mine, email):
    assert ask(client, path, email).status_code == 400
    mine.refresh_from_db()
    assert mine.new_email is None


def test_an_address_that_is_not_confirmed_is_forgotten(client, path, mine):
    ask(client, path, "neu@example.org")
    sweep()
    mine.refresh_from_db()
    assert mine.new_email == "neu@example.org"
    SignupToken.objects.filter(purpose="new_email").update(expires_at=timezone.now() - timedelta(seconds=1))
    sweep()
    mine.refresh_from_db()
    assert mine.new_email is None


def test_a_guardian_who_refuses_lets_the_youth_know(client, mailoutbox):
    signup = SignupFactory(age=14, email="mila@example.org", email_confirmed=True)
    signup.owe_mail(OutgoingMail.Kind.GUARDIAN_CONSENT)
    client.post(link_in(mailoutbox[0]), {"decision": "refuse"})
    assert not MentoringSignup.objects.exists()
    news = mailoutbox[1]
    assert news.to == ["mila@example.org"]
    assert "nicht einverstanden" in news.body
    assert "http" not in news.body
    for word in ("Mila", "Jana"):
        assert word not in news.body
    mail = OutgoingMail.objects.get()
    assert (mail.status, mail.address, mail.text) == ("sent", None, None)


def test_who_withdraws_needs_no_mail_but_the_other_one_gets_it(mailoutbox):
    SignupFactory(age=14, email="mila@example.org", eligible=True).withdraw("guardian")
    assert [mail.to for mail in mailoutbox] == [["mila@example.org"]]
    SignupFactory(age=14, email="mila@example.org", eligible=True).withdraw()
    assert [mail.to for mail in mailoutbox[1:]] == [["jana@example.org"]]


def test_news_that_cannot_be_delivered_leave_no_address_behind(monkeypatch):
    monkeypatch.setattr("mentoring.models.mail.OutgoingMail.send", lambda mail: mail._failed("SMTPError"))
    OutgoingMail.objects.queue_to("mila@example.org", "guardian_refused")
    assert OutgoingMail.objects.get().address == "mila@example.org"
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(hours=49), next_attempt_at=timezone.now())
    OutgoingMail.objects.deliver(OutgoingMail.objects.get().pk)
    sweep()
    assert not OutgoingMail.objects.exists()


def test_a_report_reaches_the_contact_and_nobody_else(client, path, mine, contact, mailoutbox, caplog):
    assert 'href="melden/"' in client.get(path).content.decode()
    response = client.post(f"{path}melden/", {"text": "Er fragt\nnach Fotos."})
    assert response.status_code == 303
    assert "Danke, dass du es sagst" in client.get(f"{path}melden/?gesendet").content.decode()
    (mail,) = mailoutbox
    assert mail.to == [CONTACT]
    assert "Er fragt\nnach Fotos." in mail.body
    for word in ("Mila", "mila@example.org", mine.reference):
        assert word not in mail.body
    assert "Fotos" not in caplog.text
    stored = OutgoingMail.objects.get(kind="protection_report")
    assert (stored.text, stored.address, stored.signup) == (None, None, None)
    assert not AuditEvent.objects.of(mine).exists()


def test_who_wants_an_answer_says_who_they_are(client, path, contact, mailoutbox):
    client.post(f"{path}melden/", {"text": "Bitte ruft an.", "may_answer": "on"})
    assert "Mila, mila@example.org" in mailoutbox[0].body


def test_a_report_outlives_the_signup(client, path, mine, contact, mailoutbox, monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: None)
    client.post(f"{path}melden/", {"text": "Er fragt nach Fotos."})
    mine.withdraw()
    OutgoingMail.objects.deliver(OutgoingMail.objects.get(kind="protection_report").pk)
    assert mailoutbox[0].to == [CONTACT]


@pytest.mark.parametrize("text", ["", " \n", "a" * 2001, "\x00"])
def test_an_empty_or_unreadable_report_is_asked_for_again(client, path, contact, mailoutbox, text):
    assert client.post(f"{path}melden/", {"text": text}).status_code == 400
    assert not mailoutbox


def test_the_forms_behind_a_link_need_no_cookie(path, contact):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    for address in ("", "aendern/", "adresse/", "melden/"):
        assert browser.post(path + address, {}).status_code in (303, 400)


def test_no_page_behind_a_link_loses_that_by_a_method_of_its_own():
    from django.urls import get_resolver

    from mentoring.views import LinkView

    def views_of(patterns):
        for pattern in patterns:
            yield from views_of(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern.callback]

    views = views_of(get_resolver("mentoring.urls").url_patterns)
    links = [view for view in views if issubclass(getattr(view, "view_class", object), LinkView)]
    assert len(links) > 8
    assert all(getattr(view, "csrf_exempt", False) for view in links)


def test_without_a_contact_there_is_no_report(client, path):
    assert "melden/" not in client.get(path).content.decode()
    assert client.get(f"{path}melden/").status_code == 404


def test_address_and_text_are_stored_encrypted_and_survive_a_new_key(monkeypatch, settings):
    from cryptography.fernet import Fernet

    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: None)
    mail = OutgoingMail.objects.queue_to("mila@example.org", "protection_report", "Geheim")
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, text FROM mentoring_outgoingmail")
        stored = "".join(cursor.fetchone())
    assert "mila" not in stored
    assert "Geheim" not in stored
    new_key = Fernet.generate_key().decode()
    settings.PERSONAL_DATA_KEYS = [new_key, *settings.PERSONAL_DATA_KEYS]
    call_command("rotate_keys", verbosity=0)
    settings.PERSONAL_DATA_KEYS = [new_key]
    mail.refresh_from_db()
    assert (mail.address, mail.text) == ("mila@example.org", "Geheim")


def test_the_database_wants_one_recipient_for_each_mail(mine):
    for fields in ({}, {"signup": mine, "address": "x@example.org"}, {"signup": mine, "text": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OutgoingMail.objects.create(kind="own_page", **fields)
