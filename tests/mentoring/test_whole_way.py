"""From the first tap to a closed match, by what the pages offer: links, buttons and forms, without script and cookie.

Nobody here knows an address but that of the mentoring page and those in the mails; coordinators have the entries of
Wagtail's menu, which a script makes.
"""

import re
from datetime import timedelta
from urllib.parse import urljoin

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from cms.models import SiteSettings
from mentoring.models import AuditEvent, Match, Mentor, MentoringSignup, Tombstone
from tests.factories import UserFactory
from tests.mentoring.links import link_in
from tests.second_factor import log_in

pytestmark = pytest.mark.django_db


class Browser:
    """A browser that runs no script and, but for who is logged in, keeps no cookie."""

    def __init__(self, client=None):
        self.client = client or Client(enforce_csrf_checks=True)

    def open(self, path):
        self._take(self.client.get(path, follow=True))

    def click(self, label):
        """Follow the link with a label."""
        links = {squeezed(link): link["href"] for link in self.page.find_all("a", href=True)}
        assert label in links, f"{label} is not among {list(links)}"
        self.open(urljoin(self.path, links[label]))

    def press(self, label, **values):
        """Fill in the form with this button, by the names of its fields, and press it."""
        buttons = {squeezed(button): button for button in reversed(self.page.find_all("button"))}
        assert label in buttons, f"{label} is not among {list(buttons)}"
        button = buttons[label]
        form = button.find_parent("form")
        data = {**given(form), **{name: value for name, value in values.items() if form.find(attrs={"name": name})}}
        assert set(values) <= set(data), f"{label} has no field {set(values) - set(data)}"
        if button.get("name"):
            data[button["name"]] = button["value"]
        action = urljoin(self.path, form.get("action") or self.path)
        self._take(self.client.post(action.partition("#")[0], data, follow=True))

    def _take(self, response):
        assert response.status_code == 200, (response.request["PATH_INFO"], response.status_code)
        self.response = response
        self.path = response.request["PATH_INFO"]
        self.page = BeautifulSoup(response.content, "html.parser")

    @property
    def text(self):
        return squeezed(self.page.find("main") or self.page)


def squeezed(tag):
    return " ".join(tag.get_text(" ").split())


def given(form):
    """Return what a form is sent with when nobody touches it."""
    data = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name, kind = field.get("name"), field.get("type", field.name)
        if not name or kind == "submit":
            continue
        if kind in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                data.setdefault(name, []).append(field["value"])
        elif kind == "select":
            chosen = field.find("option", selected=True) or field.find("option")
            data[name] = chosen["value"]
        else:
            data[name] = field.get("value", "") if field.name == "input" else field.get_text()
    return data


@pytest.fixture
def mail(monkeypatch, mailoutbox):
    """Mails go out at once; return a function that opens the link in the last one to somebody."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())

    def follow(browser, address, subject):
        message = [message for message in mailoutbox if message.to == [address]][-1]
        assert subject in message.subject
        browser.open(link_in(message))

    return follow


@pytest.fixture
def coordinator(coordination):
    client = Client(enforce_csrf_checks=True)
    log_in(client, UserFactory(groups=["Koordination"]))
    return Browser(client)


def test_a_fourteen_year_old_and_a_mentor_meet_six_times_and_part(signup_page, mail, coordinator):
    youth, guardian, mentor = Browser(), Browser(), Browser()
    SiteSettings.objects.update(child_protection_email="schutz@example.org")

    youth.open("/mentoring/")
    youth.press(
        "Anmeldung abschicken",
        first_name="Mila",
        age="14",
        email="mila@example.org",
        municipality="goerlitz",
        career_fields=["it"],
        message="Ich löte gern.",
        guardian_name="Jana Kern",
        guardian_email="jana@example.org",
        consent="on",
    )
    mail(youth, "mila@example.org", "bestätige")
    youth.press("Anmeldung bestätigen")
    mail(guardian, "jana@example.org", "Einwilligung")
    guardian.click("Polski")
    guardian.click("Deutsch")
    guardian.press("Ich willige ein")
    assert MentoringSignup.objects.get().state == "eligible"

    mentor.open("/mentoring/")
    mentor.click("Mentorin oder Mentor werden")
    mentor.press(
        "Bewerbung abschicken",
        first_name="Ruth",
        last_name="Hänsel",
        email="ruth@example.org",
        municipality="goerlitz",
        occupation="Zimmermeisterin",
        career_fields=["it"],
        languages=["de"],
        capacity="1",
        is_adult="on",
        consent="on",
    )
    mail(mentor, "ruth@example.org", "bestätigen")
    mentor.press("Bewerbung bestätigen")

    coordinator.open("/admin/inbox/")
    coordinator.click("Führungszeugnis einsehen")
    today = timezone.localdate()
    coordinator.press(
        "Einsicht eintragen",
        **{
            "clearance-certificate_date": str(today - timedelta(days=7)),
            "clearance-inspected_on": str(today),
            "clearance-commitment_signed_on": str(today),
            "clearance-is_cleared": "on",
        },
    )
    coordinator.open("/admin/matches/")
    coordinator.click("Vermittlung")
    coordinator.press("Vorschlagen")

    mail(youth, "mila@example.org", "Vorschlag")
    assert "Ruth" not in youth.text
    youth.press("Ja, gern")
    mail(mentor, "ruth@example.org", "Vorschlag")
    assert "Mila" not in mentor.text
    mentor.press("Ja, gern")
    coordinator.open("/admin/inbox/")
    coordinator.click("Vereinbarung einholen")
    coordinator.press("Vereinbarung liegt vor", day=str(today))

    mail(youth, "mila@example.org", "Es geht los")
    assert "Ruth" in youth.text
    mail(mentor, "ruth@example.org", "Es geht los")
    # Who was just written to gets no further mail for ten minutes.
    Mentor.objects.get().mails.all().delete()
    mentor.open("/mentoring/")
    mentor.click("Neuen Link schicken")
    mentor.press("Neuen Link schicken", email="ruth@example.org")
    mail(mentor, "ruth@example.org", "Link zu Ihrer Seite")
    own_page = mentor.path
    mentor.click("Das nächste Treffen mit Mila planen")
    # Nobody meets twice on one day, or before it began.
    Match.objects.update(began_at=timezone.now() - timedelta(days=7))
    for distance, kind in enumerate(("meeting",) * 6 + ("task",)):
        mentor.press("Eintragen", kind=kind, day=str(today - timedelta(days=6 - distance)), place="Werkhof")
        mentor.press("Hat stattgefunden", note="Gesägt.")
    assert "6 von 6 Treffen, 1 von 1 Aufgabe" in mentor.text

    mail(youth, "mila@example.org", "Wie war")
    youth.press("Abschicken", rating="3", wants_to_talk="on")
    assert "Die Koordination meldet sich" in youth.text
    mentor.open(own_page)
    mentor.click(squeezed(mentor.page.find(id="naechste-schritte").find("a", string=re.compile("Wie war"))))
    mentor.press("Abschicken", rating="3")
    coordinator.open("/admin/inbox/")
    coordinator.click("Sich melden: Jugendliche oder Jugendlicher möchte reden")
    coordinator.press("Wir haben geredet")
    coordinator.press("Abschließen")

    mail(youth, "mila@example.org", "Tandem ist abgeschlossen")
    youth.click("Urkunde herunterladen (PDF)")
    assert youth.response["Content-Type"] == "application/pdf"
    mail(mentor, "ruth@example.org", "Tandem ist abgeschlossen")
    mentor.click("Urkunde herunterladen (PDF)")

    MentoringSignup.objects.get().mails.all().delete()
    youth.open("/mentoring/")
    youth.click("Neuen Link schicken")
    youth.press("Neuen Link schicken", email="mila@example.org")
    mail(youth, "mila@example.org", "Link zu deiner Anmeldung")
    youth.click("Etwas melden")
    youth.press("Nachricht schicken", text="Alles war gut.")
    youth.click("Zurück")
    youth.press("Anmeldung löschen")
    assert not MentoringSignup.objects.exists()
    assert Tombstone.objects.get().reason == "withdrawn"
    AuditEvent.objects.verify()
