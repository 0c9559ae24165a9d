"""Adults apply as mentors: the form, the confirmation, the own page, and what is erased when."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from mentoring.ledger import replay
from mentoring.models import AuditEvent, Mentor, OutgoingMail, SignupToken, Tombstone
from mentoring.models.signup import WrongStateError
from mentoring.sweep import sweep
from tests.factories import MentorFactory, MunicipalityFactory, SignupFactory
from tests.mentoring.links import link_in

pytestmark = pytest.mark.django_db
ADDRESS = "/mentoring/mentor-werden/"
State = Mentor.State


@pytest.fixture(autouse=True)
def _mails_go_out_at_once(monkeypatch):
    """Within a test's transaction nothing is ever committed: deliver when the mail is queued."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())


@pytest.fixture
def form(signup_page, client):
    """What the browser sends when the form is filled in."""
    return {
        "token": token_of(client.get(ADDRESS)),
        "first_name": "Ruth",
        "last_name": "Hänsel",
        "email": "ruth@example.org",
        "municipality": "goerlitz",
        "occupation": "Zimmermeisterin",
        "career_fields": ["bau", "kunst"],
        "languages": ["pl", "de"],
        "capacity": "2",
        "about": "Ich zeige die Werkstatt.",
        "is_adult": "on",
        "consent": "on",
    }


def token_of(response):
    return unescape(re.search(r'name="token" value="([^"]+)"', response.content.decode())[1])


def text_of(response):
    return unescape(response.content.decode())


def applied(**fields):
    mentor = MentorFactory(**fields)
    mentor.owe_mail(OutgoingMail.Kind.MENTOR_CONFIRM)
    return mentor


def test_the_mentoring_page_leads_to_the_application(signup_page, client):
    assert f'href="{ADDRESS}"' in text_of(client.get("/mentoring/"))


def test_an_application_is_stored_encrypted_and_confirmed_by_mail(form, client, mailoutbox):
    response = client.post(ADDRESS, form)
    assert (response.status_code, response["Location"]) == (303, f"{ADDRESS}danke/#inhalt")
    assert "Postfach" in text_of(client.get(response["Location"]))
    mentor = Mentor.objects.get()
    assert (mentor.first_name, mentor.last_name, mentor.capacity) == ("Ruth", "Hänsel", 2)
    assert (mentor.languages, mentor.municipality.slug) == (["de", "pl"], "goerlitz")
    assert mentor.career_fields.count() == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT first_name, last_name, email, occupation, about FROM mentoring_mentor")
        stored = " ".join(cursor.fetchone())
    for word in ("Ruth", "Hänsel", "ruth@", "Zimmer", "Werkstatt"):
        assert word not in stored

    (mail,) = mailoutbox
    assert mail.to == ["ruth@example.org"]
    assert "Guten Tag Ruth," in mail.body
    path = link_in(mail)
    assert "Bewerbung bestätigen" in text_of(client.get(path))
    assert Mentor.objects.get().state == State.APPLIED
    assert client.post(path).status_code == 303
    assert Mentor.objects.get().state == State.EMAIL_CONFIRMED
    assert "Führungszeugnis" in text_of(client.get(path))


def test_the_form_is_kept_in_no_cache_and_sets_no_cookie(signup_page, client):
    for response in (client.get(ADDRESS), client.post(ADDRESS, {})):
        assert "no-store" in response["Cache-Control"]
        assert not response.cookies


def test_a_form_sent_twice_makes_one_application(form, client, mailoutbox):
    assert {client.post(ADDRESS, form).status_code for _ in range(3)} == {303}
    assert Mentor.objects.count() == 1
    assert len(mailoutbox) == 1


def test_a_known_address_gets_the_same_answer_and_a_link_to_what_is_there(form, client, mailoutbox):
    MentorFactory(email="Ruth@example.org", email_confirmed=True)
    response = client.post(ADDRESS, form)
    assert (response.status_code, response["Location"]) == (303, f"{ADDRESS}danke/#inhalt")
    assert Mentor.objects.count() == 1
    page = text_of(client.get(link_in(mailoutbox[0])))
    assert "Wir prüfen Ihre Bewerbung" in page


def test_a_youth_and_a_mentor_may_share_an_address(form, client):
    SignupFactory(email="ruth@example.org")
    client.post(ADDRESS, form)
    assert Mentor.objects.with_email("RUTH@example.org").exists()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"first_name": ""}, "Bitte nennen Sie Ihren Vornamen"),
        ({"last_name": "http://example.org"}, "Ein Name besteht aus"),
        ({"email": "ruth"}, "Das sieht nicht nach einer E-Mail-Adresse aus"),
        ({"municipality": ""}, "Bitte wählen Sie Ihren Wohnort"),
        ({"occupation": ""}, "Bitte nennen Sie Ihren Beruf"),
        ({"career_fields": []}, "Bitte wählen Sie mindestens ein Berufsfeld"),
        ({"career_fields": ["it", "bau", "elektro", "kunst"]}, "Bitte wählen Sie höchstens drei"),
        ({"languages": []}, "Bitte wählen Sie mindestens eine Sprache"),
        ({"languages": ["tlh"]}, "Diese Sprache kennen wir nicht"),
        ({"capacity": "0"}, "Bitte wählen Sie eine Zahl von 1 bis 5"),
        ({"capacity": "viele"}, "Bitte wählen Sie eine Zahl von 1 bis 5"),
        ({"about": "a" * 601}, "Es passen 600 Zeichen"),
        ({"is_adult": ""}, "muss volljährig sein"),
        ({"consent": ""}, "Ohne Ihr Einverständnis"),
        ({"token": "gefälscht"}, "Das Formular war zu lange offen"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(form, client, changes, message):
    response = client.post(ADDRESS, {**form, **changes})
    assert response.status_code == 400
    assert message in text_of(response)
    assert not Mentor.objects.exists()
    if "about" not in changes:
        assert "Ich zeige die Werkstatt.</textarea>" in text_of(response)


def test_a_form_sent_from_another_site_is_refused(form, client):
    response = client.post(ADDRESS, form, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert "nicht von unserer Seite" in text_of(response)


def test_a_mentor_sees_what_is_stored_and_erases_it(client, mailoutbox):
    MentorFactory(email_confirmed=True, about="Ich zeige die Werkstatt.").owe_link()
    path = link_in(mailoutbox[0])
    page = text_of(client.get(f"{path}daten/"))
    for word in ("Ruth", "Hänsel", "Zimmermeisterin", "Deutsch", "Werkstatt", "außerhalb"):
        assert word in page
    assert client.post(path).status_code == 303
    assert Mentor.objects.exists()
    response = client.post(path, {"decision": "erase"})
    assert "gelöscht" in text_of(client.get(response["Location"]))
    for model in (Mentor, OutgoingMail, SignupToken, Mentor.career_fields.through):
        assert not model.objects.exists()
    assert Tombstone.objects.count() == 1
    assert client.get(path).status_code == 410
    assert f'href="{ADDRESS}"' in text_of(client.get(path))


def test_every_page_is_private(client, mailoutbox):
    applied()
    for path in (link_in(mailoutbox[0]), f"{ADDRESS}bewerbung/unbekannt/", f"{ADDRESS}danke/", f"{ADDRESS}geloescht/"):
        response = client.get(path)
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"


def test_a_link_does_only_what_its_mail_said(client, mailoutbox):
    applied()
    token = link_in(mailoutbox[0]).split("/")[-2]
    for path in (f"{ADDRESS}bewerbung/{token}/", f"/mentoring/anmeldung/{token}/", f"/mentoring/bestaetigen/{token}/"):
        assert client.get(path).status_code == 410


def test_a_confirmation_counts_once():
    mentor = MentorFactory()
    mentor.confirm_email()
    with pytest.raises(WrongStateError):
        mentor.confirm_email()
    with pytest.raises(WrongStateError):
        mentor.remind()


def test_the_database_refuses_what_the_rules_exclude():
    for fields in ({"capacity": 0}, {"capacity": 6}, {"state": "email_confirmed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MentorFactory(**fields)
    MentorFactory(email="ruth@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        MentorFactory(email="Ruth@example.org")


def test_a_mail_belongs_to_one_person():
    for people in ({}, {"signup": SignupFactory(), "mentor": MentorFactory()}):
        for model, fields in ((OutgoingMail, {"kind": "own_page"}), (SignupToken, {"purpose": "x", "digest": "x"})):
            with pytest.raises(IntegrityError), transaction.atomic():
                model.objects.create(**people, **fields)


def test_an_unconfirmed_application_is_reminded_of_once_and_erased_after_a_week(mailoutbox):
    MentorFactory(state_since=timezone.now() - timedelta(days=4))
    assert [sweep()["reminded"] for _ in range(3)] == [1, 0, 0]
    assert "noch nicht bestätigt" in mailoutbox[0].subject
    Mentor.objects.update(state_since=timezone.now() - timedelta(days=7))
    assert sweep()["erased"] == 1
    assert not Mentor.objects.exists()


def test_an_application_nobody_vetted_is_erased_after_half_a_year(settings):
    MentorFactory(email_confirmed=True, state_since=timezone.now() - timedelta(days=181))
    assert sweep()["erased"] == 0
    settings.MENTORING_MENTOR_VETTING_DAYS = 181
    assert sweep()["erased"] == 1


def test_a_mentor_who_lost_the_link_gets_a_new_one(client, mailoutbox):
    MentorFactory(email="ruth@example.org", email_confirmed=True)
    known, unknown = (client.post("/mentoring/link/", {"email": f"{name}@example.org"}) for name in ("ruth", "otto"))
    assert (known.status_code, known["Location"], known.content) == (303, unknown["Location"], unknown.content)
    (mail,) = mailoutbox
    assert "Wir prüfen Ihre Bewerbung" in text_of(client.get(link_in(mail)))


def test_a_restored_backup_brings_no_erased_mentor_back():
    mentor = MentorFactory()
    erased_at = timezone.now() - timedelta(days=3)
    assert replay({mentor.reference: {"reason": "withdrawn", "erased_at": erased_at}}) == 1
    assert not Mentor.objects.exists()
    assert Tombstone.objects.get().erased_at == erased_at


def test_nothing_prints_or_records_a_name():
    mentor = applied()
    mentor.confirm_email()
    mentor.withdraw()
    things = [mentor, *AuditEvent.objects.all()]
    assert [event.kind for event in things[1:]] == ["email_confirmed", "withdrawn", "erased"]
    for word in ("Ruth", "Hänsel", "ruth", "Zimmer"):
        assert word not in "".join(f"{thing} {thing!r}" for thing in things)


def test_wagtail_does_not_list_who_lives_where():
    from wagtail.models import ReferenceIndex

    place = MunicipalityFactory()
    MentorFactory(municipality=place)
    assert not ReferenceIndex.get_references_to(place).exists()
