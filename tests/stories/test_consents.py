"""A story goes live only with the consents of the people it shows, and comes off when one ends."""

import json
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.documents import get_document_model
from wagtail.models import ReferenceIndex

from stories.models import ConsentMissing, PublicationConsent, StoryPage
from tests.factories import ConsentFactory, DraftStoryFactory, ImageFactory, StoryFactory, UserFactory

pytestmark = pytest.mark.django_db

PROTAGONIST, GUARDIAN, OTHER = PublicationConsent.Role
TEXT = PublicationConsent.Scope.TEXT
TODAY = timezone.localdate


def days(number):
    return timezone.localdate() + timedelta(days=number)


def publish(story):
    story.save_revision().publish()
    story.refresh_from_db()
    return story


def live_story(**consent):
    """A published story of a real adult, with one consent."""
    story = DraftStoryFactory(age=19)
    ConsentFactory(story=story, **consent)
    return publish(story)


@pytest.mark.parametrize(
    ("age", "needed"),
    [
        (19, [PROTAGONIST]),
        (18, [PROTAGONIST]),
        (17, [PROTAGONIST, GUARDIAN]),
        (14, [PROTAGONIST, GUARDIAN]),
        (13, [GUARDIAN]),
        (None, [PROTAGONIST, GUARDIAN]),
    ],
)
def test_who_must_agree_follows_from_the_age(age, needed):
    story = DraftStoryFactory(age=age)
    assert story.missing_consents() == needed
    for role in needed:
        ConsentFactory(story=story, role=role)
    assert StoryPage.objects.get(pk=story.pk).missing_consents() == []


def test_an_example_needs_no_consent():
    assert publish(DraftStoryFactory(age=13, is_example=True)).live


@pytest.mark.parametrize(
    "consent",
    [
        {"valid_until": days(-1)},
        {"withdrawn_on": days(0)},
        {"withdrawn_on": days(-3)},
        {"given_on": days(1)},
    ],
    ids=["expired", "withdrawn today", "withdrawn", "not yet given"],
)
def test_a_consent_that_is_not_in_force_counts_for_nothing(consent):
    story = DraftStoryFactory(age=19)
    noted = ConsentFactory(story=story, **consent)
    assert story.missing_consents() == [PROTAGONIST]
    assert not noted.is_valid
    assert not PublicationConsent.objects.valid().exists()


@pytest.mark.parametrize("consent", [{"valid_until": days(0)}, {"withdrawn_on": days(1)}, {"given_on": days(0)}])
def test_a_consent_counts_on_its_first_and_last_day(consent):
    noted = ConsentFactory(story=DraftStoryFactory(age=19), **consent)
    assert noted.story.missing_consents() == []
    assert noted.is_valid
    assert PublicationConsent.objects.valid().exists()


def test_a_consent_to_the_text_does_not_cover_a_picture():
    story = DraftStoryFactory(age=19)
    ConsentFactory(story=story, scope=TEXT)
    assert story.missing_consents() == []
    story.lead_image = ImageFactory()
    assert story.missing_consents() == [PROTAGONIST]


def test_a_consent_to_the_text_does_not_cover_a_picture_or_a_recording_in_the_body():
    story = DraftStoryFactory(age=19)
    ConsentFactory(story=story, scope=TEXT)
    figure = {"image": {"image": ImageFactory().pk, "decorative": False, "alt_text": "Werkbank"}, "caption": ""}
    for block in (
        {"type": "image", "value": figure},
        {"type": "gallery", "value": {"images": [figure, figure]}},
        {"type": "audio", "value": {"title": "Ton", "file": None, "captions": None, "transcript": ""}},
    ):
        story.body = story.body.stream_block.to_python([block])
        assert story.missing_consents() == [PROTAGONIST]


def test_an_older_consent_does_not_outlive_a_withdrawal():
    story = DraftStoryFactory(age=19)
    ConsentFactory(story=story, given_on=days(-30))
    ConsentFactory(story=story, given_on=days(-30), withdrawn_on=days(-1))
    assert story.missing_consents() == [PROTAGONIST]
    ConsentFactory(story=story, given_on=days(0))
    assert StoryPage.objects.get(pk=story.pk).missing_consents() == []


def test_the_ended_consent_of_another_person_blocks():
    story = DraftStoryFactory(age=19)
    ConsentFactory(story=story)
    ConsentFactory(story=story, role=OTHER, valid_until=days(-1))
    assert story.missing_consents() == [OTHER]


def test_a_draft_can_be_saved_without_consents():
    story = DraftStoryFactory(age=None)
    story.save_revision()
    story.title = "Andere Überschrift"
    story.save()
    assert not StoryPage.objects.get(pk=story.pk).live


def test_publishing_a_revision_is_refused_without_consents():
    story = DraftStoryFactory(age=16)
    revision = story.save_revision()
    with pytest.raises(ConsentMissing):
        revision.publish()
    story.refresh_from_db()
    assert not story.live


def test_what_is_published_is_checked_not_what_was_saved_before():
    story = live_story(scope=TEXT)
    story.age = 15
    with pytest.raises(ConsentMissing):
        story.save_revision().publish()
    assert StoryPage.objects.get(pk=story.pk).age == 19


def test_a_story_cannot_be_switched_live_past_the_revisions():
    story = DraftStoryFactory(age=16)
    story.live = True
    with pytest.raises(ConsentMissing):
        story.save()


def test_a_new_story_that_wants_to_be_live_starts_as_a_draft():
    story = StoryFactory(is_example=False, age=16, live=True)
    assert not StoryPage.objects.get(pk=story.pk).live


def test_a_copy_has_no_consents_and_stays_a_draft():
    story = live_story()
    copy = CopyPageAction(story, keep_live=True, update_attrs={"slug": "kopie", "title": "Kopie"}).execute()
    assert not StoryPage.objects.get(pk=copy.pk).live


@pytest.mark.parametrize(
    "end",
    [
        lambda consent: (setattr(consent, "withdrawn_on", days(0)), consent.save()),
        lambda consent: (setattr(consent, "valid_until", days(-1)), consent.save()),
        lambda consent: (setattr(consent, "story", DraftStoryFactory()), consent.save()),
        lambda consent: consent.delete(),
        lambda consent: PublicationConsent.objects.filter(pk=consent.pk).delete(),
    ],
    ids=["withdrawn", "ended", "moved to another story", "deleted", "deleted in bulk"],
)
def test_the_end_of_a_consent_takes_the_story_off_at_once(end):
    story = live_story()
    assert story.live
    end(story.consents.get())
    story.refresh_from_db()
    assert not story.live


def test_an_alias_of_a_story_rests_on_its_consents():
    story = live_story()
    alias = story.create_alias(update_slug="alias")
    assert alias.live
    story.consents.get().delete()
    alias.refresh_from_db()
    assert not alias.live


def test_a_story_can_be_deleted_with_its_consents():
    story = live_story()
    story.delete()
    assert not PublicationConsent.objects.exists()


def test_the_clock_takes_off_what_expired_since():
    story, other = live_story(valid_until=days(5)), live_story()
    PublicationConsent.objects.filter(story=story).update(valid_until=days(-1))
    call_command("enforce_consents")
    assert list(StoryPage.objects.live()) == [other]


def test_scheduled_publishing_skips_a_story_without_consents_and_goes_on(caplog):
    waiting, ready = DraftStoryFactory(age=16), DraftStoryFactory(is_example=True)
    for story in (waiting, ready):
        revision = story.save_revision()
        revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
        revision.save()
    call_command("publish_scheduled")
    assert list(StoryPage.objects.live()) == [ready]
    assert f"Story {waiting.pk} is due" in caplog.text
    ConsentFactory(story=waiting, role=PROTAGONIST)
    ConsentFactory(story=waiting, role=GUARDIAN)
    call_command("publish_scheduled")
    assert StoryPage.objects.get(pk=waiting.pk).live


def test_an_expired_consent_hides_the_story_even_before_the_clock_looks(client):
    story = live_story(valid_until=days(5))
    assert client.get(story.url).status_code == 200
    PublicationConsent.objects.update(valid_until=days(-1))
    client.cookies.load({"sessionid": "past the page cache"})
    assert client.get(story.url).status_code == 404
    assert not StoryPage.objects.live().exists()


def test_a_preview_never_takes_a_story_off(admin_client):
    story = live_story()
    story.age = 13
    story.save_revision()
    admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[story.pk]))
    assert StoryPage.objects.get(pk=story.pk).live


class TestInTheAdmin:
    @pytest.fixture
    def chief(self, client):
        user = UserFactory(groups=["Chefredaktion"])
        client.force_login(user)
        return client

    def form(self, story, **changes):
        return {
            "title": story.title,
            "slug": story.slug,
            "first_name": story.first_name,
            "age": story.age or "",
            "role_line": "",
            "municipality": "",
            "place_outside_county": "Leipzig",
            "occupation": "",
            "company": "",
            "atypical_choice": "none",
            "pull_quote": "",
            "teaser": "",
            "lead_image": "",
            "lead_image_alt": "",
            "body-count": "0",
            "seo_title": "",
            "search_description": "",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            **changes,
        }

    def test_publishing_without_consents_keeps_the_work_and_says_what_is_missing(self, chief):
        story = DraftStoryFactory(age=16)
        url = reverse("wagtailadmin_pages:edit", args=[story.pk])
        answer = chief.post(url, self.form(story, title="Neue Überschrift", **{"action-publish": "1"}), follow=True)
        text = answer.content.decode()
        assert "nicht veröffentlicht" in text
        assert "gezeigte Person, alle Sorgeberechtigten" in text
        story = StoryPage.objects.get(pk=story.pk)
        assert not story.live
        assert story.get_latest_revision_as_object().title == "Neue Überschrift"

    def test_publishing_a_live_story_with_more_than_its_consent_covers_leaves_it_as_it_was(self, chief):
        story = live_story()
        url = reverse("wagtailadmin_pages:edit", args=[story.pk])
        chief.post(url, self.form(story, age=15, **{"action-publish": "1"}))
        story = StoryPage.objects.get(pk=story.pk)
        assert (story.live, story.age, story.has_unpublished_changes) == (True, 19, True)

    def test_publishing_with_consents_works(self, chief):
        story = DraftStoryFactory(age=19)
        ConsentFactory(story=story)
        url = reverse("wagtailadmin_pages:edit", args=[story.pk])
        chief.post(url, self.form(story, **{"action-publish": "1"}))
        assert StoryPage.objects.get(pk=story.pk).live

    def test_a_new_story_published_in_one_go_is_kept_as_a_draft(self, chief):
        other = DraftStoryFactory()
        url = reverse("wagtailadmin_pages:add", args=["stories", "storypage", other.get_parent().pk])
        data = self.form(other, title="Ganz neu", slug="ganz-neu", age=16, **{"action-publish": "1"})
        answer = chief.post(url, data, follow=True)
        assert "nicht veröffentlicht" in answer.content.decode()
        assert not StoryPage.objects.get(slug="ganz-neu").live

    def test_a_draft_is_saved_without_consents_and_without_a_place(self, chief):
        story = DraftStoryFactory(age=None)
        url = reverse("wagtailadmin_pages:edit", args=[story.pk])
        chief.post(url, self.form(story, title="Entwurf", place_outside_county=""))
        assert StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object().title == "Entwurf"

    def test_bulk_publishing_stops_at_a_story_without_consents(self, chief):
        waiting, ready = DraftStoryFactory(age=16), DraftStoryFactory(is_example=True)
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        answer = chief.post(f"{url}?id={waiting.pk}&id={ready.pk}", follow=True)
        assert waiting.title in answer.content.decode()
        assert not StoryPage.objects.live().exists()

    def test_bulk_publishing_of_a_tree_stops_at_a_story_without_consents(self, chief):
        waiting = DraftStoryFactory(age=16)
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        chief.post(f"{url}?id={waiting.get_parent().pk}", {"include_descendants": "on"})
        assert not StoryPage.objects.live().exists()

    def test_the_edit_page_shows_the_state_of_the_consents(self, chief):
        story = DraftStoryFactory(age=16)
        ConsentFactory(story=story)
        text = chief.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
        assert "Kann noch nicht veröffentlicht werden" in text
        assert "alle Sorgeberechtigten" in text
        assert f"?story={story.pk}" in text

    def test_a_consent_is_entered_from_its_story(self, chief):
        story = DraftStoryFactory(age=19)
        add = reverse("wagtailsnippets_stories_publicationconsent:add")
        assert f'value="{story.pk}"' in chief.get(f"{add}?story={story.pk}").content.decode()
        consent = {
            "story": story.pk,
            "role": PROTAGONIST,
            "scope": TEXT,
            "given_on": TODAY().isoformat(),
            "valid_until": "",
            "withdrawn_on": "",
            "paper_location": "Ordner 1",
        }
        chief.post(add, consent)
        assert StoryPage.objects.get(pk=story.pk).missing_consents() == []

    def test_noting_a_withdrawal_says_what_it_does(self, chief):
        story = live_story(scope=TEXT)
        consent = story.consents.get()
        data = {
            "story": story.pk,
            "role": consent.role,
            "scope": consent.scope,
            "given_on": consent.given_on.isoformat(),
            "valid_until": "",
            "withdrawn_on": TODAY().isoformat(),
            "paper_location": consent.paper_location,
        }
        url = reverse("wagtailsnippets_stories_publicationconsent:edit", args=[consent.pk])
        assert "nicht mehr auf der Website" in chief.post(url, data, follow=True).content.decode()
        assert not StoryPage.objects.get(pk=story.pk).live

    @pytest.mark.parametrize(
        "wrong", [{"given_on": days(3).isoformat()}, {"valid_until": days(-300).isoformat()}], ids=["future", "ends"]
    )
    def test_impossible_dates_are_explained(self, chief, wrong):
        story = DraftStoryFactory(age=19)
        consent = {"story": story.pk, "role": PROTAGONIST, "scope": TEXT, "paper_location": "Ordner 1"}
        dates = {"given_on": TODAY().isoformat(), "valid_until": "", "withdrawn_on": "", **wrong}
        answer = chief.post(reverse("wagtailsnippets_stories_publicationconsent:add"), consent | dates)
        assert answer.status_code == 200
        assert not PublicationConsent.objects.exists()

    @pytest.mark.parametrize(("state", "shown"), [("valid", "Ordner gültig"), ("ended", "Ordner alt")])
    def test_the_list_of_consents_filters_by_state(self, chief, state, shown):
        valid, ended = DraftStoryFactory(title="Ordner gültig"), DraftStoryFactory(title="Ordner alt")
        ConsentFactory(story=valid)
        ConsentFactory(story=ended, withdrawn_on=days(-1))
        url = reverse("wagtailsnippets_stories_publicationconsent:list_results")
        text = chief.get(url, {"state": state}).content.decode()
        assert (valid.title in text, ended.title in text) == (shown == valid.title, shown == ended.title)


def test_the_pictures_of_a_withdrawn_story_can_no_longer_be_fetched(client, django_capture_on_commit_callbacks):
    story = DraftStoryFactory(age=19, lead_image=ImageFactory(), lead_image_alt="Eine Werkbank")
    consent = ConsentFactory(story=story)
    publish(story)
    address = story.lead_image.get_rendition("width-20").url
    assert client.get(address).status_code == 200
    consent.withdrawn_on = TODAY()
    with django_capture_on_commit_callbacks(execute=True):
        consent.save()
    assert client.get(address).status_code == 404


def test_the_recording_of_a_withdrawn_story_can_no_longer_be_fetched(
    client, admin_client, django_capture_on_commit_callbacks
):
    document = get_document_model().objects.create(title="Ton", file=ContentFile(b"Ton", "withdrawn.mp3"))
    block = {"title": "Ton", "file": document.pk, "captions": None, "transcript": ""}
    story = DraftStoryFactory(age=19, body=json.dumps([{"type": "audio", "value": block}]))
    consent = ConsentFactory(story=story)
    publish(story)
    ReferenceIndex.create_or_update_for_object(story)  # the worker does it
    assert client.get(document.url).status_code == 200
    consent.withdrawn_on = TODAY()
    with django_capture_on_commit_callbacks(execute=True):
        consent.save()
    assert client.get(document.url).status_code == 404
    shown_to_editors = admin_client.get(document.url)
    assert shown_to_editors.status_code == 200
    assert "private" in shown_to_editors["Cache-Control"]
    document.file.delete(save=False)
