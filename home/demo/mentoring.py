"""Invented youths, mentors and matches, so that the coordination's admin shows how it looks in use.

They take the ways real ones take, so they are encrypted and audited alike. Their numbers say that they are examples.
"""

from datetime import timedelta

from django.utils import timezone

from careers.models import CareerFieldPage, CompanyPage, Municipality
from mentoring.models import Clearance, Match, Meeting, Mentor, MentoringSignup, OutgoingMail
from mentoring.models.records import Tombstone

MARK = "BEISPIEL-"


class DemoMentoring:
    """Loads what `texts` (mentoring.yaml) tells, acting as the coordinator `user`."""

    def __init__(self, texts, user):
        self.texts = texts
        self.user = user
        self.today = timezone.localdate()

    def load(self):
        """Load everyone once: whoever a coordinator erased stays erased."""
        if any(model.objects.filter(reference__startswith=MARK).exists() for model in (Mentor, Tombstone)):
            return
        for person in self.texts["mentors"]:
            self.mentor(**person)
        for person in self.texts["signups"]:
            self.signup(**person)
        for match in self.texts["matches"]:
            self.match(**match)
        # Nobody is written to; who wants to see an own page asks for its link.
        holders = {"signup": MentoringSignup, "mentor": Mentor}
        for holder, model in holders.items():
            people = model.objects.filter(reference__startswith=MARK)
            OutgoingMail.objects.filter(**{f"{holder}__in": people}).delete()

    def mentor(self, key, state, fields, municipality, days=0, ends_in=None, **texts):
        Mentor.objects.receive(**self.person(key, fields, municipality), last_name="Beispiel", **texts)
        mentor = Mentor.objects.get(reference=MARK + key)
        mentor.confirm_email()
        if state == Mentor.State.ACTIVE:
            mentor.vet(self.clearance(ends_in), self.user)
        self.age(mentor, days)

    def clearance(self, ends_in):
        """Return a clearance from last month on, or one that ends in so many days."""
        begin = self.today - timedelta(days=30)
        end = ends_in and self.today + timedelta(days=ends_in)
        return Clearance(
            certificate_date=begin, inspected_on=begin, commitment_signed_on=begin, is_cleared=True, valid_until=end
        )

    def signup(self, key, fields, municipality, age, days=0, visit=None, **texts):
        guardian = {"guardian_name": "Beispiel", "guardian_email": f"{key.lower()}-eltern@example.org"}
        company = CompanyPage.objects.get(slug=visit) if visit else None
        person = self.person(key, fields, municipality)
        MentoringSignup.objects.receive(**person, age=age, visit=company, **texts, **(guardian if age < 16 else {}))
        signup = MentoringSignup.objects.get(reference=MARK + key)
        signup.confirm_email()
        if signup.needs_guardian:
            signup.confirm_by_guardian()
        self.age(signup, days)
        return signup

    def match(self, mentor, state, days, signup, accepted_by=("signup", "mentor"), meetings=()):
        match = Match.objects.propose(self.signup(**signup), Mentor.objects.get(reference=MARK + mentor), self.user)
        for side in accepted_by:
            match.accept(getattr(match, side))
        if state == Match.State.ACTIVE and match.needs_agreement:
            match.note_agreement(self.user, self.today - timedelta(days=days))
        for distance in meetings:
            day = self.today + timedelta(days=distance)
            meeting = match.plan_meeting(kind=Meeting.Kind.MEETING, day=day, place="Im Betrieb")
            if distance < 0:
                match.note_meeting(meeting.pk, Meeting.State.HELD)
        self.age(match, days)

    def person(self, key, fields, municipality):
        return {
            "reference": MARK + key,
            "email": f"beispiel-{key.lower()}@example.org",
            "municipality": Municipality.objects.get(slug=municipality),
            "career_fields": CareerFieldPage.objects.filter(slug__in=fields),
        }

    def age(self, thing, days):
        """Let it be in its state for so many days."""
        since = timezone.now() - timedelta(days=days)
        type(thing).objects.filter(pk=thing.pk).update(state_since=since, created_at=since)
        Match.objects.filter(pk=thing.pk if isinstance(thing, Match) else None, began_at__isnull=False).update(
            began_at=since
        )
