"""The list of what phones may keep is true at every moment, and says what each page is and costs."""

import gzip
import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Site

from careers.models import InterestCheckPage
from cms.models import ContentGeneration, SiteSettings
from frontend import package
from stories.models import StoryPage
from tests import factories
from tests.factories import (
    CareerFieldFactory,
    CompanyFactory,
    ConsentFactory,
    DraftStoryFactory,
    ImageFactory,
    MunicipalityFactory,
    OccupationFactory,
    StandardPageFactory,
    StoryFactory,
)
from tests.world import site_with

pytestmark = pytest.mark.django_db


def the_list(client):
    return client.get(reverse("package")).json()


def listed(client):
    """Return the pages of the list by address."""
    return {page["url"]: page for page in the_list(client)["pages"]}


def bundle(client, *pages):
    return bundle_of(client, [page.pk for page in pages])


def bundle_of(client, pks):
    answer = client.get(reverse("package_pages"), {"ids": ",".join(map(str, pks))})
    assert answer.status_code == 200
    return {page["url"]: page for page in answer.json()["pages"]}


def versions(client):
    return {url: page["version"] for url, page in listed(client).items()}


def set_site(**values):
    SiteSettings.objects.update_or_create(site=Site.objects.get(is_default_site=True), defaults=values)


def fresh(page):
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def photo():
    return ImageFactory(title="Werkbank")


def story_of_a_real_person(**fields):
    story = DraftStoryFactory(**fields)
    ConsentFactory(story=story)
    story.save_revision().publish()
    return fresh(story)


class TestTheList:
    def test_it_holds_every_public_page_and_no_other(self, client):
        story, draft = StoryFactory(), StoryFactory(live=False)
        signup = factories.mentoring_page()
        pages = listed(client)
        assert set(pages) == {"/", "/geschichten/", story.url}
        assert draft.url not in pages
        assert signup.url not in pages

    def test_a_new_page_can_be_saved_once_it_is_built(self, client):
        story = StoryFactory(title="Ein Dienstag")
        entry = listed(client)[story.url]
        assert (entry["title"], entry["kind"], entry["personal"]) == ("Ein Dienstag", "Geschichte", True)
        assert (entry["version"], entry["bytes"], entry["images"], entry["next"]) == ("", 0, [], [])
        assert bundle(client, story) == {}
        package.build()
        assert len(listed(client)[story.url]["version"]) == 12
        assert story.url in bundle(client, story)

    def test_it_says_where_the_filters_find_a_page(self, client):
        field = CareerFieldFactory(slug="metall")
        company = CompanyFactory()
        company.career_fields.set([field])
        company.save()
        package.build()
        pages = listed(client)
        assert pages[company.url]["filters"] == {"feld": ["metall"], "angebot": [], "ort": []}
        assert pages[company.url]["listing"] == "/unternehmen/"
        assert (pages[field.url]["filters"], pages[field.url]["listing"]) == ({}, None)
        assert (pages["/"]["kind"], pages[field.url]["kind"]) == ("", "Berufsfeld")

    def test_it_knows_the_pages_a_reader_goes_to_next(self, client):
        field, occupation, company = site_with(14)
        package.build()
        pages = listed(client)
        addresses = {page["id"]: url for url, page in pages.items()}
        story = StoryPage.objects.first()
        assert [addresses[pk] for pk in pages[story.url]["next"][:3]] == [field.url, occupation.url, company.url]
        assert len(pages[field.url]["next"]) == 12
        assert field.pk not in pages[field.url]["next"]
        assert [url for url, page in pages.items() if not page["kind"] and page["next"]] == []

    def test_it_names_every_file_of_a_picture_once_with_its_size(self, client, photo):
        occupation = OccupationFactory()
        stories = [StoryFactory(lead_image=photo, lead_image_alt="Bank", occupation=occupation) for _ in range(2)]
        package.build()
        content = the_list(client)
        (group,) = content["images"]
        assert {file["type"] for file in group} == {"image/avif", "image/webp"}
        for file in group:
            assert file["bytes"] == default_storage.size(file["url"].removeprefix("/media/"))
            assert client.get(file["url"]).status_code == 200
        showing = {page["url"] for page in content["pages"] if page["images"] == [0]}
        assert showing == {"/", "/geschichten/", occupation.url, *(story.url for story in stories)}

    def test_it_names_recordings_apart_from_pictures(self, client):
        document = get_document_model().objects.create(title="Halle", file=ContentFile(b"x" * 300, name="halle.mp3"))
        story = StoryFactory()
        sound = {"title": "Halle", "file": document.pk, "transcript": "<p>Ein Kran.</p>"}
        story.body = story.body.stream_block.to_python([{"type": "audio", "value": sound}])
        story.save()
        package.build()
        entry = listed(client)[story.url]
        assert entry["audio"] == [{"url": document.url, "bytes": 300}]
        assert entry["bytes"] < 20_000

    def test_the_size_of_a_page_is_what_its_transfer_takes(self, client):
        story = StoryFactory()
        package.build()
        address = f"{reverse('package_pages')}?ids={story.pk}"
        sent = len(client.get(address, headers={"accept-encoding": "gzip"}).content)
        assert listed(client)[story.url]["bytes"] == pytest.approx(sent, rel=0.05)

    def test_it_carries_the_settings_of_the_site(self, client):
        place = MunicipalityFactory(latitude="50.8961", longitude="14.8072")
        content = the_list(client)
        assert (content["format"], content["keep_visited"], content["app"]) == (1, True, [])
        assert content["places"] == {place.slug: [50.8961, 14.8072]}
        factories.home_page()
        set_site(keep_visited=False)
        assert the_list(client)["keep_visited"] is False

    def test_it_is_sent_again_only_when_it_changed(self, client):
        StoryFactory()
        package.build()
        address = reverse("package")
        etag = client.get(address)["ETag"]
        assert client.get(address, headers={"if-none-match": etag}).status_code == 304
        StoryFactory()
        assert client.get(address, headers={"if-none-match": etag}).status_code == 200

    def test_it_names_the_pages_that_the_app_keeps_unasked(self, client):
        check = factories.index_page(InterestCheckPage, "Interessencheck", "interessencheck")
        assert the_list(client)["app"] == [check.pk]

    def test_it_is_answered_by_the_page_cache_and_names_its_generation(self, client):
        StoryFactory()
        assert client.get(reverse("package"))["Content-Generation"] == str(ContentGeneration.current())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("package")).status_code == 200
        assert len(queries) == 1

    @pytest.mark.usefixtures("no_indexing")
    def test_its_price_does_not_grow_with_the_site(self, client, photo):
        client.cookies.load({"sessionid": "unknown"})  # leads past the page cache

        def cost():
            the_list(client)
            with CaptureQueriesContext(connection) as queries:
                the_list(client)
            return len(queries)

        site_with(2, [photo])
        unbuilt = cost()
        package.build()
        few = cost()
        site_with(10, [photo, ImageFactory()])
        assert (cost(), few) == (unbuilt, unbuilt)
        package.build()
        assert cost() == few
        assert few <= 6


class TestTheBundle:
    def test_it_brings_the_whole_page_its_card_and_its_words(self, client):
        story = StoryFactory(title="Ein Dienstag", teaser="Die Halle ist laut, sehr laut.", pull_quote="Kein Büro")
        package.build()
        page = bundle(client, story)[story.url]
        assert page["html"] == client.get(story.url).content.decode()
        assert "Kein Büro" in page["card"]
        assert f'href="{story.url}"' in page["card"]
        assert {"dienstag", "halle", "laut"} <= set(page["text"].split())
        assert page["text"].count("laut") == 1
        assert page["version"] == versions(client)[story.url]
        assert page["id"] == story.pk

    def test_editors_get_the_page_of_everybody(self, client, admin_client):
        story = StoryFactory()
        package.build()
        assert "Seite bearbeiten" in admin_client.get(story.url).content.decode()
        assert bundle(admin_client, story) == bundle(client, story)

    def test_it_is_asked_for_anew_each_time(self, client):
        story = StoryFactory()
        package.build()
        answer = client.get(reverse("package_pages"), {"ids": story.pk})
        assert answer["Cache-Control"] == "no-cache"
        assert "Content-Generation" not in answer

    def test_what_is_not_public_is_left_out(self, client):
        story, draft = StoryFactory(), StoryFactory(live=False)
        package.build()
        assert set(bundle(client, story, draft, factories.mentoring_page())) == {story.url}
        answer = client.get(reverse("package_pages"), {"ids": "999999999"})
        assert (answer.status_code, answer.json()) == (200, {"pages": []})

    @pytest.mark.parametrize(
        "ids",
        ["", "x", "1,", ",1", "1;2", "-1", "1.5", "²", "٣", "1 2", "9" * 40, ",".join(["7"] * 41), "1' OR 1=1", "\x01"],
    )
    def test_numbers_that_make_no_sense_are_refused_in_german(self, client, ids):
        answer = client.get(reverse("package_pages"), {"ids": ids})
        assert answer.status_code == 400
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["detail"] == "Hier fehlen die Nummern von Seiten: 1 bis 40, mit Kommas getrennt."

    def test_forty_pages_come_in_one_answer(self, client):
        assert client.get(reverse("package_pages"), {"ids": ",".join(map(str, range(1, 41)))}).status_code == 200


class TestVersions:
    def test_only_pages_that_show_a_change_get_a_new_version(self, client):
        occupation = OccupationFactory()
        story, other = StoryFactory(occupation=occupation), StoryFactory()
        text = StandardPageFactory()
        package.build()
        before = versions(client)
        story.pull_quote = "Ganz anders"
        story.save()
        package.build()
        after = versions(client)
        changed = {url for url in after if after[url] != before[url]}
        assert {story.url, occupation.url, "/", "/geschichten/"} == changed
        assert {other.url, text.url}.isdisjoint(changed)

    def test_a_new_name_in_the_header_makes_no_new_versions(self, client):
        StoryFactory()
        package.build()
        before = versions(client)
        set_site(brand_name="Heimspiel")
        package.build()
        assert versions(client) == before

    def test_a_filter_that_finds_a_page_anew_is_a_new_version(self, client, monkeypatch):
        occupation = OccupationFactory()
        package.build()
        before = versions(client)[occupation.url]
        monkeypatch.setattr(type(occupation), "filter_values", lambda page: {"art": ["abends"]})
        ContentGeneration.advance()
        package.build()
        assert versions(client)[occupation.url] != before

    def test_phones_hear_of_new_versions_as_of_any_change(self):
        StoryFactory()
        before = ContentGeneration.current()
        assert package.build() == 3
        assert ContentGeneration.current() == before + 1

    def test_without_a_change_nothing_is_built(self):
        StoryFactory()
        package.build()
        generation = ContentGeneration.current()
        with CaptureQueriesContext(connection) as queries:
            call_command("build_package")
        assert len(queries) == 2
        assert ContentGeneration.current() == generation

    def test_a_change_during_the_build_is_seen_by_the_next_one(self, client, monkeypatch):
        story = StoryFactory(title="Vorher")
        render = package.public_html

        def render_then_change(path, base_url):
            html = render(path, base_url)
            if path == story.url:
                changed = fresh(story)
                changed.title = "Nachher"
                changed.save()
            return html

        monkeypatch.setattr(package, "public_html", render_then_change)
        package.build()
        first = versions(client)[story.url]
        monkeypatch.setattr(package, "public_html", render)
        package.build()
        assert versions(client)[story.url] != first
        assert package.build() == 0

    def test_a_build_that_was_overtaken_takes_no_page_away(self, client, monkeypatch):
        story, other = StoryFactory(), StoryFactory()
        package.build()
        story.unpublish()
        render = package.public_html

        def be_overtaken(path, base_url):
            if path == other.url:
                monkeypatch.setattr(package, "public_html", render)
                fresh(story).save_revision().publish()
                package.build()
            return render(path, base_url)

        monkeypatch.setattr(package, "public_html", be_overtaken)
        package.build()
        assert versions(client)[story.url]

    def test_what_an_overtaken_build_found_withdrawn_the_next_one_brings_back(self, client, monkeypatch):
        story = StoryFactory()
        package.build()
        render = package.public_html

        def be_overtaken_and_find_nothing(path, base_url):
            monkeypatch.setattr(package, "public_html", render)
            ContentGeneration.advance()
            package.build()
            return ""

        ContentGeneration.advance()
        monkeypatch.setattr(package, "public_html", be_overtaken_and_find_nothing)
        package.build()
        package.build()
        assert all(versions(client).values())
        assert story.url in versions(client)

    def test_an_offer_that_ends_at_midnight_is_gone_from_the_filters(self, client, monkeypatch):
        company = CompanyFactory()
        factories.OfferFactory(page=company, kind="internship", valid_until=timezone.localdate())
        package.build()
        assert listed(client)[company.url]["filters"]["angebot"] == ["internship"]
        tomorrow = timezone.localdate() + timedelta(days=1)
        monkeypatch.setattr(timezone, "localdate", lambda *args: tomorrow)
        package.build()
        assert listed(client)[company.url]["filters"]["angebot"] == []

    def test_a_page_that_fails_does_not_hold_up_the_others(self, client, monkeypatch):
        story, broken = StoryFactory(), CompanyFactory()
        monkeypatch.setattr(type(broken), "key_facts", lambda *args: 1 / 0)
        package.build()
        assert versions(client)[story.url]
        assert versions(client)[broken.url] == ""

    def test_publishing_and_unpublishing_build_soon(self, client, django_capture_on_commit_callbacks):
        story = DraftStoryFactory(is_example=True)
        with django_capture_on_commit_callbacks(execute=True):
            story.save_revision().publish()
        assert versions(client)[story.url]
        with django_capture_on_commit_callbacks(execute=True):
            fresh(story).unpublish()
        assert not package.PackagedPage.objects.filter(page=story.pk).exists()


def unpublish(story):
    story.unpublish()


def delete(story):
    story.delete()


def withdraw_consent(story):
    consent = story.consents.get()
    consent.withdrawn_on = timezone.localdate()
    consent.save()


def let_consent_end(story):
    """It ended at midnight, and the clock's next look takes the story off."""
    story.consents.update(valid_until=timezone.localdate() - timedelta(days=1))
    call_command("enforce_consents")


@pytest.mark.parametrize("withdraw", [unpublish, delete, withdraw_consent, let_consent_end])
def test_a_withdrawn_story_is_in_nothing_that_phones_get_although_nothing_was_built_since(client, photo, withdraw):
    occupation, company = OccupationFactory(), CompanyFactory()
    portrait = ImageFactory(file=ImageFile(BytesIO(factories.picture_bytes()), name="wilhelmine.png"))
    story = story_of_a_real_person(
        title="Wilhelmine erzählt",
        slug="wilhelmine",
        first_name="Wilhelmine",
        occupation=occupation,
        company=company,
        lead_image=portrait,
        lead_image_alt="Wilhelmine an der Werkbank",
    )
    neighbour = StoryFactory(occupation=occupation, lead_image=photo, lead_image_alt="Bank")
    package.build()
    assert "wilhelmine" in json.dumps(the_list(client)).lower()
    everything = [page["id"] for page in the_list(client)["pages"]]
    assert sum("wilhelmine" in json.dumps(page).lower() for page in bundle_of(client, everything).values()) == 6

    withdraw(story)

    assert story.url not in listed(client)
    assert "wilhelmine" not in json.dumps(the_list(client)).lower()
    assert len(the_list(client)["images"]) == 1
    delivered = bundle_of(client, everything)
    assert neighbour.url in delivered
    assert story.url not in delivered
    assert "wilhelmine" not in json.dumps(delivered).lower()


def test_a_consent_that_ended_a_moment_ago_already_keeps_the_story_out_of_the_bundle(client):
    story = story_of_a_real_person()
    package.build()
    story.consents.update(valid_until=timezone.localdate() - timedelta(days=1))
    ContentGeneration.advance()
    assert bundle(client, story) == {}
    assert story.url not in listed(client)


class TestTheKillSwitch:
    @pytest.fixture(autouse=True)
    def _switched_off(self):
        factories.home_page()
        set_site(offline_is_off=True)

    def test_the_list_is_gone(self, client):
        answer = client.get(reverse("package"))
        assert answer.status_code == 410
        assert answer.json()["detail"] == "Offline lesen geht hier gerade nicht."

    def test_the_worker_takes_everything_off_the_phone(self, client):
        answer = client.get("/serviceworker.js")
        assert answer["Content-Type"] == "application/javascript"
        assert answer["Service-Worker-Allowed"] == "/"
        script = answer.content.decode()
        assert "PRECACHE" not in script
        assert "unregister" in script
        assert len(gzip.compress(script.encode())) < 1024

    def test_no_page_registers_the_worker_again(self, client):
        story = StoryFactory()
        assert "data-worker" not in client.get(story.url).content.decode()
        set_site(offline_is_off=False)
        assert 'data-worker="/serviceworker.js"' in client.get(story.url).content.decode()
        assert client.get(reverse("package")).status_code == 200

    def test_the_saved_list_promises_nothing(self, client):
        assert "Gerade abgeschaltet." in client.get(reverse("saved")).content.decode()
        set_site(offline_is_off=False)
        page = client.get(reverse("saved")).content.decode()
        assert "<saved-pages" in page
        assert "Gerade abgeschaltet." not in page
