"""What the interest check may suggest, and what it suggests to somebody."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.apps import apps

from careers import interest
from careers.interest import Answers, Candidate, Employer, Statement
from careers.models.company import CompanyPage, Offer
from careers.models.occupation import OccupationPage


class Catalogue:
    """All that may be suggested, ready for rows, in the order in which equals are shown: where places are free first.

    Costs the same number of queries however much there is.
    """

    def __init__(self, settings):
        companies = CompanyPage.objects.live().filter(pk__in=Offer.objects.current().values("page"))
        self.employers = [self.employer(page) for page in companies.with_card().order_by("title")]
        free = Counter(offer.occupation_id for employer in self.employers for offer in employer.page.current_offers)
        pages = OccupationPage.objects.live().exclude(strengths="").with_card().order_by("title", "pk")
        self.occupations = [
            Candidate(page.pk, page.strengths, page.career_field.slug, page.atypical(settings), page)
            for page in sorted(pages, key=lambda page: -free[page.pk])
        ]
        self.stories = list(self.stories_of({candidate.key: candidate for candidate in self.occupations}))

    @property
    def career_fields(self):
        """The public career fields of the occupations by their slug."""
        fields = (candidate.page.career_field for candidate in self.occupations)
        return {field.slug: field for field in fields if field.live}

    @staticmethod
    def employer(page):
        return Employer(
            page.pk,
            tuple(dict.fromkeys(offer.occupation_id for offer in page.current_offers if offer.occupation_id)),
            tuple(field.slug for field in page.career_fields.all()),
            tuple(place.slug for place in page.municipalities),
            page,
        )

    @staticmethod
    def stories_of(occupations):
        """Yield the stories told from these occupations, newest first."""
        stories = apps.get_model("stories", "StoryPage").objects.live().newest_first().with_card()
        for page in stories.filter(occupation__in=occupations):
            occupation = occupations[page.occupation_id]
            yield Candidate(page.pk, occupation.profile, occupation.field, page=page)


class Reason(NamedTuple):
    text: str
    answer: str


class Match(NamedTuple):
    """A suggestion, with the statements and answers that led to it."""

    candidate: Candidate
    reasons: list[Reason]


class Result:
    """What a set of answers leads to."""

    def __init__(
        self,
        catalogue: Catalogue,
        statements: list[Statement],
        answers: Answers,
        distances: Mapping[str, float] | None = None,
        kilometres: int = 0,
    ):
        self.statements, self.answers = statements, answers
        self.given = sum(answer is not None for answer in answers.values())
        self.quoted: Counter[int] = Counter()
        self.points = interest.points_of(statements, answers)
        self.is_flat = interest.is_flat(self.points)
        fitting = interest.fitting(catalogue.occupations, self.points, interest.OCCUPATIONS)
        self.occupations = self.matches(fitting)
        self.stories = self.matches(interest.fitting(catalogue.stories, self.points, interest.STORIES))
        self.surprises = self.matches(interest.surprising(catalogue.occupations, self.points, fitting))
        self.employers = interest.nearby(catalogue.employers, fitting, distances, kilometres)
        fields: dict[str, Any] = catalogue.career_fields
        self.career_fields = [fields[slug] for slug in dict.fromkeys(c.field for c in fitting) if slug in fields]

    def matches(self, candidates):
        return [Match(candidate, self.reasons(candidate.profile)) for candidate in candidates]

    def reasons(self, profile):
        statements = interest.reasons_for(profile, self.statements, self.answers, self.quoted)
        return [Reason(one.text, str(interest.ANSWERS[self.answers[one.key]])) for one in statements]
