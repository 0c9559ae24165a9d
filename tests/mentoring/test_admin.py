"""The coordinators' part of the admin: closed to everybody else, a superuser included."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from mentoring.models import AuditEvent, Match, MentoringSignup, OutgoingMail, Tombstone
from tests.factories import CareerFieldFactory, MentorFactory, MunicipalityFactory, SignupFactory, UserFactory

pytestmark = pytest.mark.django_db
PERSONAL = ("Mila", "mila@example.org", "Jana", "jana@example.org", "Ich löte gern")


@pytest.fixture
def eligible():
    place = MunicipalityFactory(slug="zittau", name="Zittau", latitude="50.9000")
    signup = SignupFactory(
        age=14, email="mila@example.org", message="Ich löte gern.", municipality=place, eligible=True
    )
    signup.career_fields.add(CareerFieldFactory(title="Elektro"))
    return signup


def paths(signup):
    return [reverse("signups:index"), reverse("signups:dead_mails"), reverse("signups:detail", args=[signup.reference])]


def test_coordinators_see_a_list_without_personal_data(client, coordinator, eligible):
    page = client.get(reverse("signups:index")).content.decode()
    for word in (eligible.reference, "14–15", "Süden", "Elektro", "bereit zur Vermittlung"):
        assert word in page
    for word in (*PERSONAL, "Zittau"):
        assert word not in page


def test_only_confirmed_signups_are_listed_and_shown(client, coordinator, eligible):
    unconfirmed = [SignupFactory(), SignupFactory(age=14, email_confirmed=True)]
    page = client.get(reverse("signups:index")).content.decode()
    for signup in unconfirmed:
        assert signup.reference not in page
        assert client.get(reverse("signups:detail", args=[signup.reference])).status_code == 404


def looks():
    return AuditEvent.objects.filter(kind="details_opened")


def test_nobody_sees_a_person_before_giving_a_reason(client, coordinator, eligible):
    path = reverse("signups:detail", args=[eligible.reference])
    answers = [client.get(path), client.post(path), client.post(path, {"reason": "Neugier auf Mila"})]
    assert [answer.status_code for answer in answers] == [200, 400, 400]
    for answer in answers:
        page = answer.content.decode()
        assert "Warum öffnen Sie die Angaben?" in page
        for word in (*PERSONAL, "Zittau"):
            assert word not in page
    assert not looks().exists()


def test_looking_at_a_person_is_recorded_with_its_reason(client, coordinator, eligible):
    path = reverse("signups:detail", args=[eligible.reference])
    page = client.post(path, {"reason": "contact"}).content.decode()
    for word in (*PERSONAL, "Zittau", "14", coordinator.username, "Ich muss die Person oder ihre Familie erreichen."):
        assert word in page
    look = looks().get()
    assert (look.username, look.reference, look.detail) == (coordinator.username, eligible.reference, "contact")


def test_the_list_takes_the_same_queries_for_many(client, coordinator, eligible, django_assert_max_num_queries):
    client.get(reverse("signups:index"))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(reverse("signups:index"))
    for _ in range(10):
        SignupFactory(eligible=True).career_fields.add(CareerFieldFactory())
    with django_assert_max_num_queries(len(one)):
        client.get(reverse("signups:index"))


def test_the_longest_waiting_come_first(client, coordinator, eligible):
    from datetime import timedelta

    from django.utils import timezone

    older = SignupFactory(eligible=True, state_since=timezone.now() - timedelta(days=3))
    page = client.get(reverse("signups:index")).content.decode()
    assert page.index(older.reference) < page.index(eligible.reference)


def test_mails_that_were_given_up_are_listed_without_their_address(client, coordinator, eligible):
    OutgoingMail.objects.create(
        signup=eligible, kind="eligible", status="dead", attempts=9, last_error="SMTPRecipientsRefused"
    )
    page = client.get(reverse("signups:dead_mails")).content.decode()
    for word in (eligible.reference, "Anmeldung vollständig", "SMTPRecipientsRefused"):
        assert word in page
    for word in PERSONAL:
        assert word not in page


def test_a_superuser_without_the_group_sees_nothing(admin_client, eligible):
    for path in paths(eligible):
        response = admin_client.get(path)
        assert response.status_code == 403
        for word in (*PERSONAL, eligible.reference):
            assert word not in response.content.decode()
    assert not looks().exists()
    assert reverse("signups:index") not in admin_client.get("/admin/").content.decode()


def test_an_editor_sees_nothing(client, eligible):
    editors, _ = Group.objects.get_or_create(name="Redaktion")
    editors.permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(UserFactory(groups=["Redaktion"]))
    assert {client.get(path).status_code for path in paths(eligible)} == {403}
    assert reverse("signups:index") not in client.get("/admin/").content.decode()


def test_visitors_are_sent_to_the_login(client, eligible):
    for path in paths(eligible):
        response = client.get(path)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, "/admin/login/")


def test_a_coordinator_who_was_deactivated_sees_nothing(client, coordinator, eligible):
    coordinator.is_active = False
    coordinator.save()
    assert client.get(reverse("signups:index")).status_code == 302


def test_the_menu_leads_coordinators_to_their_part(client, coordinator):
    assert reverse("signups:index") in client.get("/admin/").content.decode()


def test_no_answer_with_signups_is_kept_in_a_cache(client, coordinator, eligible):
    for path in paths(eligible):
        assert "no-store" in client.get(path)["Cache-Control"]


@pytest.mark.parametrize(("wish", "told"), [("youth", ["jana@example.org"]), ("guardian", ["mila@example.org"])])
def test_a_coordinator_erases_a_signup_for_who_asked_for_it_by_telephone(client, coordinator, eligible, wish, told):
    match = Match.objects.propose(eligible, MentorFactory(email="ruth@example.org", active=True), coordinator)
    OutgoingMail.objects.all().delete()
    path = reverse("signups:detail", args=[eligible.reference])
    assert "Auf Wunsch löschen" in client.get(path).content.decode()
    for nothing in ({}, {"wish": "mentor"}, {"wish": "\0"}):
        answer = client.post(path, {"action": "erase", **nothing})
        assert answer.status_code == 400
        assert "Bitte wählen Sie, wer darum gebeten hat." in answer.content.decode()
    assert MentoringSignup.objects.exists()
    assert client.post(path, {"action": "erase", "wish": wish}).status_code == 302
    assert not MentoringSignup.objects.exists()
    assert not Match.objects.filter(pk=match.pk).exists()
    assert Tombstone.objects.get().reason == "withdrawn"
    event = AuditEvent.objects.of(eligible).get(kind="withdrawn")
    assert (event.actor, event.username) == (wish, coordinator.username)
    assert [mail.recipient for mail in OutgoingMail.objects.filter(mentor=None)] == told
    assert OutgoingMail.objects.get(mentor__isnull=False).kind == "mentor_proposal_ended"
    assert client.get(path).status_code == 404
    assert client.post(path, {"action": "erase", "wish": wish}).status_code == 404


def test_a_persons_page_leads_to_the_matches_and_to_proposing_somebody(client, coordinator, eligible):
    mentor = MentorFactory(active=True)
    page, choose = paths(eligible)[2], reverse("matches:choose", args=[eligible.reference])
    assert f'href="{choose}?next={page}"' in client.get(page).content.decode()
    assert client.post(choose, {"mentor": mentor.reference, "next": page})["Location"] == page
    match = Match.objects.get()
    shown = client.get(page).content.decode()
    assert choose not in shown
    for way in (page, reverse("mentors:detail", args=[mentor.reference])):
        assert reverse("matches:detail", args=[match.reference]) in client.get(way).content.decode()


def test_a_step_after_the_end_is_answered_with_a_word_and_the_way_back(client, coordinator, eligible):
    match = Match.objects.propose(eligible, MentorFactory(active=True), coordinator)
    for person in (match.signup, match.mentor):
        match.accept(person)
    match.break_off(Match.End.COORDINATION, user=coordinator)
    for action, word in (("settle", "Es wird niemand mehr gesucht"), ("search_again", "Es wird wieder jemand gesucht")):
        page = client.post(paths(eligible)[2], {"action": action}, follow=True).content.decode()
        assert word in page
        assert f'href="{reverse("inbox:index")}"' in page
        assert "Zum Eingang" in page


def test_who_only_coordinates_is_offered_no_search_for_pages(client, coordinator):
    """The look hides it by this mark: Wagtail's template has no place to leave it out."""
    home = reverse("wagtailadmin_home")
    assert "mentoring-inbox-only" in client.get(home).content.decode()
    coordinator.groups.add(Group.objects.get_or_create(name="Redaktion")[0])
    editors = Group.objects.get(name="Redaktion")
    GroupPagePermission.objects.get_or_create(
        group=editors,
        page=Page.get_first_root_node(),
        permission=Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page"),
    )
    assert "mentoring-inbox-only" not in client.get(home).content.decode()
