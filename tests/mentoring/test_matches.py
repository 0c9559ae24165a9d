"""Two people are brought together: both agree, the agreement is noted, and only then they learn a name."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.models import AuditEvent, Clearance, Match, Mentor, MentoringSignup, OutgoingMail
from mentoring.models.match import NotPossibleError
from mentoring.models.signup import WrongStateError
from mentoring.sweep import sweep
from tests.factories import CareerFieldFactory, MentorFactory, SignupFactory, UserFactory
from tests.mentoring.links import link_in
from tests.mentoring.test_parallel import at_once

pytestmark = pytest.mark.django_db
State = Match.State


@pytest.fixture(autouse=True)
def _mails_go_out_at_once(monkeypatch, request):
    """Within a test's transaction nothing is ever committed: deliver when the mail is queued."""
    if not request.node.get_closest_marker("django_db").kwargs.get("transaction"):
        monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())


@pytest.fixture
def user():
    return UserFactory()


@pytest.fixture
def proposal(user):
    """A proposal to a youth of fifteen and a mentor."""
    signup = SignupFactory(age=15, email="mila@example.org", eligible=True)
    return Match.objects.propose(signup, MentorFactory(email="ruth@example.org", active=True), user)


@pytest.fixture
def running(proposal, user):
    proposal.accept(proposal.signup)
    proposal.accept(proposal.mentor)
    proposal.note_agreement(user, timezone.localdate())
    return proposal


def refused_by_the_database(statement, values=()):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def text_of(response):
    return response.content.decode()


def states(match):
    match.refresh_from_db()
    return match.state, MentoringSignup.objects.get(pk=match.signup_id).state


def mail_to(mailoutbox, address):
    return [mail for mail in mailoutbox if mail.to == [address]][-1]


# What the database itself refuses


def insert(signup, mentor, **changes):
    values = {
        "reference": "AAAAA-BBBBB",
        "signup_id": signup.pk,
        "mentor_id": mentor.pk,
        "state": "proposed",
        "state_since": timezone.now(),
        "created_at": timezone.now(),
        "needs_agreement": signup.age < 18,
        "agreement_checker": "",
        "end": "",
        "ended_by": "",
        **changes,
    }
    columns = ", ".join(f'"{name}"' for name in values)
    places = ", ".join(["%s"] * len(values))
    return f"INSERT INTO mentoring_match ({columns}) VALUES ({places})", list(values.values())


def test_no_match_is_stored_without_a_valid_clearance():
    signup = SignupFactory(eligible=True)
    never, ended, not_cleared = (MentorFactory(active=number > 0) for number in range(3))
    yesterday = timezone.localdate() - timedelta(days=1)
    Clearance.objects.filter(mentor=ended).update(
        certificate_date=yesterday, inspected_on=yesterday, valid_until=yesterday
    )
    Clearance.objects.filter(mentor=not_cleared).update(is_cleared=False)
    for mentor in (never, ended, not_cleared):
        for state in ("proposed", "accepted", "active"):
            agreed = dict.fromkeys(("signup_accepted_at", "mentor_accepted_at"), timezone.now())
            refused_by_the_database(*insert(signup, mentor, state=state, **agreed))
    with connection.cursor() as cursor:
        cursor.execute(*insert(signup, MentorFactory(active=True)))


def test_no_match_goes_on_or_to_somebody_else_without_a_valid_clearance(running, user):
    running.pause(user=user)
    Clearance.objects.update(is_cleared=False)
    refused_by_the_database("UPDATE mentoring_match SET state = 'active'")
    Clearance.objects.update(is_cleared=True)
    refused_by_the_database("UPDATE mentoring_match SET state = 'active', mentor_id = %s", [MentorFactory().pk])


def test_no_running_match_is_left_without_its_clearance(running):
    yesterday = timezone.localdate() - timedelta(days=1)
    refused_by_the_database("UPDATE mentoring_clearance SET is_cleared = %s", [False])
    refused_by_the_database(
        "UPDATE mentoring_clearance SET certificate_date = %s, inspected_on = %s, valid_until = %s", [yesterday] * 3
    )
    refused_by_the_database("DELETE FROM mentoring_clearance")


def test_under_eighteen_no_match_runs_without_the_agreement(proposal):
    refused_by_the_database("UPDATE mentoring_match SET needs_agreement = %s", [False])
    refused_by_the_database(
        "UPDATE mentoring_match SET state = 'active', signup_accepted_at = created_at, mentor_accepted_at = created_at"
    )
    refused_by_the_database("UPDATE mentoring_match SET state = 'accepted'")


def test_a_youth_has_one_open_match(proposal):
    refused_by_the_database(*insert(proposal.signup, MentorFactory(active=True)))


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_last_place_is_given_once():
    user, mentor = UserFactory(), MentorFactory(active=True)
    signups = [SignupFactory(eligible=True) for _ in range(4)]

    def propose(number):
        try:
            Match.objects.propose(signups[number], Mentor.objects.get(pk=mentor.pk), user)
        except NotPossibleError:
            return False
        return True

    assert sum(at_once(4, propose)) == 1
    assert Match.objects.count() == 1
    # SQLite empties its tables row by row, and no clearance goes before its match.
    Match.objects.all().delete()


# From the proposal to the end


def test_a_long_occupation_breaks_at_its_joint(proposal, client, mailoutbox):
    page = text_of(client.get(link_in(mail_to(mailoutbox, "mila@example.org"))))
    assert "Zimmer\N{SOFT HYPHEN}meisterin" in page


def test_both_are_asked_and_names_come_last(proposal, client, mailoutbox, user):
    youth, mentor = (link_in(mail_to(mailoutbox, f"{name}@example.org")) for name in ("mila", "ruth"))
    for path, name in ((youth, "Ruth"), (mentor, "Mila")):
        page = text_of(client.get(path))
        assert "Ja, gern" in page
        assert name not in page
    assert states(proposal) == ("proposed", "proposed")

    client.post(youth, {"decision": "accept"})
    assert "Du hast Ja gesagt" in text_of(client.get(youth))
    assert states(proposal) == ("proposed", "proposed")
    client.post(mentor, {"decision": "accept"})
    assert states(proposal) == ("accepted", "accepted")
    for path, name in ((youth, "Ruth"), (mentor, "Mila")):
        page = text_of(client.get(path))
        assert "Vereinbarung" in page
        assert name not in page

    proposal.note_agreement(user, timezone.localdate())
    assert states(proposal) == ("active", "active")
    for address, name in (("mila", "Ruth"), ("ruth", "Mila")):
        mail = mail_to(mailoutbox, f"{address}@example.org")
        assert "Es geht los" in mail.subject
        assert name not in mail.body
        page = text_of(client.get(link_in(mail)))
        assert name in page
        assert "Hänsel" not in page


def test_adults_need_no_agreement(user):
    match = Match.objects.propose(SignupFactory(age=18, eligible=True), MentorFactory(active=True), user)
    match.accept(match.mentor)
    match.accept(match.signup)
    assert states(match) == ("active", "active")


@pytest.mark.parametrize("who", ["mila", "ruth"])
def test_a_declined_proposal_gives_the_youth_back_to_the_search(proposal, client, mailoutbox, who):
    other = {"mila": "ruth", "ruth": "mila"}[who]
    path = link_in(mail_to(mailoutbox, f"{who}@example.org"))
    client.post(path, {"decision": "decline"})
    assert states(proposal) == ("ended", "eligible")
    assert proposal.end == "declined"
    assert "Nein ist angekommen" in text_of(client.get(path))
    told = {"mila": "Wie es weitergeht", "ruth": "Ein Vorschlag hat sich erledigt"}
    assert told[other] in mail_to(mailoutbox, f"{other}@example.org").subject
    assert told[who] not in mail_to(mailoutbox, f"{who}@example.org").subject
    assert proposal.mentor.free_places == 1


def test_a_proposal_nobody_answers_is_taken_back(proposal):
    Match.objects.update(state_since=timezone.now() - timedelta(days=13))
    assert sweep()["proposals taken back"] == 0
    Match.objects.update(state_since=timezone.now() - timedelta(days=14))
    assert sweep()["proposals taken back"] == 1
    assert states(proposal) == ("ended", "eligible")


def test_a_youth_who_was_given_back_waits_the_whole_time_again(proposal):
    MentoringSignup.objects.update(renewed_at=timezone.now() - timedelta(days=300))
    proposal.decline(proposal.mentor)
    assert sweep()["erased"] == 0


def test_only_who_fits_can_be_proposed(user):
    waiting, unconfirmed = SignupFactory(eligible=True), SignupFactory()
    free, paused = MentorFactory(active=True), MentorFactory(active=True)
    paused.pause()
    for signup, mentor in ((unconfirmed, free), (waiting, paused), (waiting, MentorFactory(email_confirmed=True))):
        with pytest.raises(NotPossibleError):
            Match.objects.propose(signup, mentor, user)
    Match.objects.propose(waiting, free, user)
    for signup, mentor in ((waiting, MentorFactory(active=True)), (SignupFactory(eligible=True), free)):
        with pytest.raises(NotPossibleError):
            Match.objects.propose(signup, mentor, user)


def test_steps_out_of_turn_are_refused(proposal, user):
    for step in (
        lambda: proposal.note_agreement(user, timezone.localdate()),
        lambda: proposal.pause(user=user),
        lambda: proposal.resume(user),
        lambda: proposal.complete(user, early="goal_reached"),
    ):
        with pytest.raises(WrongStateError):
            step()
    proposal.accept(proposal.signup)
    with pytest.raises(WrongStateError):
        proposal.accept(proposal.signup)


def test_a_match_is_paused_goes_on_and_is_completed(running, user):
    running.pause(user=user)
    assert states(running) == ("paused", "paused")
    running.resume(user)
    running.complete(user, early="goal_reached")
    assert states(running) == ("completed", "completed")
    MentoringSignup.objects.update(state_since=timezone.now() - timedelta(days=89))
    assert sweep()["erased"] == 0
    MentoringSignup.objects.update(state_since=timezone.now() - timedelta(days=90))
    assert sweep()["erased"] == 1
    assert not Match.objects.exists()


def test_each_side_ends_it_on_the_own_page(running, client, mailoutbox):
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(hours=1))
    running.mentor.owe_link()
    path = link_in(mail_to(mailoutbox, "ruth@example.org"))
    assert "Mila" in text_of(client.get(path))
    client.post(path, {"decision": "end", "match": running.reference})
    assert states(running) == ("ended", "ended")
    assert running.end == "by_mentor"
    assert "Mila" not in text_of(client.get(path))
    running.signup.refresh_from_db()
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(hours=1))
    running.signup.owe_link()
    page = text_of(client.get(link_in(mail_to(mailoutbox, "mila@example.org"))))
    assert "Eure Treffen sind zu Ende" in page


def test_a_youth_sees_and_accepts_a_proposal_on_the_own_page(proposal, client, mailoutbox):
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(hours=1))
    proposal.signup.owe_link()
    path = link_in(mail_to(mailoutbox, "mila@example.org"))
    assert "/anmeldung/" in path
    assert "Ja, gern" in text_of(client.get(path))
    client.post(path, {"decision": "accept"})
    proposal.refresh_from_db()
    assert proposal.signup_accepted_at


def test_a_mentor_decides_about_no_match_of_others(proposal, client, mailoutbox, user):
    other = MentorFactory(email="otto@example.org", active=True)
    other.owe_link()
    path = link_in(mail_to(mailoutbox, "otto@example.org"))
    for reference in (proposal.reference, "", "x"):
        assert client.post(path, {"decision": "accept", "match": reference}).status_code == 303
    assert states(proposal) == ("proposed", "proposed")
    proposal.refresh_from_db()
    assert proposal.mentor_accepted_at is None


def test_when_the_clearance_ends_a_match_rests(running, user):
    with transaction.atomic(), connection.cursor() as cursor:
        # The day comes without anybody changing a row; a trigger cannot stop that.
        cursor.execute("UPDATE mentoring_match SET state = 'paused'")
        yesterday = timezone.localdate() - timedelta(days=1)
        Clearance.objects.update(certificate_date=yesterday, inspected_on=yesterday, valid_until=yesterday)
    running.refresh_from_db()
    with pytest.raises(NotPossibleError):
        running.resume(user)
    assert states(running)[0] == "paused"


def test_the_sweep_suspends_what_has_no_clearance(running, monkeypatch):
    after = Clearance.objects.get().valid_until + timedelta(days=1)
    monkeypatch.setattr("mentoring.models.clearance.timezone.localdate", lambda *args: after)
    assert sweep()["matches suspended"] == 1
    assert states(running) == ("paused", "paused")


def test_an_erased_youth_leaves_a_free_place_and_a_mail_without_a_name(running, mailoutbox):
    running.signup.withdraw()
    assert not Match.objects.exists()
    assert running.mentor.free_places == 1
    mail = mail_to(mailoutbox, "ruth@example.org")
    assert "ist wieder ein Platz frei" in mail.body
    assert "Mila" not in mail.body


def test_an_erased_mentor_ends_what_runs(running, mailoutbox):
    mentor = Mentor.objects.get()
    mentor.withdraw()
    assert MentoringSignup.objects.get().state == "ended"
    assert not Match.objects.exists()
    assert not Clearance.objects.exists()
    assert "eure Treffen sind zu Ende" in mail_to(mailoutbox, "mila@example.org").body


def test_nothing_prints_or_records_a_name(running):
    running.break_off("by_coordination")
    things = [running, *AuditEvent.objects.all()]
    for word in ("Mila", "mila", "Ruth", "ruth", "Hänsel"):
        assert word not in "".join(f"{thing} {thing!r}" for thing in things)


def test_the_audit_tells_each_step(running):
    kinds = [event.kind for event in reversed(AuditEvent.objects.of(running))]
    assert kinds == ["proposed", "accepted_by_one", "accepted_by_one", "accepted", "agreement_noted", "active"]
    kinds = [event.kind for event in reversed(AuditEvent.objects.of(running.signup))]
    assert kinds == ["proposed", "accepted", "active"]
    AuditEvent.objects.verify()


# In the admin


def page_of(match):
    return reverse("matches:detail", args=[match.reference])


def test_coordinators_take_a_match_from_the_agreement_to_its_end(client, coordinator, proposal):
    proposal.accept(proposal.signup)
    proposal.accept(proposal.mentor)
    page = text_of(client.get(reverse("matches:index")))
    assert proposal.reference in page
    for word in ("Mila", "Ruth", "Hänsel", "example.org"):
        assert word not in page
        assert word not in text_of(client.get(page_of(proposal))).replace(coordinator.email, "")
    tomorrow = timezone.localdate() + timedelta(days=1)
    response = client.post(page_of(proposal), {"action": "agreement", "day": str(tomorrow)})
    assert response.status_code == 400
    assert "in der Zukunft" in text_of(response)
    client.post(page_of(proposal), {"action": "agreement", "day": str(timezone.localdate())})
    assert states(proposal) == ("active", "active")
    assert proposal.agreement_checker == coordinator.username
    for action, state in (("pause", "paused"), ("resume", "active"), ("complete", "completed")):
        client.post(page_of(proposal), {"action": action, "early-reason": "goal_reached"})
        assert states(proposal)[0] == state
    assert "nicht mehr" in text_of(client.post(page_of(proposal), {"action": "pause"}, follow=True))


def test_coordinators_end_a_match_with_a_reason(client, coordinator, running):
    assert client.post(page_of(running), {"action": "end", "reason": "Laune"}).status_code == 400
    client.post(page_of(running), {"action": "end", "reason": "child_protection"})
    assert states(running) == ("ended", "ended")
    assert "Kinderschutz" in text_of(client.get(page_of(running)))


def test_a_matched_signup_stays_visible_to_coordinators(client, coordinator, running):
    assert running.signup.reference in text_of(client.get(reverse("signups:index")))
    assert client.get(reverse("signups:detail", args=[running.signup.reference])).status_code == 200


def test_nobody_else_gets_in(admin_client, proposal):
    for path in (reverse("matches:index"), page_of(proposal)):
        assert admin_client.get(path).status_code == 403
        assert admin_client.post(path, {"action": "end", "reason": "by_youth"}).status_code == 403
    assert states(proposal) == ("proposed", "proposed")


@pytest.mark.django_db
def test_the_mail_tells_the_mentor_what_ended_and_which_one(mailoutbox, monkeypatch):
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())
    mentor, user = MentorFactory(active=True, capacity=2), UserFactory()
    mentor.pause(), mentor.resume()

    def match():
        signup = SignupFactory(age=18, eligible=True)
        signup.career_fields.add(CareerFieldFactory())
        made = Match.objects.propose(signup, Mentor.objects.get(pk=mentor.pk), user)
        mailoutbox.clear()
        return made

    def told():
        return next(mail for mail in mailoutbox if mail.to == [mentor.email])

    proposal = match()
    proposal.decline(proposal.signup)
    assert "Ein Vorschlag hat sich erledigt" in told().subject
    assert proposal.signup.field_names in told().body

    running = match()
    running.accept(running.signup)
    running.accept(running.mentor)
    mailoutbox.clear()
    running.break_off("by_coordination", user=user)
    assert "Eine Begleitung ist zu Ende" in told().subject
    assert "Interesse: " in told().body
    assert "wieder ein Platz frei" in told().body

    erased = match()
    erased.signup.withdraw()
    assert "Die Anmeldung dazu gibt es nicht mehr" in told().body


@pytest.mark.django_db
def test_the_mail_about_an_end_outlives_the_youth_who_withdraws_at_once(mailoutbox):
    from mentoring.models import OutgoingMail

    match = Match.objects.propose(SignupFactory(age=18, eligible=True), MentorFactory(active=True), UserFactory())
    match.decline(match.signup)
    match.signup.withdraw()
    assert OutgoingMail.objects.filter(mentor=match.mentor, kind="mentor_proposal_ended").count() == 1
