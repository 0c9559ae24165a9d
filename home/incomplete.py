"""What editors still have to do, and what runs out soon."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from campaign.models import EventPage
from careers.interest import RIASEC, STATEMENTS_PER_DIMENSION
from careers.models import CompanyPage, InterestCheckPage, InterestStatement, OccupationPage, Offer
from cms.blocks import lacks_alternative_text, raw_images
from cms.models import SiteSettings
from stories.models import PublicationConsent, StoryPage

OFFER_WARNING_DAYS = 14
CONSENT_WARNING_DAYS = 28
EVENT_WARNING_DAYS = 21


class Problem(models.TextChoices):
    CONSENT = "einwilligung", gettext_lazy("Einwilligung fehlt")
    CONSENT_ENDS = "einwilligung-endet", gettext_lazy("Einwilligung endet bald")
    ALTERNATIVE_TEXT = "alternativtext", gettext_lazy("Alternativtext fehlt")
    OFFER_ENDS = "angebot-endet", gettext_lazy("Angebot endet bald")
    EVENT_WAITS = "termin-wartet", gettext_lazy("Termin bald, aber nicht öffentlich")
    SOURCE = "quelle", gettext_lazy("Zahl ohne Quelle")
    OUTDATED = "veraltet", gettext_lazy("Zahl veraltet")
    EXAMPLE = "beispielwert", gettext_lazy("Beispielwert statt Zahl")
    PROFILE = "profil", gettext_lazy("Stärken fehlen")
    STATEMENTS = "interessencheck", gettext_lazy("Sätze im Ungleichgewicht")


@dataclass(frozen=True)
class Gap:
    """One thing that one page lacks."""

    page: Page
    problem: Problem
    detail: str

    @property
    def title(self):
        return self.page.get_admin_display_title()

    @property
    def kind(self):
        return str(self.page.get_verbose_name())

    @property
    def edit_url(self):
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])


def gaps():
    """Return all gaps, the most pressing kind of problem first."""
    found = [
        *story_gaps(),
        *consents_about_to_end(),
        *company_gaps(),
        *offers_about_to_end(),
        *event_gaps(),
        *figure_gaps(),
        *profile_gaps(),
        *statement_gaps(),
    ]
    return sorted(found, key=lambda gap: (list(Problem).index(gap.problem), gap.title))


def story_gaps():
    for story in StoryPage.objects.prefetch_related("consents"):
        if missing := story.missing_consents():
            yield Gap(story, Problem.CONSENT, ", ".join(str(role.label) for role in missing))
        if pictures := pictures_without_text(story):
            yield Gap(story, Problem.ALTERNATIVE_TEXT, pictures)


def company_gaps():
    for company in CompanyPage.objects.defer_streamfields():
        if company.lacks_alternative_text:
            yield Gap(company, Problem.ALTERNATIVE_TEXT, _("Bild der Seite"))


def pictures_without_text(story):
    in_body = sum(lacks_alternative_text(image) for image in raw_images(story.body))
    places = [
        _("Bild der Seite") if story.lacks_alternative_text else "",
        _("Bilder im Text: %(number)s") % {"number": in_body} if in_body else "",
    ]
    return ", ".join(place for place in places if place)


def consents_about_to_end():
    soon = timezone.localdate() + timedelta(days=CONSENT_WARNING_DAYS)
    consents = PublicationConsent.objects.valid().filter(valid_until__lte=soon, story__live=True)
    for consent in consents.select_related("story"):
        detail = f"{consent.get_role_display()}: {date_format(consent.valid_until)}"
        yield Gap(consent.story, Problem.CONSENT_ENDS, detail)


def offers_about_to_end():
    for offer in Offer.objects.expiring(OFFER_WARNING_DAYS).filter(page__live=True).select_related("page"):
        yield Gap(offer.page, Problem.OFFER_ENDS, f"{offer.title}: {date_format(offer.last_day)}")


def event_gaps():
    """Of what is still to come: pictures without text, and drafts whose day is near."""
    soon = timezone.localdate() + timedelta(days=EVENT_WARNING_DAYS)
    for event in EventPage.objects.upcoming().defer_streamfields():
        if event.lacks_alternative_text:
            yield Gap(event, Problem.ALTERNATIVE_TEXT, _("Bild der Seite"))
        if not event.live and event.starts_on <= soon:
            yield Gap(event, Problem.EVENT_WAITS, event.when)


def figure_gaps():
    """One gap per occupation and kind of problem, however many figures have it."""
    oldest_year = timezone.localdate().year - SiteSettings.current().figures_max_age_years
    for occupation in OccupationPage.objects.prefetch_related("figures"):
        counts = Counter(
            problem for figure in occupation.figures.all() if (problem := problem_of_figure(figure, oldest_year))
        )
        for problem, number in counts.items():
            yield Gap(occupation, problem, _("Zahlen: %(number)s") % {"number": number})


def profile_gaps():
    """Occupations that the interest check can suggest to nobody."""
    for occupation in OccupationPage.objects.filter(strengths=""):
        yield Gap(occupation, Problem.PROFILE, "")


def statement_gaps():
    """Dimensions of the interest check that are asked for more or less often than the others."""
    page = InterestCheckPage.objects.first()
    asked = Counter(InterestStatement.objects.filter(active=True).values_list("dimension", flat=True))
    for letter, name in RIASEC.items():
        if page and asked[letter] != STATEMENTS_PER_DIMENSION:
            detail = _("%(dimension)s: %(number)s statt %(wanted)s")
            values = {"dimension": name, "number": asked[letter], "wanted": STATEMENTS_PER_DIMENSION}
            yield Gap(page, Problem.STATEMENTS, detail % values)


def problem_of_figure(figure, oldest_year):
    if figure.is_example:
        return Problem.EXAMPLE
    if not figure.is_sourced:
        return Problem.SOURCE
    return Problem.OUTDATED if figure.year < oldest_year else None
