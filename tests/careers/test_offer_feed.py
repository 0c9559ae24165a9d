"""The Atom feed of the free places, and the dates that offers remember for it."""

from datetime import timedelta

import feedparser
import pytest
from django.utils import timezone

from careers.models import CompanyPage, Offer
from tests.factories import CareerFieldFactory, CompanyFactory, LocationFactory, MunicipalityFactory, OfferFactory

pytestmark = pytest.mark.django_db

FEED = "/unternehmen/angebote.atom"
PAST = timezone.now() - timedelta(days=9)


def entries(client, query=""):
    response = client.get(FEED + query)
    assert response.status_code == 200
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.bozo_exception
    return feed.entries


@pytest.fixture
def company():
    company = CompanyFactory(title="Neißewerk", slug="neissewerk")
    company.career_fields.set([CareerFieldFactory(title="Elektro", slug="elektro")])
    company.save()
    LocationFactory(page=company, municipality=MunicipalityFactory(name="Görlitz", slug="goerlitz"))
    return company


def test_an_entry_says_who_offers_what_and_where_to_read_on(client, company):
    offer = OfferFactory(page=company, title="Mechatronik", places=2, start="August 2027")
    (entry,) = entries(client)
    assert entry.title == "Mechatronik · Neißewerk"
    assert entry.author == "Neißewerk"
    assert entry.link == f"http://localhost/unternehmen/neissewerk/#angebot-{offer.pk}"
    assert entry.id == f"tag:127.0.0.1,2026:offer-{offer.pk}"
    assert entry.summary == "Ausbildung · Beginn: August 2027 · 2 Plätze"
    assert [tag.term for tag in entry.tags] == ["Ausbildung", "Elektro"]


def test_an_example_says_so(client, company):
    company.is_example = True
    company.save()
    OfferFactory(page=company, title="Mechatronik")
    assert entries(client)[0].title == "Beispiel: Mechatronik · Neißewerk"


def test_what_is_over_or_of_a_company_that_is_not_public_is_not_in_it(client, company):
    OfferFactory(page=company, title="Läuft")
    OfferFactory(page=company, valid_until=timezone.localdate() - timedelta(days=1))
    OfferFactory(page=company, deadline=timezone.localdate() - timedelta(days=1))
    OfferFactory(page=CompanyFactory(live=False))
    assert [entry.title for entry in entries(client)] == ["Läuft · Neißewerk"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?angebot=internship", ["Praktikum"]),
        ("?feld=elektro", ["Praktikum", "Ausbildung"]),
        ("?ort=goerlitz&umkreis=10", ["Praktikum", "Ausbildung"]),
        ("", ["Anderswo", "Praktikum", "Ausbildung"]),
    ],
)
def test_it_takes_the_filters_of_the_companies(client, company, query, titles):
    OfferFactory(page=company, title="Ausbildung")
    OfferFactory(page=company, title="Praktikum", kind="internship")
    far = MunicipalityFactory(slug="boxberg", latitude="51.4", longitude="14.5")
    OfferFactory(page=LocationFactory(municipality=far).page, title="Anderswo")
    assert [entry.title.partition(" · ")[0] for entry in entries(client, query)] == titles


@pytest.mark.parametrize("query", ["?angebot=weltreise", "?umkreis=20", "?ort=atlantis"])
def test_a_filter_that_does_not_exist_gives_no_feed(client, company, query):
    assert client.get(FEED + query).status_code == 404


def published(company):
    """Publish the page anew, as the editor does; return its only offer."""
    company.save_revision().publish()
    return Offer.objects.get()


def test_an_offer_remembers_since_when_it_stands_and_when_its_words_changed(company):
    Offer.objects.filter(pk=OfferFactory(page=company).pk).update(posted_at=PAST, changed_at=PAST)
    page = CompanyPage.objects.get()
    page.teaser = "Neu gestrichen"
    offer = published(page)
    assert (offer.posted_at, offer.changed_at) == (PAST, PAST)
    page = CompanyPage.objects.get()
    (offer,) = page.offers.all()
    offer.places = 5
    page.offers.add(offer)
    offer = published(page)
    assert offer.places == 5
    assert offer.posted_at == PAST
    assert timezone.now() - offer.changed_at < timedelta(minutes=1)
