"""The rules that the API and the form share."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from mentoring.serializers import SignupSerializer
from tests.factories import CareerFieldFactory


def errors(data):
    serializer = SignupSerializer(data=data)
    serializer.is_valid()
    return {field: [str(message) for message in messages] for field, messages in serializer.errors.items()}


def accepted(data):
    serializer = SignupSerializer(data=data)
    assert serializer.is_valid(), serializer.errors
    return serializer.validated_data


def test_a_complete_signup_is_accepted(signup):
    data = accepted(signup)
    assert data["municipality"].slug == "goerlitz"
    assert [page.slug for page in data["career_fields"]] == ["it"]


def test_every_missing_field_is_named_at_once(places):
    assert set(errors({"age": 14})) == {
        "first_name",
        "email",
        "municipality",
        "career_fields",
        "guardian_name",
        "guardian_email",
        "consent",
    }


@pytest.mark.parametrize("empty", ["", None, "   "])
def test_empty_fields_are_errors_of_their_fields(signup, empty):
    for field in ("first_name", "age", "email", "municipality", "career_fields", "consent"):
        assert field in errors({**signup, field: empty})


def test_children_under_twelve_are_refused_kindly(signup):
    assert "beginnt mit 12 Jahren" in errors({**signup, "age": 11})["age"][0]
    assert set(errors({**signup, "age": 11})) == {"age"}


def test_adults_beyond_the_programme_are_refused(signup):
    assert "age" in errors({**signup, "age": 27})


def test_under_sixteen_a_guardian_is_required(signup, young_signup):
    assert set(errors({**signup, "age": 15})) == {"guardian_name", "guardian_email"}
    assert "Unter 16" in errors({**signup, "age": 15})["guardian_name"][0]
    assert accepted(young_signup)["guardian_name"] == "Jana Kern"


def test_from_sixteen_on_a_guardian_is_dropped_unread(signup):
    data = accepted({**signup, "guardian_name": "http://example.org", "guardian_email": "keine Adresse"})
    assert "guardian_name" not in data
    assert "guardian_email" not in data


@pytest.mark.parametrize("address", ["mila@example.org", "MILA@Example.org", "mila+mama@example.org"])
def test_the_guardian_has_an_address_of_their_own(young_signup, address):
    assert set(errors({**young_signup, "guardian_email": address})) == {"guardian_email"}


def test_dots_make_no_other_mailbox_at_gmail(young_signup):
    twice = {**young_signup, "email": "mi.la@gmail.com", "guardian_email": "mila@googlemail.com"}
    assert set(errors(twice)) == {"guardian_email"}


def test_the_ages_follow_the_settings(signup, settings):
    settings.MENTORING_GUARDIAN_UNDER = 18
    assert set(errors(signup)) == {"guardian_name", "guardian_email"}


def test_outside_the_county_is_a_place(signup):
    assert accepted({**signup, "municipality": "ausserhalb"})["municipality"] is None


@pytest.mark.parametrize("slug", ["atlantis", "Görlitz", "\x00", "\ud800", 5, ["goerlitz"]])
def test_unknown_places_are_refused(signup, slug):
    assert set(errors({**signup, "municipality": slug})) == {"municipality"}


@pytest.mark.parametrize("slugs", [[], ["nichts"], ["it", "bau", "elektro", "kunst"], "it", [None], [["it"]], ["\x00"]])
def test_one_to_three_known_fields_are_chosen(signup, slugs):
    assert set(errors({**signup, "career_fields": slugs})) == {"career_fields"}


def test_a_field_named_twice_counts_once(signup):
    assert len(accepted({**signup, "career_fields": ["it", "it"]})["career_fields"]) == 1


def test_an_unpublished_field_cannot_be_chosen(signup):
    CareerFieldFactory(slug="geheim", live=False)
    assert "career_fields" in errors({**signup, "career_fields": ["geheim"]})


def test_the_message_may_have_three_hundred_characters_however_newlines_were_sent(signup):
    text = "a" * 298 + "\n" + "b"
    assert accepted({**signup, "message": text.replace("\n", "\r\n")})["message"] == text
    assert set(errors({**signup, "message": text + "c"})) == {"message"}


def test_a_signup_without_consent_is_refused(signup):
    assert set(errors({**signup, "consent": False})) == {"consent"}


@pytest.mark.parametrize(
    "name",
    ["Mila", "Zoë", "Jean-Luc", "O’Neill", "Łukasz", "Věra", "Nguyễn Thị", "अनुज", "علی\u200cرضا", "J. R.", "  Mila  "],
)
def test_names_of_all_languages_are_accepted(signup, name):
    assert accepted({**signup, "first_name": name})["first_name"].strip()


@pytest.mark.parametrize(
    "name",
    ["Mila\r\nBcc: x@example.org", "Mila\x00", "\ud800", "http://example.org", "example.org", "M1la", "-", "a" * 61, 5],
)
def test_what_is_no_name_is_refused(signup, name):
    assert set(errors({**signup, "first_name": name})) == {"first_name"}


@pytest.mark.parametrize(
    "address",
    [
        "mila",
        "mila@",
        '"mi la"@example.org',
        "mila@example.org\r\nBcc: x@example.org",
        "mila@exa\u200bmple.org",
        "\x00@a.de",
    ],
)
def test_what_is_no_address_is_refused(signup, address):
    assert set(errors({**signup, "email": address})) == {"email"}


def test_invisible_signs_that_come_with_copied_text_are_removed(signup):
    assert accepted({**signup, "first_name": "Mi\u00adla\ufeff"})["first_name"] == "Mila"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@hypothesis_settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.dictionaries(st.sampled_from(list(SignupSerializer().fields)), json_values))
def test_no_value_of_any_kind_breaks_the_rules(young_signup, changes):
    serializer = SignupSerializer(data={**young_signup, **changes})
    assert serializer.is_valid() or serializer.errors


@hypothesis_settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(st.characters(codec=None), max_size=60))
def test_a_name_that_is_accepted_is_one_line_without_signs_of_an_address(signup, text):
    serializer = SignupSerializer(data={**signup, "first_name": text})
    if serializer.is_valid():
        name = serializer.validated_data["first_name"]
        assert name.isprintable() or "\u200c" in name or "\u200d" in name
        assert not set(name) & set("\r\n@/:<>")
