"""Personal data under keys that change."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from django.core.management import call_command
from django.db import connection

from mentoring.checks import ages_keep_what_the_database_demands, personal_data_can_be_encrypted
from mentoring.models import MentoringSignup, OutgoingMail
from tests.factories import SignupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def new_key():
    return Fernet.generate_key().decode()


def raw(column, table="mentoringsignup"):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM mentoring_{table}")
        return [value for (value,) in cursor.fetchall()]


def test_equal_texts_are_stored_differently():
    SignupFactory(first_name="Mila")
    SignupFactory(first_name="Mila")
    assert len(set(raw("first_name"))) == 2


def test_what_an_old_key_wrote_is_read_and_found_under_a_new_one(settings, new_key):
    SignupFactory(email="mila@example.org")
    settings.PERSONAL_DATA_KEYS = [new_key, *settings.PERSONAL_DATA_KEYS]
    assert MentoringSignup.objects.with_email("MILA@example.org").get().first_name == "Mila"


def test_after_the_rotation_the_old_key_is_not_needed(settings, new_key):
    SignupFactory(email="mila@example.org", age=14)
    MentoringSignup.objects.get().owe_link()
    settings.PERSONAL_DATA_KEYS = [new_key, *settings.PERSONAL_DATA_KEYS]
    call_command("rotate_keys", verbosity=0)
    settings.PERSONAL_DATA_KEYS = [new_key]
    signup = MentoringSignup.objects.with_email("mila@example.org").get()
    assert (signup.first_name, signup.guardian_email, signup.message) == ("Mila", "jana@example.org", "")
    assert OutgoingMail.objects.get().token


def test_without_its_key_nothing_is_readable(settings, new_key):
    SignupFactory()
    settings.PERSONAL_DATA_KEYS = [new_key]
    with pytest.raises(InvalidToken):
        MentoringSignup.objects.get()


def test_the_index_of_an_address_depends_on_the_key(settings, new_key):
    SignupFactory(email="mila@example.org")
    settings.PERSONAL_DATA_KEYS = [new_key]
    assert not MentoringSignup.objects.with_email("mila@example.org").exists()


def test_unusable_keys_are_reported_at_the_start(settings):
    assert personal_data_can_be_encrypted(None) == []
    for keys, name in (([], "E001"), (["zu kurz"], "E002")):
        settings.PERSONAL_DATA_KEYS = keys
        assert [error.id for error in personal_data_can_be_encrypted(None)] == [f"mentoring.{name}"]


def test_age_limits_below_those_of_the_database_are_reported(settings):
    assert ages_keep_what_the_database_demands(None) == []
    settings.MENTORING_MINIMUM_AGE = 10
    settings.MENTORING_GUARDIAN_UNDER = 14
    assert len(ages_keep_what_the_database_demands(None)) == 2
