"""Application deadlines in the calendar."""

from datetime import timedelta

import ics
import pytest
from django.utils import timezone
from icalendar import Calendar

from tests.factories import CareerFieldFactory, CompanyFactory, OfferFactory, company_index

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _address(settings):
    settings.PUBLIC_URL = "https://impuls.example"


def day(number):
    return timezone.localdate() + timedelta(days=number)


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    other = ics.Calendar(answer.text)
    strict = Calendar.from_ical(answer.content)
    assert len(other.events) == len(strict.events)
    return strict


def test_the_feed_names_each_deadline_as_a_day_the_nearest_first(client):
    company = CompanyFactory(title="Schienenwerk", is_example=True)
    OfferFactory(page=company, title="Später", deadline=day(20))
    soon = OfferFactory(page=company, title="Bald", deadline=day(3), link="https://example.org/bald")
    OfferFactory(page=company, title="Ohne Frist")
    OfferFactory(page=company, title="Vorbei", deadline=day(-1))
    OfferFactory(page=CompanyFactory(live=False), title="Entwurf", deadline=day(3))
    calendar = read(client, "/unternehmen/fristen.ics")
    first, second = calendar.events
    assert first["SUMMARY"] == "Bewerbungsschluss: Bald, Schienenwerk"
    assert second["SUMMARY"] == "Bewerbungsschluss: Später, Schienenwerk"
    assert first["DTSTART"].dt == day(3)
    assert first["DTEND"].dt == day(4)
    assert first["TRANSP"] == "TRANSPARENT"
    assert first["UID"] == f"frist-{soon.pk}@impuls.example"
    assert "https://example.org/bald" in first["DESCRIPTION"]
    assert first["URL"] == company.full_url


def test_the_feed_obeys_the_filters_of_the_list(client):
    field = CareerFieldFactory(slug="metall")
    company = CompanyFactory()
    company.career_fields.set([field])
    company.save()
    OfferFactory(page=company, title="Lehre", deadline=day(3))
    OfferFactory(page=company, title="Praktikum", kind="internship", deadline=day(3))
    OfferFactory(title="Woanders", deadline=day(3))
    calendar = read(client, "/unternehmen/fristen.ics?feld=metall&angebot=internship")
    assert [event["SUMMARY"].split(",")[0] for event in calendar.events] == ["Bewerbungsschluss: Praktikum"]


def test_one_deadline_has_a_file_of_its_own_while_it_stands(client):
    company = CompanyFactory(slug="werk")
    offer = OfferFactory(page=company, deadline=day(0))
    assert len(read(client, f"/unternehmen/werk/frist-{offer.pk}.ics").events) == 1
    assert f'href="/unternehmen/werk/frist-{offer.pk}.ics"' in client.get(company.url).text
    gone = OfferFactory(page=company, deadline=day(-1))
    for path in (f"werk/frist-{gone.pk}.ics", f"anders/frist-{offer.pk}.ics", f"werk/frist-{10**30}.ics"):
        assert client.get(f"/unternehmen/{path}").status_code == 404, path


def test_the_list_of_companies_offers_its_deadlines(client):
    company_index()
    OfferFactory(deadline=day(3))
    assert "webcal://testserver/unternehmen/fristen.ics" in client.get("/unternehmen/").text


def test_an_identifier_survives_new_versions_of_the_company(client):
    company = CompanyFactory()
    OfferFactory(page=company, deadline=day(3))
    company = type(company).objects.get(pk=company.pk)
    company.save_revision().publish()
    before = read(client, "/unternehmen/fristen.ics").events[0]
    draft = company.get_latest_revision_as_object()
    draft.offers.get().title = "Neuer Titel"
    draft.save_revision().publish()
    after = read(client, "/unternehmen/fristen.ics").events[0]
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] >= before["SEQUENCE"]


def test_the_feed_costs_the_same_however_much_there_is(client, django_assert_max_num_queries):
    company = CompanyFactory()
    for _ in range(10):
        OfferFactory(page=company, deadline=day(3))
    with django_assert_max_num_queries(8):
        read(client, "/unternehmen/fristen.ics")
