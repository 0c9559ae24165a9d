import os

import hypothesis
import pytest
from django.core.cache import caches
from django.db import connection

from tests import snapshot
from tests.second_factor import pass_second_factor

# The same examples at each run, so that a red run is about what changed.
hypothesis.settings.register_profile("steady", derandomize=True)
hypothesis.settings.load_profile("steady")


@pytest.fixture(scope="session")
def django_db_keepdb():
    """Whether Django takes the database that it finds. On PostgreSQL it copies one."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """Let Django find a database that is migrated already."""
    test = connection.settings_dict["TEST"]
    if connection.vendor == "sqlite":
        snapshot.copy_sqlite(test["NAME"])
    else:
        test["TEMPLATE"] = snapshot.postgres_template(os.environ["DATABASE_URL"])


@pytest.fixture(autouse=True)
def _empty_caches(request):
    """Each test starts without pages or site roots that an earlier one left in a cache.

    Not so the stories in the browser: they run beside the others, and would empty their Redis amid a test.
    """
    if request.node.get_closest_marker("e2e"):
        return
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture
def no_indexing(settings):
    """Leave the tasks undone that follow each saving, as for the search."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def admin_client(admin_client, admin_user):
    """A superuser, who is logged in with password and second factor."""
    pass_second_factor(admin_client, admin_user)
    return admin_client
