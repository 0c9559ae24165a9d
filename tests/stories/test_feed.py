"""The Atom feed of the stories, as a reader written by others reads it."""

from datetime import timedelta

import feedparser
import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import PageLogEntry

from stories.models import StoryPage
from tests.factories import (
    CareerFieldFactory,
    ConsentFactory,
    DraftStoryFactory,
    StoryFactory,
    home_page,
    story_index,
)

pytestmark = pytest.mark.django_db

FEED = "/geschichten/geschichten.atom"


def read(client, url=FEED, **headers):
    """Return the feed as feedparser understands it, and the answer."""
    response = client.get(url, headers=headers)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.bozo_exception
    assert feed.version == "atom10"
    return feed, response


def published(title, **fields):
    story = DraftStoryFactory(title=title, **fields)
    ConsentFactory(story=story)
    story.save_revision().publish()
    return StoryPage.objects.get(pk=story.pk)


@pytest.fixture
def story():
    field = CareerFieldFactory(title="Elektro & Licht", slug="elektro")
    story = published("Nachts <im> Werk", teaser="Bäcker & Löten", pull_quote="Ich löte gern")
    story.career_fields.set([field])
    story.save_revision().publish()
    return StoryPage.objects.get(pk=story.pk)


def test_it_says_what_it_is_in_german(client, story):
    feed, _ = read(client)
    assert feed.feed.title == "Geschichten · Impuls Regio"
    assert feed.feed.language == "de"
    assert feed.feed.author_detail.name == "Impuls Regio"
    assert feed.feed.id == "tag:127.0.0.1,2026:story-feed"
    addresses = {link.rel: link.href for link in feed.feed.links}
    assert addresses == {"alternate": "http://localhost/geschichten/", "self": f"http://localhost{FEED}"}


def test_an_entry_leads_to_the_story_and_does_not_repeat_it(client, story):
    (entry,) = read(client)[0].entries
    assert entry.title == "Nachts <im> Werk"
    assert entry.link == story.full_url
    assert entry.id == f"tag:127.0.0.1,2026:story-{story.pk}"
    assert entry.summary == "Bäcker &amp; Löten"
    assert "Ich löte gern" in entry.content[0].value
    assert story.full_url in entry.content[0].value
    assert [category.term for category in entry.tags] == ["Elektro & Licht"]
    assert entry.updated == story.last_published_at.isoformat()
    assert "Jette" not in str(entry)


def test_the_newest_comes_first_and_its_id_outlives_a_new_address(client, story):
    published("Neuer")
    assert [entry.title for entry in read(client)[0].entries] == ["Neuer", "Nachts <im> Werk"]
    before = [entry.id for entry in read(client)[0].entries]
    story.slug, story.title = "anders", "Anders"
    story.save_revision().publish()
    assert [entry.id for entry in read(client)[0].entries] == before


def test_drafts_and_who_took_the_consent_back_are_not_in_it(client, story):
    DraftStoryFactory(title="Entwurf")
    consents = story.consents.all()
    assert len(read(client)[0].entries) == 1
    consents.update(withdrawn_on=timezone.localdate())
    StoryFactory(title="Anderes")  # the content changed: the page cache lets go
    assert [entry.title for entry in read(client)[0].entries] == ["Beispiel: Anderes"]


def test_it_takes_the_filters_of_the_list_and_says_so(client, story):
    StoryFactory(title="Ohne Feld")
    feed, _ = read(client, f"{FEED}?feld=elektro")
    assert [entry.title for entry in feed.entries] == ["Nachts <im> Werk"]
    assert feed.feed.title == "Geschichten: Elektro & Licht · Impuls Regio"
    assert feed.feed.id == "tag:127.0.0.1,2026:story-feed?feld=elektro"
    assert {link.rel: link.href for link in feed.feed.links}["alternate"].endswith("/geschichten/?feld=elektro")


@pytest.mark.parametrize("query", ["?feld=gibt-es-nicht", "?untypisch=vielleicht", "?ort=x%01y"])
def test_a_filter_that_does_not_exist_gives_no_feed(client, story, query):
    assert client.get(FEED + query).status_code == 404


def test_without_a_list_there_is_no_feed(client):
    home_page()
    assert client.get(FEED).status_code == 404


def test_what_did_not_change_is_not_sent_again(client, story):
    _, response = read(client)
    assert client.get(FEED, headers={"if-none-match": response["ETag"]}).status_code == 304
    assert client.get(FEED, headers={"if-modified-since": response["Last-Modified"]}).status_code == 304


def test_a_withdrawal_is_a_change(client, story):
    """A reader that knows the date only would otherwise keep what was taken back."""
    published("Bleibt")
    PageLogEntry.objects.update(timestamp=timezone.now() + timedelta(hours=1))
    since = read(client)[1]["Last-Modified"]
    story.unpublish()
    PageLogEntry.objects.filter(action="wagtail.unpublish").update(timestamp=timezone.now() + timedelta(hours=2))
    answer = client.get(FEED, headers={"if-modified-since": since})
    assert answer.status_code == 200
    assert b"Nachts" not in answer.content


def test_an_empty_feed_is_valid_and_stays_the_same(client):
    story_index()
    feed, response = read(client)
    assert not feed.entries
    assert read(client)[1]["ETag"] == response["ETag"]


def test_signs_that_xml_cannot_hold_are_left_out(client):
    StoryFactory(title="Ein\x0bTitel\ufffe", teaser="\x01Text")
    (entry,) = read(client)[0].entries
    assert (entry.title, entry.summary) == ("Beispiel: EinTitel", "Text")


def test_it_is_kept_by_the_page_cache_and_costs_the_same_for_few_and_many(client, django_assert_num_queries):
    field = CareerFieldFactory()

    def cost(number):
        for _ in range(number):
            StoryFactory(career_fields=[field])
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.cookies.load({"sessionid": "unknown"})
        client.get(FEED)
        with CaptureQueriesContext(connection) as queries:
            read(client)
        client.cookies.clear()
        return len(queries)

    assert cost(2) == cost(6)
    read(client)
    with django_assert_num_queries(1):
        read(client)


def test_pages_lead_to_the_feed_of_what_they_list(client, story):
    def feeds(url):
        soup = BeautifulSoup(client.get(url).content, "html.parser")
        return [link["href"] for link in soup.select('link[rel=alternate][type="application/atom+xml"]')]

    assert feeds("/") == [FEED, "/unternehmen/angebote.atom"]
    assert feeds("/geschichten/") == [FEED]
    assert feeds("/geschichten/?feld=elektro&seite=1&x=1") == [f"{FEED}?feld=elektro"]
    assert feeds("/berufsfelder/elektro/")[0] == f"{FEED}?feld=elektro"
