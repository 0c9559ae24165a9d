"""Data that the schema generates are answered as the schema says. `make drill` sends many more, each time others."""

import pytest

from mentoring.models import MentoringSignup
from tests.drills.fuzzing import fuzz
from tests.factories import CareerFieldFactory, MunicipalityFactory

EXAMPLES = 60


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_generated_data_find_no_fault(live_server, settings):
    settings.MENTORING_REQUESTS_PER_HOUR = settings.MENTORING_UNPROVEN_REQUESTS_PER_HOUR = 1_000_000
    # What the example in the interface's description names.
    CareerFieldFactory(slug="it")
    MunicipalityFactory(slug="zittau")
    cases, passed, output = fuzz(live_server.url, EXAMPLES, "--seed=1")
    assert passed == cases > EXAMPLES, output
    assert MentoringSignup.objects.exists()
