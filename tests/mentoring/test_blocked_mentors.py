"""A hint about child protection stops a mentor at once, until a coordinator gives a reason to go on."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from mentoring.inbox import waiting
from mentoring.matching.scores import Scoring, best_pairs
from mentoring.models import AuditEvent, Match, MatchingWeights, Mentor, MentoringSignup
from mentoring.models.match import NotPossibleError
from mentoring.models.signup import WrongStateError
from tests.factories import MentorFactory, SignupFactory, UserFactory
from tests.mentoring.links import link_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mails_go_out_at_once(monkeypatch):
    """Within a test's transaction nothing is ever committed: deliver when the mail is queued."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())


@pytest.fixture
def mentor():
    return MentorFactory(email="ruth@example.org", active=True, capacity=4)


def tandem(mentor, *sides):
    """Return a match of an adult youth, accepted by the sides that are named."""
    match = Match.objects.propose(SignupFactory(age=18, eligible=True), mentor, UserFactory())
    for side in sides:
        match.accept(getattr(match, side))
    return match


@pytest.fixture
def ended(mentor):
    """A match that a coordinator ended because of a hint."""
    match = tandem(mentor, "signup", "mentor")
    match.break_off(Match.End.PROTECTION, user=UserFactory())
    mentor.refresh_from_db()
    return match


def events(thing):
    return [(event.kind, event.detail) for event in AuditEvent.objects.of(thing)]


def own_page(client, mentor, mailoutbox):
    mentor.mails.all().delete()
    mentor.owe_link()
    return link_in(mailoutbox[-1])


def test_who_is_hinted_at_is_proposed_nobody_any_more(ended, mentor):
    assert mentor.state == "blocked"
    assert events(mentor)[0] == ("blocked", "child_protection")
    waits = SignupFactory(age=13, eligible=True)
    scoring = Scoring(MatchingWeights.current(), Match.objects.past_ends([waits]))
    assert best_pairs([waits], list(Mentor.objects.with_free_places()), scoring) == []
    with pytest.raises(NotPossibleError):
        Match.objects.propose(waits, mentor, UserFactory())


def test_other_ends_block_nobody(mentor):
    tandem(mentor, "signup", "mentor").break_off(Match.End.YOUTH, user=UserFactory())
    mentor.refresh_from_db()
    assert mentor.state == "active"


def test_a_mere_proposal_ends_so_as_well(mentor):
    tandem(mentor).break_off(Match.End.PROTECTION, user=UserFactory())
    mentor.refresh_from_db()
    assert mentor.state == "blocked"


def test_other_tandems_stop_too_and_proposals_are_taken_back(mentor):
    runs, proposed = tandem(mentor, "signup", "mentor"), tandem(mentor)
    tandem(mentor, "signup", "mentor").break_off(Match.End.PROTECTION, user=UserFactory())
    runs.refresh_from_db()
    proposed.refresh_from_db()
    assert (runs.state, proposed.state) == ("paused", "ended")
    assert proposed.end == "by_coordination"
    assert MentoringSignup.objects.get(pk=proposed.signup_id).state == "eligible"
    with pytest.raises(NotPossibleError):
        runs.resume(UserFactory())


def test_the_mentor_can_undo_nothing(client, ended, mentor, mailoutbox):
    url = own_page(client, mentor, mailoutbox)
    page = client.get(url).content.decode()
    assert "Pause beenden" not in page
    assert "Die Koordination meldet sich bei Ihnen" in page
    for decision in ("resume", "pause"):
        client.post(url, {"decision": decision})
    mentor.refresh_from_db()
    assert mentor.state == "blocked"


def test_the_mails_say_nothing_about_it(ended, mailoutbox):
    mail = [mail for mail in mailoutbox if mail.to == ["ruth@example.org"]][-1]
    assert "Platz frei" not in mail.body
    assert "Die Koordination meldet sich bei Ihnen" in mail.body
    assert "Kinderschutz" not in mail.subject + mail.body


def test_the_coordination_finds_the_block_and_lifts_it_with_a_reason(client, coordinator, ended, mentor, mailoutbox):
    assert ("Sperre klären", mentor.reference) in [(str(item.task), item.reference) for item in waiting()]
    url = reverse("mentors:detail", args=[mentor.reference])
    assert "Gesperrt" in client.get(url).content.decode()

    assert client.post(url, {"action": "unblock"}).status_code == 400
    mentor.refresh_from_db()
    assert mentor.state == "blocked"

    client.post(url, {"action": "unblock", "unblock-reason": "unfounded"})
    mentor.refresh_from_db()
    assert mentor.state == "active"
    assert events(mentor)[0] == ("unblocked", "unfounded")
    event = AuditEvent.objects.of(mentor).first()
    assert event.username == coordinator.get_username()
    assert "Sie sind wieder dabei" in mailoutbox[-1].subject


def test_a_coordinator_blocks_somebody_who_accompanies_nobody(client, coordinator, mentor):
    client.post(reverse("mentors:detail", args=[mentor.reference]), {"action": "block"})
    mentor.refresh_from_db()
    assert mentor.state == "blocked"
    with pytest.raises(WrongStateError):
        MentorFactory(email_confirmed=True).unblock("unfounded", coordinator)


def test_a_block_ends_at_the_latest_some_time_after_the_clearance(ended, mentor, settings):
    long_ago = timezone.localdate() - timedelta(days=settings.MENTORING_MENTOR_VETTING_DAYS + 1)
    mentor.clearances.update(certificate_date=long_ago - timedelta(days=9), inspected_on=long_ago, valid_until=long_ago)
    assert mentor in Mentor.objects.uncleared_for_too_long()


def test_the_database_lets_no_blocked_mentor_meet_anybody(ended, mentor):
    other = tandem(MentorFactory(active=True), "signup", "mentor")
    for sql, values in (
        ("UPDATE mentoring_match SET mentor_id = %s WHERE id = %s", [mentor.pk, other.pk]),
        ("UPDATE mentoring_match SET state = 'proposed', \"end\" = '' WHERE id = %s", [ended.pk]),
        ("UPDATE mentoring_mentor SET state = 'blocked' WHERE id = %s", [other.mentor_id]),
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
