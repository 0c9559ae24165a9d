"""`manage.py rotate_keys`: everything under the newest key, though it be interrupted or somebody write meanwhile."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from mentoring.fields import EncryptedTextField
from mentoring.management.commands import rotate_keys
from mentoring.models import Meeting, Mentor, MentoringSignup, OutgoingMail
from tests.factories import MentorFactory, SignupFactory, UserFactory
from tests.second_factor import add_app, code

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys(settings):
    """A function that puts a new key in front and returns it."""

    def put_in_front():
        new = Fernet.generate_key().decode()
        settings.PERSONAL_DATA_KEYS = [new, *settings.PERSONAL_DATA_KEYS]
        return new

    return put_in_front


def rotate():
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    return out.getvalue()


def outdated():
    return {encrypted.model.__name__: len(list(encrypted.outdated())) for encrypted in rotate_keys.every_encrypted()}


def test_every_model_with_an_encrypted_field_is_found():
    found = {encrypted.model for encrypted in rotate_keys.every_encrypted()}
    assert {MentoringSignup, Mentor, OutgoingMail, Meeting, Authenticator} <= found
    for model in apps.get_models():
        is_encrypted = any(isinstance(field, EncryptedTextField) for field in model._meta.fields)
        assert (model in found) == (is_encrypted or model is Authenticator)


def test_afterwards_the_new_key_alone_reads_everything(settings, keys):
    SignupFactory(email="mila@example.org", age=14).owe_link()
    MentorFactory(email="ruth@example.org")
    user = UserFactory()
    secret = add_app(user)
    new = keys()
    assert sum(outdated().values()) == 4
    assert "ab " in rotate()
    settings.PERSONAL_DATA_KEYS = [new]
    assert MentoringSignup.objects.with_email("mila@example.org").get().guardian_email == "jana@example.org"
    assert Mentor.objects.with_email("ruth@example.org").get().last_name == "Hänsel"
    assert OutgoingMail.objects.get().token
    assert Authenticator.objects.get().wrap().validate_code(code(secret))


def test_a_second_run_writes_nothing(keys):
    SignupFactory.create_batch(3)
    keys()
    rotate()
    before = ciphertexts()
    rotate()
    assert ciphertexts() == before


def ciphertexts():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, email, email_index, first_name FROM mentoring_mentoringsignup ORDER BY id")
        return cursor.fetchall()


def test_an_interrupted_run_goes_on_where_it_ended(settings, keys, monkeypatch):
    SignupFactory.create_batch(7)
    new = keys()
    save, saved = MentoringSignup.save, []

    def save_until_killed(signup, **kwargs):
        if len(saved) == 3:
            raise KeyboardInterrupt
        save(signup, **kwargs)
        saved.append(signup.pk)

    monkeypatch.setattr(MentoringSignup, "save", save_until_killed)
    with pytest.raises(KeyboardInterrupt):
        rotate()
    assert outdated()["MentoringSignup"] == 4
    # Both keys stay in use until it is through: everything can be read.
    assert {signup.first_name for signup in MentoringSignup.objects.all()} == {"Mila"}
    monkeypatch.setattr(MentoringSignup, "save", save)
    assert "Anmeldungen: 4" in rotate()
    settings.PERSONAL_DATA_KEYS = [new]
    assert {signup.first_name for signup in MentoringSignup.objects.all()} == {"Mila"}


def test_it_reads_in_batches(keys, monkeypatch):
    monkeypatch.setattr(rotate_keys, "BATCH", 2)
    SignupFactory.create_batch(5)
    keys()
    assert "Anmeldungen: 5" in rotate()
    assert outdated()["MentoringSignup"] == 0


def test_what_is_written_or_erased_meanwhile_stays_so(keys, monkeypatch):
    changed, erased = SignupFactory.create_batch(2)
    keys()
    find = rotate_keys.EncryptedRows.outdated

    def find_and_write(rows):
        found = list(find(rows))
        if found and rows.model is MentoringSignup:
            signup = MentoringSignup.objects.get(pk=changed.pk)
            signup.first_name = "Hanka"
            signup.save()
            MentoringSignup.objects.filter(pk=erased.pk).delete()
        return found

    monkeypatch.setattr(rotate_keys.EncryptedRows, "outdated", find_and_write)
    rotate()
    assert [signup.first_name for signup in MentoringSignup.objects.all()] == ["Hanka"]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_change_that_holds_the_row_is_waited_for(keys):
    """The app is in the midst of a change when the row's turn comes: its change must not be overwritten."""
    signup = SignupFactory()
    keys()
    holds, rotated = threading.Event(), threading.Event()

    def change():
        with transaction.atomic():
            MentoringSignup.objects.select_for_update().filter(pk=signup.pk).update(first_name="Hanka")
            holds.set()
            rotated.wait(0.5)
        connection.close()

    writer = threading.Thread(target=change)
    writer.start()
    assert holds.wait(10)
    rotate()
    rotated.set()
    writer.join()
    assert MentoringSignup.objects.get().first_name == "Hanka"
    assert outdated()["MentoringSignup"] == 0


def test_a_process_that_still_writes_with_the_old_key_is_noticed(settings, keys, monkeypatch):
    SignupFactory()
    old = settings.PERSONAL_DATA_KEYS
    keys()
    current = settings.PERSONAL_DATA_KEYS
    save = MentoringSignup.save

    def save_with_the_old_key(signup, **kwargs):
        settings.PERSONAL_DATA_KEYS = old
        save(signup, **kwargs)
        settings.PERSONAL_DATA_KEYS = current

    monkeypatch.setattr(MentoringSignup, "save", save_with_the_old_key)
    with pytest.raises(CommandError, match="Kein Schlüssel darf weg"):
        rotate()


def test_it_says_from_when_on_old_keys_can_go(settings, keys):
    assert "mit dem einen Schlüssel" in rotate()
    keys()
    # Phones may hold a form with the old key for longer than repeated requests are recognised.
    for kept, days in ((7, 41), (50, 51)):
        settings.MENTORING_IDEMPOTENCY_DAYS = kept
        assert f"{timezone.localdate() + timedelta(days=days):%d.%m.%Y}" in rotate()
