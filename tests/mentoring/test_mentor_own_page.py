"""What a mentor does with the own application, along the link in a mail."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring.mentors.own_data import mentor_entries
from mentoring.models import AuditEvent, Match, Mentor, MentoringSignup, OutgoingMail, SignupToken
from mentoring.models.signup import WrongStateError
from mentoring.sweep import sweep
from tests.factories import MentorFactory, SignupFactory, UserFactory
from tests.mentoring.answers import everything
from tests.mentoring.links import link_in

pytestmark = pytest.mark.django_db
CORRECTION = {
    "first_name": "Rut",
    "last_name": "Hensel",
    "municipality": "goerlitz",
    "occupation": "Zimmerin",
    "career_fields": ["bau", "kunst"],
    "languages": ["pl", "de"],
    "capacity": "3",
    "about": "Ich zeige den Hof.",
}
STRANGE = [
    ("last_name", "http://example.org"),
    ("occupation", ""),
    ("municipality", "atlantis"),
    ("career_fields", []),
    ("languages", ["tlh"]),
    ("capacity", "6"),
    ("about", "a" * 601),
]


@pytest.fixture
def mentor(places):
    return MentorFactory(email="ruth@example.org", about="Ich zeige die Werkstatt.", email_confirmed=True)


def path_of(mentor, mailoutbox):
    mentor.owe_link()
    OutgoingMail.objects.deliver(mentor.mails.get().pk)
    return link_in(mailoutbox[-1])


@pytest.fixture
def at_once(monkeypatch):
    """Mails go out when they are queued: within a test's transaction nothing is ever committed."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())


@pytest.fixture
def path(mentor, at_once, mailoutbox):
    mentor.owe_link()
    return link_in(mailoutbox.pop())


def ask(client, path, email):
    return client.post(f"{path}adresse/", {"email": email})


def text_of(response):
    return unescape(response.content.decode())


def test_a_mentor_corrects_what_is_wrong(client, mentor, mailoutbox):
    path = path_of(mentor, mailoutbox)
    assert 'href="aendern/"' in text_of(client.get(path))
    form = text_of(client.get(f"{path}aendern/"))
    assert 'value="Hänsel"' in form
    assert "Ich zeige die Werkstatt.</textarea>" in form
    response = client.post(f"{path}aendern/", CORRECTION)
    assert (response.status_code, response["Location"]) == (303, "../#inhalt")
    mentor.refresh_from_db()
    assert (mentor.first_name, mentor.last_name, mentor.occupation) == ("Rut", "Hensel", "Zimmerin")
    assert (mentor.municipality.slug, mentor.capacity, mentor.languages) == ("goerlitz", 3, ["de", "pl"])
    assert sorted(field.slug for field in mentor.career_fields.all()) == ["bau", "kunst"]
    assert (mentor.email, mentor.state) == ("ruth@example.org", "email_confirmed")
    assert AuditEvent.objects.of(mentor)[0].kind == "corrected"


@pytest.mark.parametrize(("field", "value"), STRANGE)
def test_the_rules_of_the_application_hold_here_too(client, mentor, mailoutbox, field, value):
    response = client.post(f"{path_of(mentor, mailoutbox)}aendern/", {**CORRECTION, field: value})
    assert response.status_code == 400
    assert "Das fehlt noch oder stimmt nicht" in text_of(response)
    mentor.refresh_from_db()
    assert mentor.first_name == "Ruth"


def test_once_a_certificate_was_seen_the_name_stays_as_it_was_compared(client, places, mailoutbox):
    mentor = MentorFactory(active=True)
    path = path_of(mentor, mailoutbox)
    page = text_of(client.get(f"{path}aendern/"))
    assert 'name="last_name"' not in page
    assert "mit dem Führungszeugnis verglichen" in page
    assert client.post(f"{path}aendern/", CORRECTION).status_code == 303
    mentor.refresh_from_db()
    assert (mentor.first_name, mentor.last_name, mentor.occupation) == ("Ruth", "Hänsel", "Zimmerin")
    with pytest.raises(WrongStateError):
        mentor.correct(career_fields=[], last_name="Anders")


def test_a_mentor_reads_and_takes_along_all_that_is_stored_and_nothing_of_a_youth(client, places, mailoutbox):
    mentor, user = MentorFactory(active=True, about="Ich zeige die Werkstatt."), UserFactory(username="k.berg")
    match = Match.objects.propose(SignupFactory(first_name="Zuzana", age=18, eligible=True), mentor, user)
    match.accept(match.signup)
    match.accept(match.mentor)
    meeting = match.plan_meeting(kind="meeting", day=timezone.localdate(), place="Werkstatt Nord")
    match.note_meeting(meeting.pk, "held", "Gesägt")
    mentor.mails.all().delete()
    path = path_of(mentor, mailoutbox)
    page, data = text_of(client.get(f"{path}daten/")), client.get(f"{path}daten.json")
    assert data["Content-Disposition"] == 'attachment; filename="bewerbung.json"'
    for word in ("Ruth", "Hänsel", mentor.email, "Zimmermeisterin", "Werkstatt Nord", "Gesägt", mentor.reference):
        assert word in page
        assert word in data.content.decode()
    assert data.json()["capacity"] == 1
    for word in ("Zuzana", match.signup.email, match.signup.reference, "k.berg", "koordination"):
        assert word not in page + data.content.decode()


def test_nothing_that_is_stored_is_left_out(mentor):
    told = {entry.name for entry in mentor_entries(mentor)}
    about_the_row = {"id", "email_index", "reminded_at"}
    fields = {field.name for field in (*Mentor._meta.fields, *Mentor._meta.many_to_many)}
    assert fields - about_the_row <= told


def test_a_new_address_counts_when_it_is_confirmed(client, path, mentor, mailoutbox):
    assert 'href="adresse/"' in text_of(client.get(path))
    assert "Jetzt schreiben wir Ihnen an ruth@example.org" in text_of(client.get(f"{path}adresse/"))
    response = ask(client, path, "neu@example.org")
    assert (response.status_code, response["Location"]) == (303, "?gesendet#inhalt")
    assert "gilt die alte" in text_of(client.get(f"{path}adresse/?gesendet"))
    mentor.refresh_from_db()
    assert mentor.email == "ruth@example.org"
    (mail,) = mailoutbox
    assert mail.to == ["neu@example.org"]
    link = link_in(mail)
    assert "neu@example.org" in text_of(client.get(link))
    assert client.post(link).status_code == 303
    assert client.post(link).status_code == 303
    mentor.refresh_from_db()
    assert (mentor.email, mentor.new_email) == ("neu@example.org", None)
    assert Mentor.objects.with_email("NEU@example.org").get() == mentor
    assert not Mentor.objects.with_email("ruth@example.org").exists()
    assert AuditEvent.objects.of(mentor)[0].kind == "email_changed"
    assert "Ihre neue Adresse gilt" in text_of(client.get(link))


def test_then_every_link_to_the_old_mailbox_ends_and_a_new_one_is_sent(client, places, at_once, mailoutbox):
    mentor = MentorFactory(active=True)
    Match.objects.propose(SignupFactory(age=18, eligible=True), mentor, UserFactory())
    proposal = link_in(mailoutbox[-1])
    mentor.owe_mail(OutgoingMail.Kind.MENTOR_PAGE)
    path = link_in(mailoutbox[-1])
    assert client.get(proposal).status_code == 200
    ask(client, path, "neu@example.org")
    client.post(link_in(mailoutbox[-1]))
    assert client.get(path).status_code == client.get(proposal).status_code == 410
    assert mailoutbox[-1].to == ["neu@example.org"]
    assert "Vorschlag" in text_of(client.get(link_in(mailoutbox[-1])))


def test_a_mail_that_was_still_owed_reaches_the_new_mailbox_with_a_link_that_works(client, mentor, mailoutbox):
    mentor.ask_for_new_email("neu@example.org")
    mentor.owe_mail(OutgoingMail.Kind.MENTOR_CONFIRMED)
    mentor.confirm_new_email()
    OutgoingMail.objects.deliver(mentor.mails.get(kind="mentor_confirmed").pk)
    (mail,) = mailoutbox
    assert mail.to == ["neu@example.org"]
    assert client.get(link_in(mail)).status_code == 200


def test_a_taken_address_gets_the_same_answer_and_its_own_link(client, path, mailoutbox):
    other = MentorFactory(email="andere@example.org", email_confirmed=True)
    taken, free = ask(client, path, "andere@example.org"), ask(client, path, "frei@example.org")
    assert everything(taken) == everything(free)
    assert [mail.to for mail in mailoutbox] == [["andere@example.org"], ["frei@example.org"]]
    assert "neue Adresse" not in mailoutbox[0].subject
    assert link_in(mailoutbox[0]) != path
    assert other.mails.get().kind == "mentor_page"


def test_a_taken_and_a_free_address_are_answered_at_the_same_beat(client, path, settings, monkeypatch):
    settings.MENTORING_ANSWER_BEAT_SECONDS = 0.2
    waits = []
    monkeypatch.setattr("mentoring.intake.time.sleep", waits.append)
    MentorFactory(email="andere@example.org", email_confirmed=True)
    ask(client, path, "andere@example.org")
    ask(client, path, "frei@example.org")
    assert len(waits) == 2


def test_a_youths_address_is_no_mentors(client, path, mentor, mailoutbox):
    SignupFactory(email="mila@example.org", eligible=True)
    ask(client, path, "mila@example.org")
    client.post(link_in(mailoutbox[0]))
    mentor.refresh_from_db()
    assert mentor.email == MentoringSignup.objects.get().email == "mila@example.org"


def test_an_address_taken_in_between_is_not_taken_over(client, path, mentor, mailoutbox, monkeypatch):
    ask(client, path, "neu@example.org")
    other = MentorFactory(email="neu@example.org")
    assert client.post(link_in(mailoutbox[0])).status_code == 303
    # So it is when the other is committed between the question and the answer.
    monkeypatch.setattr(Mentor.objects.__class__, "with_email", lambda self, email: Mentor.objects.none())
    assert client.post(link_in(mailoutbox[0])).status_code == 303
    mentor.refresh_from_db()
    other.refresh_from_db()
    assert (mentor.email, other.email) == ("ruth@example.org", "neu@example.org")


def test_the_last_address_asked_for_is_the_one_that_can_be_confirmed(client, path, mentor, mailoutbox):
    ask(client, path, "erste@example.org")
    ask(client, path, "zweite@example.org")
    assert client.post(link_in(mailoutbox[0])).status_code == 410
    client.post(link_in(mailoutbox[1]))
    mentor.refresh_from_db()
    assert mentor.email == "zweite@example.org"


@pytest.mark.parametrize("email", ["", "ruth", "neu@example.org\r\nBcc: x@example.org", "ne\x00u@example.org"])
def test_what_is_no_address_is_refused_in_words(client, path, mentor, email):
    response = ask(client, path, email)
    assert response.status_code == 400
    if email == "":
        assert "Bitte nennen Sie Ihre neue Adresse." in text_of(response)
    mentor.refresh_from_db()
    assert mentor.new_email is None


def test_a_flood_of_addresses_is_refused_in_words(client, path, settings, mailoutbox):
    settings.MENTORING_REQUESTS_PER_HOUR = 0
    response = ask(client, path, "neu@example.org")
    assert response.status_code == 429
    assert "Bitte versuchen Sie es in einer Stunde" in text_of(response)
    assert not mailoutbox


def test_an_address_that_is_not_confirmed_is_forgotten(client, path, mentor):
    ask(client, path, "neu@example.org")
    sweep()
    mentor.refresh_from_db()
    assert mentor.new_email == "neu@example.org"
    SignupToken.objects.filter(purpose="mentor_new_email").update(expires_at=timezone.now() - timedelta(seconds=1))
    sweep()
    mentor.refresh_from_db()
    assert mentor.new_email is None


def test_these_pages_are_private_and_end_with_the_link(client, mentor, mailoutbox):
    path = path_of(mentor, mailoutbox)
    for address in ("aendern/", "adresse/", "daten/", "daten.json"):
        response = client.get(path + address)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert path.split("/")[-2] not in text_of(response)
    for address in ("daten/", "daten.json"):
        assert client.post(path + address).status_code == 405
    mentor.withdraw()
    for address in ("aendern/", "adresse/", "daten/", "daten.json"):
        assert client.get(path + address).status_code == 410
    assert client.post(f"{path}aendern/", CORRECTION).status_code == 410


def test_a_link_of_a_youth_opens_none_of_it(client, places, mailoutbox):
    signup = SignupFactory(eligible=True)
    signup.owe_link()
    OutgoingMail.objects.deliver(signup.mails.get().pk)
    token = link_in(mailoutbox[0]).split("/")[-2]
    for name in ("mentor-correct", "mentor-address", "mentor-new-email", "mentor-data", "mentor-data-file"):
        assert client.get(reverse(name, args=[token])).status_code == 410
