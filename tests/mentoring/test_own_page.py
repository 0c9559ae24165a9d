"""What a youth does with the own signup, along the link in a mail."""

import re
from html import unescape

import pytest
from django.urls import reverse

from mentoring.models import AuditEvent, MentoringSignup, OutgoingMail
from tests.factories import MunicipalityFactory, SignupFactory, UserFactory
from tests.mentoring.links import link_in

pytestmark = pytest.mark.django_db
CORRECTION = {"first_name": "Milena", "municipality": "zittau", "career_fields": ["it", "bau"], "message": "Löten."}
STRANGE = [
    ("first_name", "http://example.org"),
    ("first_name", ""),
    ("municipality", "atlantis"),
    ("career_fields", []),
    ("message", "a" * 301),
]


@pytest.fixture
def mine(places):
    MunicipalityFactory(slug="zittau", name="Zittau")
    signup = SignupFactory(age=14, email="mila@example.org", message="Ich löte gern.", eligible=True)
    signup.career_fields.set(signup.career_fields.model.objects.filter(slug="kunst"))
    return signup


@pytest.fixture
def path(mine, mailoutbox):
    mine.owe_link()
    OutgoingMail.objects.deliver(OutgoingMail.objects.get().pk)
    return link_in(mailoutbox[0])


def text(response):
    return unescape(response.content.decode())


def test_the_page_says_until_when_we_search_and_leads_to_all_that_can_be_done(client, path, mine):
    page = text(client.get(path))
    assert "Wir suchen jemanden, der zu dir passt" in page
    assert f"{mine.waits_until:%Y}" in page
    for address in ("aendern/", "daten/"):
        assert f'href="{address}"' in page
        assert client.get(path + address).status_code == 200


def test_the_form_shows_what_is_stored(client, path):
    page = text(client.get(f"{path}aendern/"))
    assert 'value="Mila"' in page
    assert "Ich löte gern.</textarea>" in page
    assert re.search(r'value="ausserhalb"[^>]* selected', page)
    assert re.search(r'value="kunst"[^>]* checked', page)
    assert re.search(r'value="it"(?![^>]* checked)', page)


def test_a_youth_corrects_what_is_wrong(client, path, mine):
    response = client.post(f"{path}aendern/", CORRECTION)
    assert (response.status_code, response["Location"]) == (303, "../#inhalt")
    mine.refresh_from_db()
    assert (mine.first_name, mine.municipality.slug, mine.message) == ("Milena", "zittau", "Löten.")
    assert sorted(field.slug for field in mine.career_fields.all()) == ["bau", "it"]
    assert (mine.age, mine.email, mine.state) == (14, "mila@example.org", "eligible")
    assert AuditEvent.objects.of(mine)[0].kind == "corrected"


@pytest.mark.parametrize(("field", "value"), STRANGE)
def test_the_rules_of_the_signup_hold_here_too(client, path, mine, field, value):
    response = client.post(f"{path}aendern/", {**CORRECTION, field: value})
    assert response.status_code == 400
    assert "Das fehlt noch oder stimmt nicht" in text(response)
    mine.refresh_from_db()
    assert mine.first_name == "Mila"


def test_age_address_and_guardian_are_not_changed_here(client, path, mine):
    more = {"age": "20", "email": "x@example.org", "guardian_email": "x@example.org", "state": "received"}
    client.post(f"{path}aendern/", {**CORRECTION, **more})
    mine.refresh_from_db()
    assert (mine.age, mine.email, mine.guardian_email) == (14, "mila@example.org", "jana@example.org")


def test_a_youth_reads_and_takes_along_all_that_is_stored(client, path, mine):
    AuditEvent.objects.record(
        "details_opened", mine.reference, actor="coordination", detail="contact", user=UserFactory(username="k.berg")
    )
    page = text(client.get(f"{path}daten/"))
    data = client.get(f"{path}daten.json")
    assert data["Content-Disposition"] == 'attachment; filename="anmeldung.json"'
    for word in (
        "Mila",
        "mila@example.org",
        "Ich löte gern.",
        "Jana Kern",
        "jana@example.org",
        "KUNST",
        mine.reference,
    ):
        assert word in page
        assert word in data.content.decode()
    assert data.json()["age"] == 14
    assert "Angaben geöffnet" in page
    assert "k.berg" not in page + data.content.decode()


def test_nothing_that_is_stored_is_left_out(mine):
    from mentoring.own_data import entries

    told = {entry.name for entry in entries(mine)}
    about_the_row = {"id", "email_index", "needs_guardian", "state_since", "reminded_at"}
    fields = {field.name for field in (*MentoringSignup._meta.fields, *MentoringSignup._meta.many_to_many)}
    assert fields - about_the_row <= told


def test_these_pages_are_private_and_end_with_the_link(client, path, mine):
    for address in ("aendern/", "daten/", "daten.json"):
        response = client.get(path + address)
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "no-referrer"
        assert path.split("/")[-2] not in text(response)
    mine.withdraw()
    for address in ("aendern/", "daten/", "daten.json"):
        assert client.get(path + address).status_code == 410
    assert client.post(f"{path}aendern/", CORRECTION).status_code == 410


def test_data_are_only_shown_never_posted_to(client, path):
    for address in ("daten/", "daten.json"):
        assert client.post(path + address).status_code == 405


def test_the_link_of_another_mail_opens_none_of_it(client, mine, mailoutbox):
    mine.owe_mail(OutgoingMail.Kind.GUARDIAN_CONSENT)
    OutgoingMail.objects.deliver(OutgoingMail.objects.get().pk)
    token = link_in(mailoutbox[0]).split("/")[-2]
    for name in ("mentoring-correct", "mentoring-data", "mentoring-data-file"):
        assert client.get(reverse(name, args=[token])).status_code == 410
