"""What guardians read, each in their language."""

import re

import pytest
from django.urls import reverse

from mentoring.models import GuardianText, MentoringSignup, OutgoingMail
from tests.factories import SignupFactory, UserFactory
from tests.mentoring.links import link_in
from tests.second_factor import log_in

pytestmark = pytest.mark.django_db
LANGUAGES = {
    "de": ("Dürfen wir Ihr Kind begleiten?", "Ich willige ein"),
    "pl": ("Czy możemy towarzyszyć Państwa dziecku?", "Wyrażam zgodę"),
    "cs": ("Můžeme doprovázet vaše dítě?", "Souhlasím"),
    "en": ("May we accompany your child?", "I consent"),
    "hsb": ("Směmy Waše dźěćo přewodźeć?", "Zwolu"),
}


@pytest.fixture
def path(mailoutbox):
    """The address in the mail to a guardian."""
    SignupFactory(age=14, email_confirmed=True).owe_mail(OutgoingMail.Kind.GUARDIAN_CONSENT)
    OutgoingMail.objects.deliver(OutgoingMail.objects.get().pk)
    return link_in(mailoutbox[0])


@pytest.mark.parametrize(("language", "words"), LANGUAGES.items())
def test_a_guardian_reads_and_consents_in_the_own_language(client, path, language, words):
    page = client.get(f"{path}?sprache={language}").content.decode()
    for word in (*words, "Mila (14)", f'<div lang="{language}">'):
        assert word in page
    for other, (heading, _) in LANGUAGES.items():
        assert f'href="?sprache={other}"' in page
        assert (heading in page) == (other == language)
    response = client.post(f"{path}?sprache={language}", {"decision": "consent"})
    assert response["Location"] == f"{path}?sprache={language}"
    text = GuardianText.objects.get(language=language)
    page = client.get(response["Location"]).content.decode()
    assert text.thanks_heading in page
    assert text.withdraw_label in page
    client.post(f"{path}?sprache={language}", {"decision": "refuse"})
    assert not MentoringSignup.objects.exists()


@pytest.mark.parametrize("language", ["", "xx", "<script>", "de\x00"])
def test_an_unknown_language_is_answered_in_german(client, path, language):
    response = client.get(path, {"sprache": language})
    if "\x00" in language:
        assert response.status_code == 400
    else:
        assert LANGUAGES["de"][0] in response.content.decode()


def test_every_language_says_who_where_what_and_how_to_withdraw():
    for text in GuardianText.objects.all():
        assert len(re.findall("<h2>", text.body)) == 4
        assert "{name}" in text.introduction


def test_the_mail_tells_in_each_language_that_its_page_is_there_too(path, mailoutbox):
    for word in ("Polski:", "Česky:", "English:", "Hornjoserbsce:"):
        assert word in mailoutbox[0].body


def test_the_page_still_asks_when_all_texts_are_gone(client, path):
    GuardianText.objects.all().delete()
    assert "Ich willige ein" in client.get(path).content.decode()


def test_the_chief_editor_changes_texts_and_sees_which_are_unchecked(client):
    client.force_login(UserFactory(groups=["Chefredaktion"]))
    viewset = GuardianText.snippet_viewset
    listing = client.get(reverse(viewset.get_url_name("list"))).content.decode()
    assert "In dieser Sprache geprüft" in listing
    assert listing.count('href="#icon-success"') == 1
    polish = GuardianText.objects.get(language="pl")
    page = client.get(reverse(viewset.get_url_name("edit"), args=[polish.pk]))
    assert page.status_code == 200
    assert "Ankreuzen, wenn jemand den Text geprüft hat" in page.content.decode()


@pytest.mark.parametrize("group", ["Redaktion", "Koordination"])
def test_nobody_else_changes_them(client, group):
    log_in(client, UserFactory(groups=[group]))
    polish = GuardianText.objects.get(language="pl")
    url = reverse(GuardianText.snippet_viewset.get_url_name("edit"), args=[polish.pk])
    assert client.get(url).status_code == 302
