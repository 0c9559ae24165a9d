"""A signup's states: what moves it, and what the database itself refuses."""

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, transaction
from django.utils import timezone

from mentoring.models import MentoringSignup, OutgoingMail, SignupToken, Tombstone
from mentoring.models.signup import WrongStateError
from tests.factories import CareerFieldFactory, MunicipalityFactory, SignupFactory

pytestmark = pytest.mark.django_db
State = MentoringSignup.State


def refused_by_the_database(**fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        SignupFactory(**fields)


def test_no_child_under_twelve_is_stored():
    refused_by_the_database(age=11)


def test_under_sixteen_none_is_stored_without_a_guardian():
    refused_by_the_database(age=15, needs_guardian=False)
    refused_by_the_database(age=15, guardian_email=None)
    refused_by_the_database(age=15, guardian_name=None)


def test_a_guardian_who_is_not_needed_is_not_stored():
    refused_by_the_database(age=16, guardian_name="Jana", guardian_email="jana@example.org")


def test_none_is_eligible_without_its_confirmations():
    refused_by_the_database(state=State.ELIGIBLE)
    refused_by_the_database(age=15, state=State.ELIGIBLE, email_confirmed_at=timezone.now())
    refused_by_the_database(age=15, state=State.GUARDIAN_CONFIRMED, email_confirmed_at=timezone.now())
    refused_by_the_database(email_confirmed_at=timezone.now())


def test_one_address_has_one_signup_however_it_is_written():
    SignupFactory(email="mila@example.org")
    refused_by_the_database(email="Mila@Example.org")
    SignupFactory(email="mila+2@example.org")


def test_only_whole_steps_can_be_taken():
    signup = SignupFactory(age=14)
    with pytest.raises(WrongStateError):
        signup.confirm_by_guardian()
    signup.confirm_email()
    with pytest.raises(WrongStateError):
        signup.confirm_email()
    signup.confirm_by_guardian()
    for step in (signup.confirm_email, signup.confirm_by_guardian, signup.renew):
        with pytest.raises(WrongStateError):
            step()
    assert MentoringSignup.objects.get().state == State.ELIGIBLE


def test_an_outdated_object_cannot_undo_what_happened():
    signup = SignupFactory()
    outdated = MentoringSignup.objects.get()
    signup.confirm_email()
    with pytest.raises(WrongStateError):
        outdated.confirm_email()
    signup.withdraw()
    with pytest.raises(MentoringSignup.DoesNotExist):
        outdated.withdraw()


def test_erased_means_erased():
    signup = SignupFactory(age=14)
    signup.career_fields.add(CareerFieldFactory())
    signup.confirm_email()
    reference = signup.reference
    signup.withdraw()
    for model in (MentoringSignup, OutgoingMail, SignupToken, MentoringSignup.career_fields.through):
        assert not model.objects.exists()
    assert str(Tombstone.objects.get()) == reference


def test_an_erased_address_may_sign_up_again():
    SignupFactory(email="mila@example.org").withdraw()
    SignupFactory(email="mila@example.org")


def test_nothing_prints_a_name():
    signup = SignupFactory(age=14, eligible=True)
    signup.owe_link()
    for thing in (signup, signup.mails.get(), signup.tokens.get()):
        for word in ("Mila", "mila", "Jana"):
            assert word not in f"{thing} {thing!r}"


def test_encrypted_fields_cannot_be_searched_by_mistake():
    for lookup in ({"email": "mila@example.org"}, {"first_name__icontains": "M"}):
        with pytest.raises(FieldError):
            MentoringSignup.objects.filter(**lookup)


def test_age_and_place_are_told_coarsely():
    assert [str(MentoringSignup(age=age).age_band) for age in (12, 13, 16, 18, 26)] == [
        "12–13",
        "12–13",
        "16–17",
        "18 und älter",
        "18 und älter",
    ]
    places = {"51.5000": "Norden", "51.1500": "Mitte", "50.9000": "Süden"}
    for latitude, region in places.items():
        place = MunicipalityFactory(latitude=latitude)
        place.refresh_from_db()
        assert str(MentoringSignup(municipality=place).region) == region
    assert str(MentoringSignup().region) == "außerhalb"


def test_wagtail_does_not_list_who_lives_where():
    from wagtail.models import ReferenceIndex

    place = MunicipalityFactory()
    SignupFactory(municipality=place)
    assert not ReferenceIndex.get_references_to(place).exists()
