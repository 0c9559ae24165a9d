import pytest
from django.contrib.auth.models import Group, Permission
from django.db.models import F

from mentoring.models import AuditChain, AuditEvent
from tests.factories import CareerFieldFactory, MunicipalityFactory, UserFactory, mentoring_page
from tests.second_factor import log_in


@pytest.fixture
def places(db):
    """The places and career fields that the signups of these tests name."""
    MunicipalityFactory(slug="goerlitz", name="Görlitz")
    for slug in ("it", "bau", "elektro", "kunst"):
        CareerFieldFactory(slug=slug, title=slug.upper())


@pytest.fixture
def coordination(db):
    """The group of coordinators, which tests that commit leave without its permissions."""
    group, _ = Group.objects.get_or_create(name="Koordination")
    group.permissions.add(
        Permission.objects.get(codename="access_admin"),
        Permission.objects.get(codename="view_mentoringsignup"),
    )
    return group


@pytest.fixture
def coordinator(client, coordination):
    """Log a coordinator in, who has shown the second factor."""
    user = UserFactory(groups=["Koordination"])
    log_in(client, user)
    return user


@pytest.fixture(autouse=True)
def _audit_events_can_be_flushed(request):
    """Let the checkpoint pass all events when a test that commits is over, so that the database lets them go."""
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    AuditChain.objects.update(pruned_sequence=F("sequence"))
    AuditEvent.objects.all()._raw_delete("default")


@pytest.fixture
def signup_page(places):
    return mentoring_page()


@pytest.fixture
def signup(places):
    """The fields of a signup that is accepted: sixteen, so without a guardian."""
    return {
        "first_name": "Mila",
        "age": 16,
        "email": "mila@example.org",
        "municipality": "goerlitz",
        "career_fields": ["it"],
        "message": "Ich löte gern.",
        "consent": True,
    }


@pytest.fixture
def young_signup(signup):
    return {**signup, "age": 14, "guardian_name": "Jana Kern", "guardian_email": "jana@example.org"}
