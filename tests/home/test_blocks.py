"""Blocks in the editors' chooser, and the sections of the home page."""

import pytest
from django.urls import reverse

from cms.blocks import BodyBlock
from home.blocks import HomeBlock
from home.models import HomePage
from tests.factories import (
    CareerFieldFactory,
    CompanyFactory,
    EventFactory,
    ImageFactory,
    OfferFactory,
    StoryFactory,
    UserFactory,
    company_index,
    home_page,
    mentoring_page,
    story_index,
)

pytestmark = pytest.mark.django_db

BLOCKS = {
    f"{stream.__name__}.{name}": block
    for stream in (BodyBlock, HomeBlock)
    for name, block in stream.base_blocks.items()
}


@pytest.mark.parametrize("name", BLOCKS)
@pytest.mark.parametrize("with_pictures", [True, False])
def test_every_block_is_described_and_previewed(client, name, with_pictures):
    home_page()
    if with_pictures:
        ImageFactory(), ImageFactory()
    client.force_login(UserFactory(groups=["Redaktion"]))
    block = BLOCKS[name]
    assert block.get_description()
    assert block.is_previewable
    answer = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200


def sections(rf, body=()):
    home = HomePage.objects.get()
    home.body = home.body.stream_block.to_python([{"type": kind, "value": value} for kind, value in body])
    context = home.get_context(rf.get("/"))
    return {child.block_type: child.block.get_context(child.value, dict(context)) for child in context["body"]}


def test_a_home_page_nobody_filled_still_shows_everything(rf, client):
    home_page(), story_index(), company_index(), mentoring_page()
    field, company, story = CareerFieldFactory(), CompanyFactory(), StoryFactory(pull_quote="Nie ins Büro")
    event = EventFactory()
    EventFactory(is_cancelled=True)
    shown = sections(rf)
    assert list(shown) == ["hero", "stories", "career_fields", "companies", "events", "mentoring_call"]
    assert shown["hero"]["value"].href == "/geschichten/"
    assert shown["stories"]["stories"] == [story]
    assert shown["career_fields"]["career_fields"] == [field]
    assert shown["companies"]["companies"] == [company]
    assert shown["events"]["events"] == [event]
    assert shown["mentoring_call"]["mentoring_page"].url == "/mentoring/"
    assert "Nie ins Büro" in client.get("/").content.decode()


def test_an_empty_site_has_a_home_page_too(client):
    home_page()
    assert client.get("/").status_code == 200


def test_chosen_stories_come_in_the_editors_order_without_drafts(rf):
    home_page()
    first, second, draft = StoryFactory(), StoryFactory(), StoryFactory(live=False)
    StoryFactory()
    value = {"heading": "Leute", "chosen": [second.pk, draft.pk, first.pk, second.pk]}
    assert sections(rf, [("stories", value)])["stories"]["stories"] == [second, first]


def test_without_a_choice_the_newest_stories_are_shown(rf):
    home_page()
    stories = [StoryFactory() for _ in range(8)]
    assert sections(rf, [("stories", {"heading": "Leute", "chosen": []})])["stories"]["stories"] == stories[:1:-1]


def test_without_a_choice_the_companies_with_the_newest_offers_are_shown(rf):
    home_page()
    idle, early, late = (CompanyFactory(title=title) for title in ("Werk A", "Werk B", "Werk C"))
    OfferFactory(page=early)
    OfferFactory(page=late)
    OfferFactory(page=idle, valid_until="2020-01-01")
    value = {"heading": "Firmen", "chosen": []}
    assert sections(rf, [("companies", value)])["companies"]["companies"] == [late, early, idle]


def test_a_link_to_a_page_that_is_no_longer_public_is_no_link(rf):
    story = StoryFactory()
    value = {"heading": "Los", "text": "", "label": "Lesen", "page": story.pk, "link": ""}
    assert sections(rf, [("call_to_action", value)])["call_to_action"]["value"].href == story.url
    story.unpublish()
    assert sections(rf, [("call_to_action", value)])["call_to_action"]["value"].href == ""


def test_previews_open_on_the_width_of_a_phone():
    assert home_page().default_preview_size == "mobile"
    assert home_page().preview_sizes[0]["device_width"] == 360
