"""Whole pages are kept for anonymous visitors and never outlive a change."""

from datetime import datetime, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import caches
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from modelsearch.tasks import insert_or_update_object_task
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION

from cms.models import ContentGeneration, SiteSettings
from stories.models import StoryPage
from tests.factories import (
    CareerFieldFactory,
    CompanyFactory,
    ConsentFactory,
    DraftStoryFactory,
    FigureFactory,
    ImageFactory,
    LocationFactory,
    MunicipalityFactory,
    OfferFactory,
    StandardPageFactory,
    StoryFactory,
    UserFactory,
    career_field_index,
    home_page,
    mentoring_page,
    story_index,
)

pytestmark = pytest.mark.django_db


def is_kept(client, url):
    """Whether a view of `url` is answered by the cache."""
    get, hits = caches["pages"].get, []

    def noted(key, *args):
        value = get(key, *args)
        hits.append(value is not None)
        return value

    with mock.patch.object(caches["pages"], "get", noted):
        client.get(url)
    return hits == [True]


def live_story(**fields):
    story = DraftStoryFactory(age=19, **fields)
    ConsentFactory(story=story)
    story.save_revision().publish()
    return StoryPage.objects.get(pk=story.pk)


def publish(page):
    page = page.specific_class.objects.get(pk=page.pk)
    page.title += " neu"
    page.save_revision().publish()


def change(instance, **values):
    for name, value in values.items():
        setattr(instance, name, value)
    instance.save()


CHANGES = {
    "a page is published": (StandardPageFactory, publish),
    "a page is saved": (StandardPageFactory, lambda page: page.save()),
    "a page is unpublished": (StandardPageFactory, lambda page: page.unpublish()),
    "a page is deleted": (StandardPageFactory, lambda page: page.delete()),
    "a page is moved": (
        lambda: (StandardPageFactory(), StandardPageFactory()),
        lambda pages: Page.objects.get(pk=pages[0].pk).move(pages[1], pos="last-child"),
    ),
    "pages are put in another order": (
        lambda: (CareerFieldFactory(), CareerFieldFactory()),
        lambda fields: Page.objects.get(pk=fields[0].pk).move(career_field_index(), pos="last-child"),
    ),
    "a municipality is renamed": (MunicipalityFactory, lambda place: change(place, name="Neudorf")),
    "a focal point is set": (ImageFactory, lambda image: change(image, focal_point_x=5, focal_point_width=2)),
    "a picture is deleted": (ImageFactory, lambda image: image.delete()),
    "a setting is changed": (
        lambda: SiteSettings.for_site(home_page().get_site()),
        lambda settings: change(settings, brand_name="Impuls"),
    ),
    "an offer is changed": (OfferFactory, lambda offer: change(offer, title="Anderer Titel")),
    "an offer is deleted": (OfferFactory, lambda offer: offer.delete()),
    "a figure is corrected": (FigureFactory, lambda figure: change(figure, value=9)),
    "a location is added": (CompanyFactory, lambda company: LocationFactory(page=company)),
    "a consent is withdrawn": (
        live_story,
        lambda story: change(story.consents.get(), withdrawn_on=timezone.localdate()),
    ),
    "a consent is deleted": (live_story, lambda story: story.consents.all().delete()),
    "a redirect is added": (home_page, lambda home: Redirect.objects.create(old_path="/alt", redirect_page=home)),
    "a story changes its fields": (
        lambda: (StoryFactory(), CareerFieldFactory()),
        lambda pair: (pair[0].career_fields.set([pair[1]]), pair[0].save()),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_generation_rises_when(name):
    make, alter = CHANGES[name]
    made = make()
    before = ContentGeneration.current()
    alter(made)
    assert ContentGeneration.current() > before


def test_the_generation_stays_when_nothing_public_changes():
    page, user = StandardPageFactory(), UserFactory()
    before = ContentGeneration.current()
    page.save_revision(user=user)
    ImageFactory.build()
    user.save()
    after = ContentGeneration.current()
    # Saving a draft writes "has unpublished changes" into the page's row, which counts as a change of the page.
    assert after - before <= 2


def test_a_new_root_of_the_site_reaches_processes_that_keep_the_old_one(client):
    home = home_page()
    client.get("/")
    kept = Site.get_site_root_paths()
    change(home, slug="anfang")
    caches["default"].set(SITE_ROOT_PATHS_CACHE_KEY, kept, version=SITE_ROOT_PATHS_CACHE_VERSION)
    client.get("/")
    assert Site.get_site_root_paths() != kept


def test_a_change_that_is_rolled_back_does_not_raise_the_generation():
    before = ContentGeneration.current()
    with transaction.atomic():
        MunicipalityFactory()
        transaction.set_rollback(True)
    assert ContentGeneration.current() == before


def test_search_results_are_new_once_the_page_is_indexed(client):
    home_page()
    url = reverse("search") + "?q=Kran"
    assert client.get(url).context["state"] == "none"
    StoryFactory(title="Kran")
    assert client.get(url).context["state"] == "found"
    assert is_kept(client, url)


def test_an_indexed_page_is_news_for_the_search_and_not_for_phones(client):
    story = StoryFactory()
    url = reverse("search") + "?q=Kran"
    client.get(url)
    before = ContentGeneration.current()
    insert_or_update_object_task.enqueue("stories", "storypage", str(story.pk))
    assert ContentGeneration.current() == before
    assert not is_kept(client, url)


def test_pages_and_search_are_kept(client):
    story = StoryFactory()
    for url in (story.url, "/geschichten/", "/geschichten/?seite=2", reverse("search") + "?q=Jette", "/"):
        first = client.get(url)
        assert first.status_code == 200
        assert not first.cookies
        assert is_kept(client, url), url
        assert client.get(url).content == first.content


def test_indentation_is_not_sent_and_the_length_is_told_without_it(client):
    url = StoryFactory().url
    for _ in range(2):
        response = client.get(url)
        assert b"\n " not in response.content
        assert int(response["Content-Length"]) == len(response.content)


def test_each_query_has_its_own_copy(client):
    StoryFactory(title="Kran", place_outside_county="Leipzig")
    StoryFactory(title="Bagger")
    assert client.get("/geschichten/").content != client.get("/geschichten/?ort=ausserhalb").content


def test_a_published_change_is_there_at_the_next_request(client):
    page = StandardPageFactory(title="Vorher")
    assert "Vorher" in client.get(page.url).content.decode()
    page.title = "Nachher"
    page.save_revision().publish()
    assert "Nachher" in client.get(page.url).content.decode()


def test_a_withdrawn_story_is_gone_at_the_next_request(client):
    story = live_story(pull_quote="Unverwechselbar")
    assert client.get(story.url).status_code == 200
    assert "Unverwechselbar" in client.get("/geschichten/").content.decode()
    change(story.consents.get(), withdrawn_on=timezone.localdate())
    assert client.get(story.url).status_code == 404
    assert "Unverwechselbar" not in client.get("/geschichten/").content.decode()


def test_what_ends_by_date_ends_at_midnight(client):
    company = CompanyFactory()
    today = timezone.localdate()
    OfferFactory(page=company, title="Letzter Tag", valid_until=today)
    late = datetime.combine(today, datetime.max.time(), ZoneInfo("Europe/Berlin"))
    for moment, is_shown in ((late, True), (late + timedelta(seconds=1), False)):
        with mock.patch("django.utils.timezone.now", return_value=moment):
            assert ("Letzter Tag" in client.get(company.url).content.decode()) is is_shown


def test_a_consent_that_ends_today_does_not_outlive_midnight(client):
    story = live_story()
    change(story.consents.get(), valid_until=timezone.localdate())
    assert client.get(story.url).status_code == 200
    assert is_kept(client, story.url)
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=1)):
        assert client.get(story.url).status_code == 404


def test_missing_pages_are_not_kept(client):
    home_page()
    assert client.get("/gibt-es-nicht/").status_code == 404
    assert not is_kept(client, "/gibt-es-nicht/")


def test_a_page_with_a_form_token_is_not_kept(client):
    url = mentoring_page().url
    assert client.get(url).status_code == 200
    assert not is_kept(client, url)


def test_people_who_are_signed_in_get_and_leave_nothing(client, admin_user):
    story_index()
    client.force_login(admin_user)
    assert "Seite bearbeiten" in client.get("/geschichten/").content.decode()
    client.logout()
    assert "Seite bearbeiten" not in client.get("/geschichten/").content.decode()
    client.force_login(admin_user)
    assert "Seite bearbeiten" in client.get("/geschichten/").content.decode()


def test_drafts_and_previews_are_not_kept(client, admin_client):
    story = StoryFactory(title="Öffentlich", pull_quote="Öffentlich gesagt")
    story.pull_quote = "Noch geheim"
    story.save_revision()
    draft = reverse("wagtailadmin_pages:view_draft", args=[story.pk])
    assert "Noch geheim" in admin_client.get(draft).content.decode()
    assert "Noch geheim" not in client.get(story.url).content.decode()
    assert not is_kept(admin_client, draft)
    assert client.get(draft).status_code == 302


def test_posts_and_very_long_queries_pass_by(client):
    story_index()
    url = "/geschichten/?ort=" + "x" * 400
    assert client.get(url).status_code == 200
    assert not is_kept(client, url)


def test_a_head_request_is_answered_like_a_get(client):
    url = StandardPageFactory().url
    client.get(url)
    answer = client.head(url)
    assert (answer.status_code, answer.content) == (200, b"")


def test_a_page_carries_an_etag_and_answers_304(client):
    url = StandardPageFactory().url
    for _ in range(2):
        etag = client.get(url)["ETag"]
        assert client.get(url, headers={"if-none-match": etag}).status_code == 304


def test_a_page_names_the_content_generation_it_belongs_to(client):
    url = StandardPageFactory().url
    for _ in range(2):
        assert client.get(url)["Content-Generation"] == str(ContentGeneration.current())
    StandardPageFactory()
    assert client.get(url)["Content-Generation"] == str(ContentGeneration.current())
    assert "Content-Generation" not in client.get("/gibt-es-nicht/")


def test_an_unchanged_page_still_tells_that_something_else_changed(client):
    url = StandardPageFactory().url
    etag = client.get(url)["ETag"]
    ContentGeneration.advance()
    answer = client.get(url, headers={"if-none-match": etag})
    assert answer.status_code == 304
    assert answer["Content-Generation"] == str(ContentGeneration.current())
