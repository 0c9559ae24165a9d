"""Every address of the project, taken from its URL resolver, and one of everything that an address may name."""

import re
from dataclasses import dataclass
from datetime import timedelta
from inspect import unwrap

from django.urls import URLPattern, get_resolver
from django.utils import timezone
from django.utils.regex_helper import normalize
from wagtail.models import Page

from cms.models import SiteSettings
from mentoring.models import FollowUp, Match, Meeting, SignupToken
from tests.factories import (
    CareerFieldFactory,
    CompanyFactory,
    MentorFactory,
    SignupFactory,
    UserFactory,
    mentoring_page,
)

LIFETIME = timedelta(hours=1)
OF_MENTORS = {
    SignupToken.Purpose.CONFIRM_MENTOR,
    SignupToken.Purpose.MENTOR_PAGE,
    SignupToken.Purpose.MENTOR_NEW_EMAIL,
    SignupToken.Purpose.MENTOR_MATCH,
}


@dataclass(frozen=True)
class Route:
    """`template` is the path with %(name)s for each of `parameters`; `view` the class or function that answers."""

    template: str
    parameters: tuple[str, ...]
    view: object
    # Of the token that the address holds, if it does.
    purpose: str | None

    def __str__(self):
        return self.template

    @property
    def module(self):
        """The module the view comes from: "wagtail…", "mentoring…"."""
        return self.view.__module__


def routes():
    return [_route(regex, pattern.callback) for regex, pattern in _leaves(get_resolver(), "")]


def _leaves(resolver, prefix):
    for pattern in resolver.url_patterns:
        regex = prefix + pattern.pattern.regex.pattern.removeprefix("^")
        if isinstance(pattern, URLPattern):
            yield regex, pattern
        else:
            yield from _leaves(pattern, regex)


def _route(regex, callback):
    template, parameters = normalize(regex.replace(r"\Z", "").replace("$", ""))[0]
    # What wraps a view, as Wagtail does in its admin, keeps its attributes: of a class its name, of a function itself.
    view = getattr(callback, "view_class", None) or getattr(callback, "cls", None) or unwrap(callback)
    options = {"purpose": getattr(view, "purpose", None), **getattr(callback, "view_initkwargs", {})}
    return Route("/" + template, tuple(parameters), view, options["purpose"])


class World:
    """A youth and a mentor who meet, with names as given, a page for the form, and paths that lead to them."""

    # What else an address names: things of Wagtail, of which there may be one.
    VALUES = {
        "content_type_app_name": "wagtailcore",
        "content_type_model_name": "page",
        "app_label": "mentoring",
        "app_name": "mentoring",
        "model_name": "guardiantext",
        "action": "publish",
        "action_name": "approve",
        "filter_spec": "width-20",
        "uidb64": "MQ",
        "slug": "werk",
        "path": "images/gibt-es-nicht.avif",
    }

    def __init__(self, word="Kanarienvogel"):
        """`word` stands in every text that somebody typed."""
        mentoring_page()
        SiteSettings.objects.update(child_protection_email="kinderschutz@example.org")
        field = CareerFieldFactory(slug="it")
        address = word.lower()
        self.signup = SignupFactory(
            first_name=word, email=f"{address}@example.org", age=17, message=word, eligible=True
        )
        self.mentor = MentorFactory(
            first_name=word, last_name=word, email=f"m{address}@example.org", occupation=word, about=word, active=True
        )
        self.signup.career_fields.add(field)
        self.mentor.career_fields.add(field)
        user = UserFactory()
        self.match = Match.objects.propose(self.signup, self.mentor, user)
        self.match.accept(self.signup)
        self.match.accept(self.mentor)
        self.match.note_agreement(user, timezone.localdate())
        self.match.plan_meeting(kind="meeting", day=timezone.localdate(), place="Werkhof")
        self.meeting = self.match.meetings.get()
        self.match.note_meeting(self.meeting.pk, Meeting.State.HELD, word)
        self.follow_up = FollowUp.objects.create(
            first_name=word, email=f"f{address}@example.org", asked=1, asked_at=timezone.now()
        )
        self.signup.ask_for_visit(CompanyFactory(slug="werk", offers_visits=True))
        self.visit = self.signup.visits.get()
        # Somebody who waits, so that each list holds somebody.
        self.waiting = SignupFactory(first_name=word, email=f"w{address}@example.org", age=17, eligible=True)
        self.waiting.career_fields.add(field)
        for thing in (self.signup, self.waiting, self.mentor, self.match):
            thing.refresh_from_db()

    def path_of(self, route):
        return route.template % {name: self._value(name, route) for name in route.parameters}

    def _value(self, name, route):
        match name:
            case "token" if route.purpose:
                return self.token(route.purpose)
            case "reference":
                return self._reference(route.template)
            case "number":
                return self.meeting.pk
            case "page_id" | "page_pk" | "parent_page_id" | "page_to_move_id" | "destination_id":
                return Page.objects.last().pk
        return self.VALUES.get(name, 1)

    def token(self, purpose):
        """Return a fresh token for one of them, as a link holds it."""
        if purpose == SignupToken.Purpose.FOLLOW_UP:
            return SignupToken.issue(self.follow_up, purpose, LIFETIME)
        person = self.mentor if purpose in OF_MENTORS else self.signup
        return SignupToken.issue(person, purpose, LIFETIME, match=self.match)

    def _reference(self, template):
        if "/board/" in template:
            return self.waiting.reference
        if "visits/" in template:
            return self.visit.reference
        if "mentors/" in template:
            return self.mentor.reference
        return (self.match if re.search("matches/|tandem/|urkunde/", template) else self.signup).reference
