"""The report on what is incomplete or runs out."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.models import SiteSettings
from home.incomplete import Problem, gaps
from tests.factories import (
    CompanyFactory,
    ConsentFactory,
    DraftStoryFactory,
    EventFactory,
    FigureFactory,
    ImageFactory,
    OccupationFactory,
    OfferFactory,
    StoryFactory,
    UserFactory,
    home_page,
)
from tests.second_factor import log_in

pytestmark = pytest.mark.django_db


def found():
    return [(gap.title, gap.problem) for gap in gaps()]


def picture(**values):
    return {"image": {"image": ImageFactory().pk, "decorative": False, "alt_text": "Werkbank", **values}, "caption": ""}


def test_pictures_without_alternative_text_are_listed():
    StoryFactory(title="Leitbild", lead_image=ImageFactory(), lead_image_alt=" ")
    StoryFactory(title="Gut", lead_image=ImageFactory(), lead_image_alt="Jette")
    CompanyFactory(title="Firma", lead_image=ImageFactory())
    story = StoryFactory(title="Im Text")
    gallery = {
        "images": [picture(), picture(alt_text=""), picture(alt_text="", decorative=True), picture(alt_text=" ")]
    }
    story.body = story.body.stream_block.to_python([{"type": "gallery", "value": gallery}])
    story.save()
    assert found() == [(title, Problem.ALTERNATIVE_TEXT) for title in ("Firma", "Im Text", "Leitbild")]
    assert gaps()[1].detail == "Bilder im Text: 2"


def test_figures_without_source_and_outdated_ones_are_listed():
    this_year = timezone.localdate().year
    for title, figure in {
        "Ohne Quelle": {"source": "", "year": this_year},
        "Ohne Adresse": {"source_url": "", "year": this_year},
        "Alt": {"year": this_year - 3},
        "Neu genug": {"year": this_year - 2},
        "Beispiel": {"is_example": True},
    }.items():
        FigureFactory(page=OccupationFactory(title=title), **figure)
    assert found() == [
        ("Ohne Adresse", Problem.SOURCE),
        ("Ohne Quelle", Problem.SOURCE),
        ("Alt", Problem.OUTDATED),
        ("Beispiel", Problem.EXAMPLE),
    ]


def test_what_counts_as_old_is_a_setting():
    FigureFactory(year=timezone.localdate().year - 5)
    settings = SiteSettings.for_site(home_page().get_site())
    settings.figures_max_age_years = 5
    settings.save()
    assert found() == []


def test_offers_and_consents_that_end_soon_are_listed():
    today = timezone.localdate()
    company = CompanyFactory(title="Werk")
    OfferFactory(page=company, title="Bald", valid_until=today + timedelta(days=14))
    OfferFactory(page=company, title="Später", valid_until=today + timedelta(days=15))
    OfferFactory(page=company, title="Schluss", deadline=today + timedelta(days=3))
    OfferFactory(page=company, title="Vorbei", valid_until=today - timedelta(days=1))
    story = DraftStoryFactory(title="Jette", age=19)
    ConsentFactory(story=story, valid_until=today + timedelta(days=10))
    story.save_revision().publish()
    assert found() == [("Jette", Problem.CONSENT_ENDS), ("Werk", Problem.OFFER_ENDS), ("Werk", Problem.OFFER_ENDS)]
    assert {gap.detail.split(":")[0] for gap in gaps()[1:]} == {"Bald", "Schluss"}


def test_stories_that_wait_for_a_consent_are_listed_with_who_is_missing():
    DraftStoryFactory(title="Jette", age=16)
    (gap,) = gaps()
    assert (gap.problem, gap.detail) == (Problem.CONSENT, "gezeigte Person, alle Sorgeberechtigten")


def test_the_report_links_to_where_each_gap_is_filled(client):
    story = DraftStoryFactory(title="Jette & Co", age=16)
    client.force_login(UserFactory(groups=["Redaktion"]))
    text = client.get(reverse("incomplete_report")).content.decode()
    assert "Jette &amp; Co" in text
    assert reverse("wagtailadmin_pages:edit", args=[story.pk]) in text
    assert "Einwilligung fehlt" in text


def test_the_report_shows_one_kind_of_problem_and_can_be_exported(client):
    DraftStoryFactory(title="Jette", age=16)
    FigureFactory(page=OccupationFactory(title="Kranbau"), source="")
    client.force_login(UserFactory(groups=["Redaktion"]))
    text = client.get(reverse("incomplete_report"), {"problem": "quelle"}).content.decode()
    assert "Kranbau" in text
    assert "Jette" not in text
    export = client.get(reverse("incomplete_report"), {"export": "csv"})
    assert "Jette" in b"".join(export.streaming_content).decode()


def test_the_dashboard_counts_what_waits(client):
    DraftStoryFactory(age=16)
    DraftStoryFactory(age=16)
    client.force_login(UserFactory(groups=["Redaktion"]))
    text = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Einwilligung fehlt</a>: 2" in text
    assert "?problem=einwilligung" in text


def test_coordinators_do_not_see_the_report(client):
    home_page()
    log_in(client, UserFactory(groups=["Koordination"]))
    assert client.get(reverse("incomplete_report")).status_code == 302


def test_an_event_that_is_near_and_still_a_draft_is_listed():
    today = timezone.localdate()
    EventFactory(title="Bald", live=False, starts_on=today + timedelta(days=3))
    EventFactory(title="Öffentlich", starts_on=today + timedelta(days=3))
    EventFactory(title="Später", live=False, starts_on=today + timedelta(days=60))
    EventFactory(title="Vorbei", live=False, starts_on=today - timedelta(days=3), lead_image=ImageFactory())
    EventFactory(title="Ohne Text", starts_on=today, lead_image=ImageFactory())
    assert found() == [("Ohne Text", Problem.ALTERNATIVE_TEXT), ("Bald", Problem.EVENT_WAITS)]
