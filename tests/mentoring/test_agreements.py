"""The agreement for those under 18: asked for by mail, printed from the admin or behind a link, naming nobody."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from cms.models import SiteSettings
from mentoring import agreements
from mentoring.models import GuardianText, Match
from tests.factories import CompanyFactory, MentorFactory, SignupFactory, UserFactory
from tests.mentoring.links import link_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mails_go_out_at_once(monkeypatch):
    """Within a test's transaction nothing is ever committed: deliver when the mail is queued."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())


@pytest.fixture
def texts(monkeypatch):
    """What goes into each agreement that is made."""
    made = []
    real = agreements.make_pdf
    monkeypatch.setattr(agreements, "make_pdf", lambda source, data: made.append(data) or real(source, data))
    return made


def accepted(mailoutbox, age):
    match = Match.objects.propose(SignupFactory(age=age, eligible=True), MentorFactory(active=True), UserFactory())
    mailoutbox.clear()
    match.accept(match.signup)
    match.accept(match.mentor)
    return match


def test_both_and_the_guardian_are_told_that_a_signature_is_missing(mailoutbox):
    match = accepted(mailoutbox, age=15)
    youth, mentor, guardian = mailoutbox
    assert [mail.to for mail in mailoutbox] == [[match.signup.email], [match.mentor.email], ["jana@example.org"]]
    assert "Ihr habt beide Ja gesagt" in youth.subject
    assert "Sie haben beide Ja gesagt" in mentor.subject
    assert "Vereinbarung für Mila" in guardian.subject
    assert "Ruth" not in youth.body + guardian.body
    assert "Mila" not in mentor.body


def test_from_16_on_the_youth_brings_it_home_and_adults_need_none(mailoutbox):
    accepted(mailoutbox, age=16)
    assert len(mailoutbox) == 2
    accepted(mailoutbox, age=18)
    assert not any("Vereinbarung" in mail.body for mail in mailoutbox)


def test_it_is_downloaded_by_each_link_until_it_is_there(client, mailoutbox, texts):
    match = accepted(mailoutbox, age=15)
    page, guardians = link_in(mailoutbox[0]), link_in(mailoutbox[2])
    assert 'href="vereinbarung/"' in client.get(page).content.decode()
    match.signup.mails.all().delete()
    match.signup.owe_link()
    own = link_in(mailoutbox[-1])
    assert 'href="vereinbarung/"' in client.get(own).content.decode()
    links = (f"{page}vereinbarung/", f"{own}vereinbarung/", guardians)
    for link in links:
        response = client.get(link)
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"] == f'attachment; filename="vereinbarung-{match.reference}.pdf"'
        assert "no-store" in response["Cache-Control"]
        assert response.content.startswith(b"%PDF")
    match.note_agreement(UserFactory(), timezone.localdate())
    assert {client.get(link).status_code for link in links} == {410}


def test_it_is_one_tagged_sheet_that_names_nobody_and_says_whom_to_ask(mailoutbox, texts):
    contacts = {"contact_email": "mentoring@example.org", "child_protection_email": "schutz@example.org"}
    SiteSettings.objects.update_or_create(site=Site.objects.get(is_default_site=True), defaults=contacts)
    match = accepted(mailoutbox, age=15)
    pdf = agreements.agreement(match)
    assert b"/MarkInfo" in pdf
    assert re.findall(rb"/Count (\d+)", pdf)[0] == b"1"
    told = str(texts[-1])
    for word in (match.reference, "mentoring@example.org", "schutz@example.org", "Landkreis G"):
        assert word in told
    for word in ("Mila", "Ruth", "Jana", match.signup.email, match.mentor.email):
        assert word not in told


def test_a_coordinator_prints_it_from_the_page_of_the_match(client, coordinator, mailoutbox):
    match = accepted(mailoutbox, age=15)
    path = reverse("matches:agreement", args=[match.reference])
    assert path in client.get(reverse("matches:detail", args=[match.reference])).content.decode()
    assert client.get(path)["Content-Type"] == "application/pdf"
    adults = accepted(mailoutbox, age=18)
    for reference in (adults.reference, "gibt-es-nicht"):
        assert client.get(reverse("matches:agreement", args=[reference])).status_code == 404


def test_nobody_else_prints_it(admin_client, mailoutbox):
    match = accepted(mailoutbox, age=15)
    assert admin_client.get(reverse("matches:agreement", args=[match.reference])).status_code == 403


@pytest.mark.parametrize("language", GuardianText.Language.values)
def test_guardians_find_it_behind_each_of_their_links_while_it_is_missing(client, mailoutbox, language):
    match = accepted(mailoutbox, age=15)
    page = link_in(mailoutbox[2]).removesuffix("vereinbarung/")
    text = GuardianText.objects.get(language=language)
    shown = client.get(f"{page}?sprache={language}").content.decode()
    for word in (text.agreement, text.agreement_label, 'href="vereinbarung/"'):
        assert word in shown
    assert text.thanks not in shown
    match.note_agreement(UserFactory(), timezone.localdate())
    assert "vereinbarung/" not in client.get(f"{page}?sprache={language}").content.decode()


def test_the_chief_editor_writes_what_it_says(mailoutbox, texts):
    site = Site.objects.get(is_default_site=True)
    rules = "Mindestens {treffen} Treffen.\r\n\r\nZu erreichen: {kontakt}.\r\nHilfe: {kinderschutz}."
    contacts = {"contact_email": "mentoring@example.org", "contact_address": "Bahnhofstraße 24\r\nGörlitz"}
    SiteSettings.objects.update_or_create(site=site, defaults={**contacts, "agreement_rules": rules})
    agreements.agreement(accepted(mailoutbox, age=15))
    told = ["Mindestens 6 Treffen.", "Zu erreichen: mentoring@example.org · Bahnhofstraße 24, Görlitz."]
    assert texts[-1]["rules"] == told


def test_a_visit_has_an_agreement_with_rules_of_its_own(texts):
    signup = SignupFactory(age=15, eligible=True)
    signup.ask_for_visit(CompanyFactory(title="Werk Nord"))
    visit = signup.visits.get()
    pdf = agreements.agreement(visit)
    assert re.findall(rb"/Count (\d+)", pdf)[0] == b"1"
    told = str(texts[-1])
    for word in ("Vereinbarung zum Besuch", visit.reference, "zugeschaut"):
        assert word in told
    for word in ("Mentorin oder Mentor", "Werk Nord", signup.first_name, "Führungszeugnis"):
        assert word not in told


@pytest.mark.parametrize("field", ["agreement_rules", "visit_rules"])
def test_what_cannot_be_put_in_is_said(field):
    with pytest.raises(ValidationError, match=r"\{name\}"):
        SiteSettings(**{field: "Mit {name} und {treffen}."}).clean()


def test_the_mails_say_where_the_signed_paper_goes(mailoutbox):
    site = Site.objects.get(is_default_site=True)
    SiteSettings.objects.update_or_create(site=site, defaults={"contact_address": "Bahnhofstraße 24\r\nGörlitz"})
    accepted(mailoutbox, age=15)
    assert ["Bahnhofstraße 24" in mail.body for mail in mailoutbox] == [True, False, True]
