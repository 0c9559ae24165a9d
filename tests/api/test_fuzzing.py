"""Data that the schema generates are answered as the schema says. `make drill` sends many more, each time others."""

from datetime import time

import pytest

from api.reading.views import COLLECTIONS
from mentoring.models import MentoringSignup
from tests import factories
from tests.drills.fuzzing import KNOWN_SLUGS, READING, SIGNING_UP, fuzz
from tests.factories import CareerFieldFactory, MunicipalityFactory

EXAMPLES = 30
READING_EXAMPLES = 8
# Of the phases of Schemathesis, the quick ones; the drill has all of them.
QUICK = "--phases=examples,fuzzing"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_generated_data_find_no_fault(live_server, settings):
    settings.MENTORING_REQUESTS_PER_HOUR = settings.MENTORING_UNPROVEN_REQUESTS_PER_HOUR = 1_000_000
    # What the example in the interface's description names.
    CareerFieldFactory(slug="it")
    MunicipalityFactory(slug="zittau")
    cases, passed, output = fuzz(live_server.url, EXAMPLES, SIGNING_UP, "--seed=1")
    assert passed == cases > EXAMPLES, output
    assert MentoringSignup.objects.exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_generated_data_find_no_fault_in_what_is_read(live_server, settings):
    settings.READ_API_REQUESTS_PER_HOUR = 1_000_000
    field, place = CareerFieldFactory(slug="elektro"), MunicipalityFactory(slug="zittau")
    occupation = factories.OccupationFactory(parent=field, slug=KNOWN_SLUGS["Occupations"])
    factories.FigureFactory(page=occupation)
    factories.PayStepFactory(page=occupation)
    company = factories.CompanyFactory(slug=KNOWN_SLUGS["Companies"], logo=factories.ImageFactory(), size="10_49")
    factories.LocationFactory(page=company, municipality=place)
    factories.OfferFactory(page=company, title=KNOWN_SLUGS["Offers"], occupation=occupation)
    told = {"occupation": occupation, "company": company, "municipality": place, "career_fields": [field]}
    factories.StoryFactory(slug=KNOWN_SLUGS["Stories"], **told)
    event = {"starts_at": time(9), "ends_at": time(13), "company": company, "municipality": place}
    factories.EventFactory(slug=KNOWN_SLUGS["Events"], **event)
    factories.InterestStatementFactory()
    cases, passed, output = fuzz(live_server.url, READING_EXAMPLES, READING, QUICK, "--seed=1")
    assert passed == cases > len(COLLECTIONS) * 2 * READING_EXAMPLES, output
