"""What coordinators read: Sie, an answer to each step, reasons that fit, fields parted by semicolons."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring.models import AuditEvent, Match
from tests.factories import CareerFieldFactory, MentorFactory, SignupFactory

pytestmark = pytest.mark.django_db
TEMPLATES = Path(__file__).resolve().parent.parent.parent / "mentoring" / "templates" / "mentoring" / "admin"
FAMILIAR = (" du ", " dich", " dir", " dein", "Brauchst", "Frag ", "Schau ", "Klick ")


def text_of(response):
    return response.content.decode()


def running(user):
    match = Match.objects.propose(SignupFactory(age=18, eligible=True), MentorFactory(active=True), user)
    match.accept(match.signup)
    match.accept(match.mentor)
    return match


def test_the_admin_says_sie():
    for path in TEMPLATES.glob("*.html"):
        text = path.read_text()
        assert [word for word in FAMILIAR if word in text] == [], path.name


def test_each_step_with_a_match_is_answered(client, coordinator):
    match = running(coordinator)
    path = reverse("matches:detail", args=[match.reference])
    for action, words in (("pause", "macht Pause"), ("resume", "läuft wieder")):
        assert words in text_of(client.post(path, {"action": action}, follow=True))


def test_a_coordinator_enters_the_first_meeting(client, coordinator):
    match = running(coordinator)
    path = reverse("matches:detail", args=[match.reference])
    assert "Erstes Treffen eintragen" in text_of(client.get(path))
    assert client.post(path, {"action": "plan", "kind": "meeting", "day": "morgen"}).status_code == 400
    day = timezone.localdate() + timedelta(days=3)
    form = {"action": "plan", "kind": "meeting", "day": day.isoformat(), "begins_at": "15:30", "place": "Im Betrieb"}
    assert "Das Treffen ist eingetragen" in text_of(client.post(path, form, follow=True))
    assert match.meetings.get().day == day
    assert "Erstes Treffen eintragen" not in text_of(client.get(path))


def test_the_reasons_for_opening_fit_who_is_opened(client, coordinator):
    mentor, signup = MentorFactory(email_confirmed=True), SignupFactory(eligible=True)
    path = reverse("mentors:detail", args=[mentor.reference])
    page = text_of(client.get(path))
    assert "Ich vereinbare den Termin für das Führungszeugnis." in page
    assert "oder ihre Familie" not in page
    assert client.post(path, {"action": "open", "reason": "contact"}).status_code == 400
    assert mentor.email in text_of(client.post(path, {"action": "open", "reason": "vetting"}))
    event = AuditEvent.objects.of(mentor).first()
    assert "Termin für das Führungszeugnis" in event.what
    page = text_of(client.get(reverse("signups:detail", args=[signup.reference])))
    assert "oder ihre Familie" in page
    assert "Termin für das Führungszeugnis" not in page


def test_opening_details_hides_nothing_that_was_shown_before(client, coordinator):
    mentor = MentorFactory(active=True, capacity=2)
    path = reverse("mentors:detail", args=[mentor.reference])
    page = text_of(client.post(path, {"action": "open", "reason": "mentor_contact"}))
    for words in ("Hänsel", "2 von 2 Plätzen frei", "aktiv"):
        assert words in page
    assert "Angaben öffnen" not in page


def test_an_inspection_leads_on_to_the_next_one(client, coordinator):
    first, second = (MentorFactory(email_confirmed=True) for _ in range(2))
    today = timezone.localdate().isoformat()
    path = reverse("mentors:detail", args=[first.reference])
    assert f'value="{timezone.localdate():%d.%m.%Y}"' in text_of(client.get(path))
    days = ("certificate_date", "inspected_on", "commitment_signed_on")
    form = {"action": "vet", "clearance-is_cleared": "on", **{f"clearance-{name}": today for name in days}}
    page = text_of(client.post(path, form, follow=True))
    assert "Die Einsicht ist eingetragen" in page
    assert reverse("mentors:detail", args=[second.reference]) in page
    page = text_of(client.post(reverse("mentors:detail", args=[second.reference]), form, follow=True))
    assert "Zur nächsten Bewerbung" not in page


def test_fields_are_parted_by_semicolons_since_their_names_have_commas(client, coordinator):
    signup = SignupFactory(eligible=True)
    for title in ("Holz, Bau", "Metall"):
        signup.career_fields.add(CareerFieldFactory(title=title))
    assert signup.field_names in ("Holz, Bau; Metall", "Metall; Holz, Bau")
    assert signup.field_names in text_of(client.get(reverse("signups:index")))
