"""Somebody in each state in which a page behind a link in our mails looks different, for tests that look at them all.

Run inside the process of the site: `manage.py shell -c "from tests.link_pages import prepare; prepare()"`. Prints what
to ask for, as JSON: [name, path, form or null, status]. Nothing that is asked for changes what another one shows.
"""

import json
from datetime import time, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from careers.models import CareerFieldPage, CompanyPage
from mentoring.mails import LINKS
from mentoring.models import Feedback, FollowUp, Match, Mentor, MentoringSignup, OutgoingMail, SignupToken
from tests.edge_pages import LONG_WORD
from tests.factories import MentorFactory, SignupFactory, UserFactory

MARK = "ZUSTAND-"
Purpose = SignupToken.Purpose
LIFETIME = timedelta(hours=1)


class People:
    """Makes youths and mentors who write as much as they may, and matches of them."""

    def __init__(self):
        self.number = 0
        self.user = UserFactory(username=f"{MARK}koordination")
        self.fields = CareerFieldPage.objects.order_by("-title")[:3]
        self.today = timezone.localdate()

    def youth(self, age=18, **state):
        return self._with_fields(SignupFactory(**self.person("Maximiliane Anna-Lena"), age=age, **state))

    def mentor(self, **state):
        about = {"last_name": LONG_WORD[:80], "occupation": LONG_WORD[:80], "about": f"{LONG_WORD} " * 3}
        return self._with_fields(MentorFactory(**self.person("Friedrich-Wilhelm"), **about, **state))

    def match(self, youth=None, mentor=None, accepted=False):
        match = Match.objects.propose(
            youth or self.youth(eligible=True), mentor or self.mentor(active=True, capacity=5), self.user
        )
        if accepted:
            match.accept(match.signup)
            match.accept(match.mentor)
        return match

    def running(self, mentor=None):
        """A match with a meeting that was held, one of which nothing was noted, and one to come."""
        match = self.match(mentor=mentor, accepted=True)
        for days in (-14, -1, 7):
            day = self.today + timedelta(days=days)
            match.plan_meeting(kind="meeting", day=day, begins_at=time(15, 30), place=LONG_WORD[:80])
        match.note_meeting(match.meetings.earliest("day").pk, "held", f"Gesägt.\n{LONG_WORD}")
        return match

    def held(self, match):
        return match.meetings.get(state="held")

    def person(self, first_name):
        self.number += 1
        reference = f"{MARK}{self.number}"
        return {"first_name": first_name, "reference": reference, "email": f"{reference}@example.org".lower()}

    def _with_fields(self, person):
        person.career_fields.set(self.fields)
        return person


def link(person, purpose, match=None):
    return reverse(LINKS[purpose], args=[SignupToken.issue(person, purpose, LIFETIME, match=match)])


def youths(people):
    waiting = people.youth(eligible=True, reminded_at=timezone.now())
    visit = waiting.visits.create(company=CompanyPage.objects.live().offering_visits().first(), needs_agreement=False)
    visit.arrange(people.user, people.today + timedelta(days=7), time(9, 0))
    own = link(waiting, Purpose.OWN_PAGE)
    yield "Eigene Anmeldung, verlängern und Besuch", own, None, 200
    young = people.youth(age=14, email_confirmed=True)
    yield "Eigene Anmeldung, Einwilligung fehlt", link(young, Purpose.OWN_PAGE), None, 200
    moving = people.youth(eligible=True)
    moving.ask_for_new_email(f"{MARK}neu@example.org")
    new_address = link(moving, Purpose.NEW_EMAIL)
    yield "Neue Adresse bestätigen", new_address, None, 200
    yield "Neue Adresse bestätigt", link(waiting, Purpose.NEW_EMAIL), None, 200
    yield "Neue Adresse, geschickt", f"{own}adresse/?gesendet", None, 200

    proposal = people.match()
    yield "Vorschlag", link(proposal.signup, Purpose.MATCH, proposal), None, 200
    agreed = people.match(youth=people.youth(age=17, eligible=True), accepted=True)
    yield "Tandem, Vereinbarung fehlt", link(agreed.signup, Purpose.MATCH, agreed), None, 200
    running = people.running()
    running.warn()
    page = link(running.signup, Purpose.OWN_PAGE)
    meeting = f"{page}treffen/{people.held(running).pk}/"
    yield "Tandem, läuft", page, None, 200
    yield "Rückmeldung", meeting, None, 200
    yield "Rückmeldung, nichts gesagt", meeting, {"wants_to_talk": "on"}, 400
    rated = people.running()
    Feedback.objects.create(meeting=people.held(rated), side=Feedback.Side.YOUTH, rating=1, wants_to_talk=True)
    yield (
        "Rückmeldung, gegeben",
        f"{link(rated.signup, Purpose.MATCH, rated)}treffen/{people.held(rated).pk}/",
        None,
        200,
    )
    completed = people.running()
    completed.complete(people.user, early="goal_reached")
    yield "Tandem, geschafft", link(completed.signup, Purpose.OWN_PAGE), None, 200
    ended = people.running()
    ended.break_off("by_coordination", user=people.user)
    yield "Tandem, zu Ende", link(ended.signup, Purpose.MATCH, ended), None, 200
    yield "Tandem, etwas melden", f"{link(rated.signup, Purpose.MATCH, rated)}melden/", None, 200
    declined = people.match()
    declined.decline(declined.signup)
    yield "Vorschlag, abgelehnt", link(declined.signup, Purpose.MATCH, declined), None, 200


def mentors(people):
    applied = people.mentor()
    yield "Bewerbung bestätigen", link(applied, Purpose.CONFIRM_MENTOR), None, 200
    confirmed = people.mentor(email_confirmed=True)
    yield "Bewerbung bestätigt", link(confirmed, Purpose.CONFIRM_MENTOR), None, 200
    own = link(confirmed, Purpose.MENTOR_PAGE)
    yield "Eigene Bewerbung", own, None, 200
    yield "Bewerbung ändern", f"{own}aendern/", None, 200
    yield "Bewerbung falsch geändert", f"{own}aendern/", {"first_name": "", "languages": ["tlh"], "capacity": "9"}, 400
    yield "Adresse der Bewerbung ändern", f"{own}adresse/", None, 200
    yield "Adresse der Bewerbung falsch geändert", f"{own}adresse/", {"email": "ruth"}, 400
    yield "Adresse der Bewerbung, geschickt", f"{own}adresse/?gesendet", None, 200
    moving = people.mentor(active=True)
    moving.ask_for_new_email(f"{MARK}ruth@example.org")
    yield "Neue Adresse der Bewerbung bestätigen", link(moving, Purpose.MENTOR_NEW_EMAIL), None, 200
    moving.pause()
    yield "Mentorin oder Mentor, Pause", link(moving, Purpose.MENTOR_PAGE), None, 200
    blocked = people.mentor(active=True)
    blocked.block(people.user)
    yield "Mentorin oder Mentor, gesperrt", link(blocked, Purpose.MENTOR_PAGE), None, 200
    leaving = people.mentor(active=True)
    leaving.leave()
    yield "Mentorin oder Mentor, aufgehört", link(leaving, Purpose.MENTOR_PAGE), None, 200

    mentor = people.mentor(active=True, capacity=5)
    completed = people.running(mentor)
    completed.complete(people.user, early="goal_reached")
    running = people.running(mentor)
    running.warn()
    proposal = people.match(mentor=mentor)
    page = link(mentor, Purpose.MENTOR_PAGE)
    yield "Mentorin oder Mentor mit Tandems", page, None, 200
    yield "Gespeicherte Bewerbung", f"{page}daten/", None, 200
    yield "Vorschlag (Mentoring-Person)", link(mentor, Purpose.MENTOR_MATCH, proposal), None, 200
    yield "Tandem (Mentoring-Person), geschafft", link(mentor, Purpose.MENTOR_MATCH, completed), None, 200
    ended = people.running(mentor)
    ended.break_off("by_coordination", user=people.user)
    yield "Tandem (Mentoring-Person), zu Ende", link(mentor, Purpose.MENTOR_MATCH, ended), None, 200
    plan = f"{page}tandem/{running.reference}/"
    due = running.plan.planned().first()
    moved = {f"treffen-{due.pk}-{name}": value for name, value in (("kind", "meeting"), ("day", "bald"))}
    yield "Plan", plan, None, 200
    yield "Plan hinter dem Link eines Tandems", f"{link(mentor, Purpose.MENTOR_MATCH, running)}plan/", None, 200
    yield "Plan, falsch eingetragen", plan, {"decision": "plan", "kind": "x", "day": "", "begins_at": "früh"}, 400
    yield "Plan, falsch verschoben", plan, {"decision": "move", "meeting": due.pk, **moved}, 400
    meeting = f"{page}treffen/{people.held(running).pk}/"
    yield "Rückmeldung (Mentoring-Person)", meeting, None, 200
    yield "Rückmeldung (Mentoring-Person), nichts gesagt", meeting, {}, 400


def follow_ups(people):
    def follow_up(**state):
        return FollowUp.objects.create(**people.person("Maximiliane"), **state)

    asked = link(follow_up(asked=1, asked_at=timezone.now()), Purpose.FOLLOW_UP)
    yield "Nachfrage", asked, None, 200
    yield "Nachfrage, nichts gesagt", asked, {"decision": "answer"}, 400
    yield "Nachfrage, beantwortet", link(follow_up(asked=1, answered=1), Purpose.FOLLOW_UP), None, 200


def prepare():
    with transaction.atomic():
        people = People()
        states = [*youths(people), *mentors(people), *follow_ups(people)]
        # Nobody is written to.
        for holder in ("signup", "mentor", "follow_up"):
            OutgoingMail.objects.filter(**{f"{holder}__reference__startswith": MARK}).delete()
    print("prepared:" + json.dumps(states))


def remove():
    for model in (FollowUp, MentoringSignup, Mentor):
        model.objects.filter(reference__startswith=MARK).delete()
    UserFactory._meta.model.objects.filter(username__startswith=MARK).delete()
