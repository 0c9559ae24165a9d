"""The list of stories, their filters, and what a story shows beside its text."""

import pytest
from django.core.exceptions import ValidationError

from stories.models import StoryIndexPage, StoryPage
from tests.factories import (
    CareerFieldFactory,
    CompanyFactory,
    FigureFactory,
    ImageFactory,
    MunicipalityFactory,
    OccupationFactory,
    StoryFactory,
    mentoring_page,
    story_index,
)

pytestmark = pytest.mark.django_db

WOMAN, MAN = StoryPage.AtypicalChoice.WOMAN, StoryPage.AtypicalChoice.MAN


def listed(rf, query=""):
    context = StoryIndexPage.objects.get().get_context(rf.get("/" + query))
    return context, [story.title for story in context["stories"]]


@pytest.fixture
def stories():
    field = CareerFieldFactory(title="Elektro", slug="elektro")
    occupation = OccupationFactory(parent=field)
    FigureFactory(page=occupation, value=8)
    place = MunicipalityFactory(name="Görlitz", slug="goerlitz")
    MunicipalityFactory(name="Niesky", slug="niesky")
    StoryFactory(title="Frau", occupation=occupation, municipality=place, career_fields=[field], atypical_choice=WOMAN)
    StoryFactory(title="Mann", occupation=occupation, municipality=place, atypical_choice=MAN)
    StoryFactory(title="Rückkehr", place_outside_county="Leipzig")
    StoryFactory(title="Ohne Ort")
    StoryFactory(title="Entwurf", municipality=place, live=False)


@pytest.mark.usefixtures("stories")
@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Ohne Ort", "Rückkehr", "Mann", "Frau"]),
        ("?feld=elektro", ["Frau"]),
        ("?ort=goerlitz", ["Mann", "Frau"]),
        ("?ort=ausserhalb", ["Rückkehr"]),
        ("?untypisch=ja", ["Frau"]),
        ("?untypisch=ja&ort=ausserhalb", []),
    ],
)
def test_stories_are_filtered_newest_first(rf, query, titles):
    assert listed(rf, query)[1] == titles


@pytest.mark.usefixtures("stories")
@pytest.mark.parametrize("query", ["?ort=niesky", "?ort=nirgends", "?untypisch=vielleicht", "?feld=x"])
def test_an_unknown_value_is_named_and_leaves_the_rest(rf, query):
    context, titles = listed(rf, query)
    assert len(titles) == 4
    assert context["filter_hint"]


@pytest.mark.usefixtures("stories")
def test_the_form_offers_only_places_with_stories_and_a_box_for_untypical_ways(rf):
    context, _ = listed(rf, "?untypisch=ja")
    place = next(select for select in context["filter_selects"] if select["name"] == "ort")
    assert [option["value"] for option in place["options"]] == ["", "goerlitz", "ausserhalb"]
    assert context["filter_toggles"] == [
        {"name": "untypisch", "value": "ja", "label": "Nur untypische Wege", "checked": True}
    ]
    assert [choice.label for choice in context["active_filters"]] == ["Nur untypische Wege"]


def test_an_empty_list_is_a_page_too(client):
    story_index()
    assert client.get("/geschichten/?feld=x&seite=7").status_code == 200


@pytest.mark.parametrize(
    ("choice", "share", "shown"),
    [(WOMAN, 8, True), (WOMAN, 50, False), (MAN, 8, False), (MAN, 95, True), ("none", 8, False)],
)
def test_a_choice_is_called_untypical_only_where_the_figure_agrees(choice, share, shown):
    occupation = OccupationFactory()
    FigureFactory(page=occupation, value=share)
    story = StoryFactory(occupation=occupation, atypical_choice=choice)
    assert story.shows_atypical is shown
    assert story.claims_too_much is (choice != "none" and not shown)


def test_a_choice_without_an_occupation_is_not_called_untypical():
    assert not StoryFactory(atypical_choice=WOMAN).shows_atypical


def test_a_story_names_its_live_occupation_and_company(rf):
    field = CareerFieldFactory()
    occupation, company = OccupationFactory(parent=field), CompanyFactory()
    story = StoryFactory(occupation=occupation, company=company, career_fields=[field, CareerFieldFactory(live=False)])
    context = StoryPage.objects.get(pk=story.pk).get_context(rf.get("/"))
    assert (context["occupation"], context["company"]) == (occupation, company)
    assert context["career_fields"] == [field]
    for page in (occupation, company):
        page.live = False
        page.save()
    context = StoryPage.objects.get(pk=story.pk).get_context(rf.get("/"))
    assert (context["occupation"], context["company"]) == (None, None)


def test_related_stories_are_of_the_same_occupation_first_then_of_the_same_field(rf):
    field = CareerFieldFactory()
    occupation = OccupationFactory(parent=field)
    story = StoryFactory(occupation=occupation, career_fields=[field])
    same_occupation = StoryFactory(occupation=occupation)
    same_field = [StoryFactory(career_fields=[field]) for _ in range(3)]
    StoryFactory(career_fields=[CareerFieldFactory()])
    StoryFactory(occupation=occupation, live=False)
    assert story.get_context(rf.get("/"))["related_stories"] == [same_occupation, same_field[2], same_field[1]]


def test_a_story_wears_the_colours_of_its_occupations_field():
    first, own = CareerFieldFactory(colour_pair="leaf"), CareerFieldFactory(colour_pair="river")
    story = StoryFactory(career_fields=[first, own])
    assert story.colour_pair == "leaf"
    story.occupation = OccupationFactory(parent=own)
    assert story.colour_pair == "river"
    assert StoryFactory().colour_pair == "red"


@pytest.mark.parametrize(
    ("municipality", "outside", "is_right"),
    [(True, "", True), (False, "Leipzig", True), (False, " ", False), (True, "Leipzig", False)],
)
def test_a_published_story_has_exactly_one_place(municipality, outside, is_right):
    story = StoryFactory.build(
        municipality=MunicipalityFactory() if municipality else None, place_outside_county=outside, parent=None
    )
    if is_right:
        story.clean_for_publishing()
    else:
        with pytest.raises(ValidationError) as error:
            story.clean_for_publishing()
        assert "municipality" in error.value.message_dict


def test_a_published_picture_needs_an_alternative_text():
    story = StoryFactory.build(place_outside_county="Leipzig", lead_image=ImageFactory(), parent=None)
    with pytest.raises(ValidationError):
        story.clean_for_publishing()
    story.lead_image_alt = "Jette am Schaltschrank"
    story.clean_for_publishing()


def test_the_byline_says_what_is_known():
    place = MunicipalityFactory(name="Weißwasser")
    assert StoryFactory(age=19, municipality=place).byline == "Jette, 19, Weißwasser"
    assert StoryFactory(age=None, place_outside_county="Leipzig").byline == "Jette, Leipzig"


@pytest.mark.parametrize("factory", [StoryFactory, OccupationFactory, CompanyFactory, CareerFieldFactory])
def test_every_page_ends_with_the_way_to_somebody_who_can_be_asked(client, factory):
    page = factory()
    assert "Mentorin oder Mentor finden" not in client.get(page.url).text
    mentoring_page()
    answer = client.get(page.url).text
    assert "Mentorin oder Mentor finden" in answer
