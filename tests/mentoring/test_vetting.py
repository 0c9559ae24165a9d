"""Vetting: a certificate is inspected and noted, never uploaded; without a valid one nobody is active."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.models import AuditEvent, Clearance, Mentor
from mentoring.models.clearance import months_later
from mentoring.models.signup import WrongStateError
from mentoring.sweep import sweep
from tests.factories import CareerFieldFactory, ClearanceFactory, MentorFactory, MunicipalityFactory
from tests.mentoring.links import link_in

pytestmark = pytest.mark.django_db
State = Mentor.State
PERSONAL = ("Ruth", "Hänsel", "ruth@example.org", "Zimmermeisterin", "Zittau")


@pytest.fixture(autouse=True)
def _mails_go_out_at_once(monkeypatch):
    """Within a test's transaction nothing is ever committed: deliver when the mail is queued."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())


@pytest.fixture
def applicant():
    place = MunicipalityFactory(slug="zittau", name="Zittau", latitude="50.9000")
    mentor = MentorFactory(email="ruth@example.org", municipality=place, email_confirmed=True)
    mentor.career_fields.add(CareerFieldFactory(title="Bau"))
    return mentor


def page_of(mentor):
    return reverse("mentors:detail", args=[mentor.reference])


def inspection(**changes):
    """What a coordinator notes today about a certificate of last week."""
    today = timezone.localdate()
    values = {
        "certificate_date": today - timedelta(days=7),
        "inspected_on": today,
        "commitment_signed_on": today,
        "is_cleared": "on",
        **changes,
    }
    return {"action": "vet", **{f"clearance-{name}": str(value) for name, value in values.items()}}


def test_the_list_names_nobody_and_no_unconfirmed_mentor(client, coordinator, applicant):
    unconfirmed = MentorFactory()
    page = client.get(reverse("mentors:index")).content.decode()
    for word in (applicant.reference, "Süden", "Bau", "Deutsch", "wartet auf Prüfung"):
        assert word in page
    for word in (*PERSONAL, unconfirmed.reference):
        assert word not in page
    assert client.get(page_of(unconfirmed)).status_code == 404


def test_a_person_is_shown_to_who_gives_a_reason(client, coordinator, applicant):
    page = client.get(page_of(applicant)).content.decode()
    for word in PERSONAL:
        assert word not in page
    assert client.post(page_of(applicant), {"action": "open"}).status_code == 400
    page = client.post(page_of(applicant), {"action": "open", "reason": "mentor_contact"}).content.decode()
    for word in PERSONAL:
        assert word in page
    event = AuditEvent.objects.of(applicant).get()
    assert (event.kind, event.detail, event.username) == ("details_opened", "mentor_contact", coordinator.username)


def test_an_inspected_certificate_makes_a_mentor_active(client, coordinator, applicant, mailoutbox):
    assert client.post(page_of(applicant), inspection()).status_code == 302
    applicant.refresh_from_db()
    assert applicant.state == State.ACTIVE
    clearance = applicant.valid_clearance
    assert clearance.inspector == coordinator.username
    assert clearance.valid_until == months_later(clearance.certificate_date, 60)
    assert "Sie sind dabei" in mailoutbox[-1].subject
    page = client.get(reverse("mentors:index")).content.decode()
    assert "aktiv" in page
    assert f"{clearance.valid_until:%d.%m.%Y}" in page
    assert [event.kind for event in AuditEvent.objects.of(applicant)] == ["active", "vetted"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"certificate_date": timezone.localdate() - timedelta(days=100)}, "älter als 3 Monate"),
        ({"inspected_on": timezone.localdate() + timedelta(days=1)}, "liegt in der Zukunft"),
        ({"commitment_signed_on": timezone.localdate() + timedelta(days=1)}, "liegt in der Zukunft"),
        ({"certificate_date": timezone.localdate(), "inspected_on": timezone.localdate() - timedelta(days=1)}, "nicht"),
        ({"commitment_signed_on": ""}, "clearance-commitment_signed_on"),
        ({"is_cleared": ""}, "Nicht geeignet"),
        ({"certificate_date": "gestern"}, "clearance-certificate_date"),
    ],
)
def test_what_does_not_suffice_is_not_noted(client, coordinator, applicant, changes, message):
    response = client.post(page_of(applicant), inspection(**changes))
    assert response.status_code == 400
    assert message in response.content.decode()
    assert not Clearance.objects.exists()


def test_a_mentor_who_is_not_suitable_is_erased(client, coordinator, applicant):
    response = client.post(page_of(applicant), {"action": "reject"})
    assert response["Location"] == reverse("mentors:index")
    assert not Mentor.objects.exists()
    kinds = AuditEvent.objects.of(applicant).values_list("kind", "username")
    assert list(kinds) == [("erased", coordinator.username), ("rejected", coordinator.username)]


def test_a_mentor_who_asked_for_it_by_telephone_is_erased(client, coordinator, applicant):
    path = reverse("mentors:detail", args=[applicant.reference])
    assert client.post(path, {"action": "erase"}).status_code == 400
    assert client.post(path, {"action": "erase", "wish": "mentor"}).status_code == 302
    assert not Mentor.objects.exists()
    event = AuditEvent.objects.of(applicant).get(kind="withdrawn")
    assert (event.actor, event.username) == ("mentor", coordinator.username)


def test_nobody_else_gets_in(client, admin_client, applicant):
    for path in (reverse("mentors:index"), page_of(applicant)):
        assert admin_client.get(path).status_code == 403
        assert admin_client.post(path, inspection()).status_code == 403
    assert not Clearance.objects.exists()


def test_the_list_takes_the_same_queries_for_many(client, coordinator, applicant, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(reverse("mentors:index"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("mentors:index"))
    for _ in range(10):
        MentorFactory(active=True).career_fields.add(CareerFieldFactory())
    with django_assert_max_num_queries(len(one)):
        client.get(reverse("mentors:index"))


def test_a_mentor_pauses_in_one_tap_and_changes_the_places(client, mailoutbox):
    mentor = MentorFactory(active=True)
    mentor.owe_link()
    path = link_in(mailoutbox[0])
    assert "Pause machen" in client.get(path).content.decode()
    client.post(path, {"decision": "pause"})
    assert "Pause beenden" in client.get(path).content.decode()
    client.post(path, {"decision": "resume"})
    for capacity in ("3", "99", "viele", ""):
        assert client.post(path, {"decision": "capacity", "capacity": capacity}).status_code == 303
    mentor.refresh_from_db()
    assert (mentor.state, mentor.capacity) == (State.ACTIVE, 3)
    client.post(path, {"decision": "leave"})
    assert "Sie haben aufgehört" in client.get(path).content.decode()
    client.post(path, {"decision": "resume"})
    assert Mentor.objects.get().state == State.LEFT


def test_only_a_vetted_mentor_pauses():
    mentor = MentorFactory(email_confirmed=True)
    for step in (mentor.pause, mentor.resume, mentor.leave):
        with pytest.raises(WrongStateError):
            step()


def test_who_left_is_erased_after_four_weeks():
    mentor = MentorFactory(active=True)
    mentor.leave()
    Mentor.objects.update(state_since=timezone.now() - timedelta(days=27))
    assert sweep()["erased"] == 0
    Mentor.objects.update(state_since=timezone.now() - timedelta(days=28))
    assert sweep()["erased"] == 1
    assert not Clearance.objects.exists()


def test_a_mentor_whose_clearance_was_never_renewed_is_erased_half_a_year_later():
    mentor = MentorFactory(active=True)
    ended = timezone.localdate() - timedelta(days=182)
    Clearance.objects.update(certificate_date=date(2020, 1, 1), inspected_on=date(2020, 1, 2), valid_until=ended)
    assert sweep()["mentors without clearance"] == 0
    Clearance.objects.update(valid_until=ended - timedelta(days=1))
    assert mentor.valid_clearance is None
    assert sweep()["mentors without clearance"] == 1
    assert not Mentor.objects.exists()


def test_the_validity_is_a_setting(settings):
    settings.MENTORING_CLEARANCE_YEARS = 3
    clearance = ClearanceFactory(certificate_date=date(2024, 2, 29), inspected_on=date(2024, 3, 1))
    assert clearance.valid_until == date(2027, 2, 28)


def test_the_database_keeps_the_dates_in_order():
    today = timezone.localdate()
    for fields in (
        {"certificate_date": today + timedelta(days=1)},
        {"valid_until": today - timedelta(days=1)},
        {"commitment_signed_on": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ClearanceFactory(mentor=MentorFactory(), **fields)
