"""What a mentor does with the own application, along the link in a mail."""

from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring.mentors.own_data import mentor_entries
from mentoring.models import AuditEvent, Match, Mentor, OutgoingMail
from mentoring.models.signup import WrongStateError
from tests.factories import MentorFactory, SignupFactory, UserFactory
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


def text_of(response):
    return unescape(response.content.decode())


def test_a_mentor_corrects_what_is_wrong(client, mentor, mailoutbox):
    path = path_of(mentor, mailoutbox)
    assert 'href="aendern/"' in text_of(client.get(path))
    form = text_of(client.get(f"{path}aendern/"))
    assert 'value="Hänsel"' in form
    assert "Ich zeige die Werkstatt.</textarea>" in form
    response = client.post(f"{path}aendern/", CORRECTION)
    assert (response.status_code, response["Location"]) == (303, "../")
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


def test_these_pages_are_private_and_end_with_the_link(client, mentor, mailoutbox):
    path = path_of(mentor, mailoutbox)
    for address in ("aendern/", "daten/", "daten.json"):
        response = client.get(path + address)
        assert response.status_code == 200
        assert "no-store" in response["Cache-Control"]
        assert path.split("/")[-2] not in text_of(response)
    for address in ("daten/", "daten.json"):
        assert client.post(path + address).status_code == 405
    mentor.withdraw()
    for address in ("aendern/", "daten/", "daten.json"):
        assert client.get(path + address).status_code == 410
    assert client.post(f"{path}aendern/", CORRECTION).status_code == 410


def test_a_link_of_a_youth_opens_none_of_it(client, places, mailoutbox):
    signup = SignupFactory(eligible=True)
    signup.owe_link()
    OutgoingMail.objects.deliver(signup.mails.get().pk)
    token = link_in(mailoutbox[0]).split("/")[-2]
    for name in ("mentor-correct", "mentor-data", "mentor-data-file"):
        assert client.get(reverse(name, args=[token])).status_code == 410
