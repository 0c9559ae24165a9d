"""Calendar files of events, as two libraries read them that share no code."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import ics
import pytest
from django.core.cache import caches
from icalendar import Calendar

from campaign.models import EventPage
from tests.factories import CareerFieldFactory, EventFactory, MunicipalityFactory, event_index

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
SUMMER_DAY, WINTER_DAY = date(2031, 7, 5), date(2031, 12, 6)


@pytest.fixture(autouse=True)
def _address(settings):
    settings.PUBLIC_URL = "https://impuls.example"


def read(client, path):
    """Return the file as both libraries read it."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    return Calendar.from_ical(answer.content), ics.Calendar(answer.text)


def read_one(client, event):
    strict, other = read(client, f"{event.url}termin.ics")
    assert len(other.events) == 1
    return strict.events[0], next(iter(other.events))


@pytest.mark.parametrize(("day", "offset"), [(SUMMER_DAY, 2), (WINTER_DAY, 1)])
def test_hours_are_those_of_the_county_in_summer_and_winter(client, day, offset):
    event = EventFactory(starts_on=day, starts_at=time(10), ends_at=time(12, 30))
    strict, other = read_one(client, event)
    assert strict["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert strict.start == datetime.combine(day, time(10), BERLIN)
    assert strict.end - strict.start == timedelta(hours=2, minutes=30)
    assert other.begin.datetime.utcoffset() == timedelta(hours=offset)
    assert other.begin.datetime == strict.start
    assert other.end.datetime == strict.end


def test_an_event_without_hours_takes_all_of_its_days_and_blocks_none(client):
    event = EventFactory(starts_on=SUMMER_DAY, ends_on=SUMMER_DAY + timedelta(days=4))
    strict, other = read_one(client, event)
    assert strict["DTSTART"].to_ical() == b"20310705"
    assert strict["DTEND"].to_ical() == b"20310710"
    assert strict["TRANSP"] == "TRANSPARENT"
    assert other.all_day
    assert other.duration == timedelta(days=5)


def test_hours_of_several_days_recur_daily(client):
    event = EventFactory(
        starts_on=SUMMER_DAY, ends_on=SUMMER_DAY + timedelta(days=1), starts_at=time(9), ends_at=time(16)
    )
    strict, _other = read_one(client, event)
    assert strict["RRULE"].to_ical() == b"FREQ=DAILY;COUNT=2"
    assert strict.end == datetime.combine(SUMMER_DAY, time(16), BERLIN)


def test_a_night_ends_on_the_next_day(client):
    event = EventFactory(
        starts_on=SUMMER_DAY,
        ends_on=SUMMER_DAY + timedelta(days=1),
        starts_at=time(22),
        ends_at=time(2),
        is_continuous=True,
    )
    strict, other = read_one(client, event)
    assert strict.end - strict.start == timedelta(hours=4)
    assert other.duration == timedelta(hours=4)
    assert "RRULE" not in strict


def test_a_file_tells_all_that_the_page_tells(client):
    event = EventFactory(
        title="Löten; leuchten, fragen",
        teaser="Eine lange Zeile, die auf dem Weg in den Kalender umgebrochen wird, ohne dass ein Umlaut zerfällt.",
        municipality=MunicipalityFactory(name="Löbau"),
        venue="Halle 3",
        kind="fair",
        career_fields=[CareerFieldFactory(title="Elektro")],
        registration_link="https://example.org/anmelden",
        is_example=True,
    )
    strict, other = read_one(client, event)
    assert strict["SUMMARY"] == other.name == "Löten; leuchten, fragen"
    assert strict["LOCATION"] == other.location == "Halle 3, Löbau"
    assert event.teaser in strict["DESCRIPTION"]
    assert "https://example.org/anmelden" in strict["DESCRIPTION"]
    assert "Beispiel: frei erfunden" in strict["DESCRIPTION"]
    assert strict["URL"] == event.full_url
    assert strict.categories == ["Messe", "Elektro"]
    assert strict["CONTACT"] == "Kreisjugendring"


def published(event, **changes):
    """Publish a new version of an event and return it."""
    draft = event.get_latest_revision_as_object() if event.latest_revision_id else event
    for name, value in changes.items():
        setattr(draft, name, value)
    draft.save_revision().publish()
    return EventPage.objects.get(pk=event.pk)


def test_a_new_version_keeps_its_identifier_and_raises_its_number(client):
    event = published(EventFactory())
    before, _ = read_one(client, event)
    EventPage.objects.update(first_published_at=event.first_published_at - timedelta(hours=1))
    event = EventPage.objects.get()
    after, _ = read_one(client, published(event, is_cancelled=True, slug="neuer-name"))
    assert after["UID"] == before["UID"] == f"termin-{event.pk}@impuls.example"
    assert after["SEQUENCE"] > before["SEQUENCE"] == 0
    assert after["STATUS"] == "CANCELLED"
    assert after["SUMMARY"].startswith("Fällt aus: ")
    assert before["DTSTAMP"].dt <= after["LAST-MODIFIED"].dt


def test_the_feed_holds_what_is_to_come_and_obeys_the_filters_of_the_list(client):
    field = CareerFieldFactory(slug="metall", title="Metall")
    EventFactory(title="Messe", kind="fair", career_fields=[field])
    EventFactory(title="Online", is_online=True)
    EventFactory(title="Damals", starts_on=date(2020, 1, 1))
    EventFactory(title="Entwurf", live=False)
    strict, other = read(client, "/termine/termine.ics")
    assert (
        {event["SUMMARY"] for event in strict.events} == {event.name for event in other.events} == {"Messe", "Online"}
    )
    assert strict["REFRESH-INTERVAL"].dt == timedelta(hours=6)
    assert strict["X-WR-CALNAME"] == strict["NAME"] == "Termine im Landkreis Görlitz"
    strict, _ = read(client, "/termine/termine.ics?feld=metall&art=fair")
    assert [event["SUMMARY"] for event in strict.events] == ["Messe"]
    assert strict["NAME"].endswith(": Metall, Messe")
    assert strict["SOURCE"] == "http://testserver/termine/termine.ics?feld=metall&art=fair"


def test_a_feed_without_events_is_a_calendar_all_the_same(client):
    event_index()
    strict, other = read(client, "/termine/termine.ics")
    assert strict.events == []
    assert not other.events
    assert [zone["TZID"] for zone in strict.timezones] == ["Europe/Berlin"]


def test_an_unchanged_feed_is_not_sent_twice(client):
    EventFactory()
    first = client.get("/termine/termine.ics")
    caches["pages"].clear()
    again = client.get("/termine/termine.ics", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content


def test_a_feed_comes_from_the_page_cache_byte_by_byte(client, django_assert_num_queries):
    EventFactory(teaser="lang " * 39)
    first = client.get("/termine/termine.ics")
    with django_assert_num_queries(1):
        assert client.get("/termine/termine.ics").content == first.content
    assert b"\r\n " in first.content


def test_a_feed_costs_the_same_however_much_there_is(client, django_assert_max_num_queries):
    field, place = CareerFieldFactory(), MunicipalityFactory()
    for _ in range(12):
        EventFactory(career_fields=[field], municipality=place)
    with django_assert_max_num_queries(12):
        strict, _ = read(client, "/termine/termine.ics?feld=" + field.slug)
    assert len(strict.events) == 12


@pytest.mark.parametrize("path", ["gibt-es-nicht", "entwurf", "ohne-tag"])
def test_what_is_not_public_or_has_no_day_has_no_file(client, path):
    EventFactory(slug="entwurf", live=False)
    EventFactory(slug="ohne-tag", starts_on=None)
    assert client.get(f"/termine/{path}/termin.ics").status_code == 404


def test_an_event_that_is_over_still_has_its_file(client):
    event = EventFactory(starts_on=date(2020, 1, 1))
    assert read_one(client, event)[0]["SUMMARY"] == event.title
