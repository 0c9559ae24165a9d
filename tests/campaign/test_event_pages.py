"""What visitors see of events: lists, filters, the page itself, and what is gone once an event is over."""

from datetime import datetime, time, timedelta
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, streamfield

from campaign.models import EventPage
from frontend import package
from home.search import find
from tests.factories import (
    CareerFieldFactory,
    CompanyFactory,
    EventFactory,
    MunicipalityFactory,
    UserFactory,
    event_index,
    home_page,
)

pytestmark = pytest.mark.django_db


def day(number):
    return timezone.localdate() + timedelta(days=number)


def titles(client, query=""):
    answer = client.get(f"/termine/{query}")
    assert answer.status_code == 200
    return [event.title for event in answer.context["events"]]


def test_the_list_begins_with_the_soonest_and_leaves_out_what_is_over(client):
    EventFactory(title="Übermorgen", starts_on=day(2))
    EventFactory(title="Gestern", starts_on=day(-1))
    EventFactory(title="Seit Tagen", starts_on=day(-3), ends_on=day(0))
    assert titles(client) == ["Seit Tagen", "Übermorgen"]


def test_an_empty_calendar_says_so_and_leads_on(client):
    event_index()
    CompanyFactory()
    html = client.get("/termine/").text
    assert "Gerade steht nichts an." in html
    assert 'class="button" href="/unternehmen/"' in html
    assert "webcal:" not in html


def test_the_list_is_filtered_by_period_field_kind_and_place(client):
    field, near = CareerFieldFactory(slug="metall"), MunicipalityFactory(slug="zittau")
    far = MunicipalityFactory(slug="muskau", latitude="51.5400")
    EventFactory(title="Messe", kind="fair", municipality=near, career_fields=[field], starts_on=day(3))
    EventFactory(title="Online", is_online=True, starts_on=day(60))
    EventFactory(title="Weit weg", municipality=far, starts_on=day(20))
    for query in ("?feld=metall", "?art=fair", "?ort=zittau", "?ort=zittau&umkreis=10", "?wann=7-tage"):
        assert titles(client, query) == ["Messe"], query
    assert titles(client, "?wann=30-tage") == ["Messe", "Weit weg"]
    assert titles(client, f"?wann={day(60):%Y-%m}&online=ja") == ["Online"]
    assert titles(client, "?ort=zittau&umkreis=50") == ["Messe", "Weit weg"]


@pytest.mark.parametrize(
    "query", ["?wann=1900-01", "?art=disko", "?feld=%F0%9F%92%A9", "?wann=7-tage%00x", "?umkreis=10"]
)
def test_nonsense_in_the_address_is_left_out_and_said(client, query):
    EventFactory(title="Messe")
    if "%00" in query:
        assert client.get(f"/termine/{query}").status_code == 400
        return
    assert titles(client, query) == ["Messe"]
    assert 'class="notice' in client.get(f"/termine/{query}").text


def test_only_months_with_an_event_are_offered(client):
    EventFactory(starts_on=day(40), ends_on=day(4000))
    EventFactory(starts_on=day(-1))
    select = next(field for field in client.get("/termine/").context["filter_selects"] if field["name"] == "wann")
    values = [option["value"] for option in select["options"]]
    assert values[:3] == ["", "7-tage", "30-tage"]
    # A year at most, however long something runs.
    assert len(values) <= 3 + 12
    assert f"{day(0):%Y-%m}" not in values[3:] or f"{day(40):%Y-%m}" == f"{day(0):%Y-%m}"


def test_the_page_tells_when_where_for_whom_and_how_to_register(client):
    event = EventFactory(
        title="Girls’Day",
        starts_on=day(30),
        starts_at=time(8),
        ends_at=time(14, 30),
        municipality=MunicipalityFactory(name="Niesky"),
        venue="Tor 2",
        age_from=11,
        age_to=16,
        cost_note="kostenlos",
        registration_link="https://example.org/anmelden",
        registration_deadline=day(10),
    )
    html = client.get(event.url).text
    assert "8 bis\N{NO-BREAK SPACE}14:30\N{NO-BREAK SPACE}Uhr" in html
    assert "Tor 2, Niesky" in html
    assert "11 bis 16 Jahre" in html
    assert 'href="https://example.org/anmelden"' in html
    assert f'href="{event.url}termin.ics"' in html


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"registration_email": "a@example.org"}, "Melde dich vorher an."),
        ({"registration_email": "a@example.org", "registration_deadline": -1}, "Die Anmeldung ist geschlossen."),
        ({}, "Ohne Anmeldung: Komm einfach vorbei."),
        ({"is_cancelled": True, "registration_email": "a@example.org"}, "Dieser Termin fällt aus."),
        ({"starts_on": -1, "registration_email": "a@example.org"}, "Dieser Termin ist vorbei."),
    ],
)
def test_the_page_says_whether_one_can_still_go(client, fields, words):
    fields = {name: day(value) if type(value) is int else value for name, value in fields.items()}
    html = client.get(EventFactory(**fields).url).text
    assert words in html
    assert ("mailto:" in html) == (words == "Melde dich vorher an.")


def test_a_cancelled_event_stays_in_the_list_with_a_mark(client):
    EventFactory(title="Werkschau", is_cancelled=True)
    html = client.get("/termine/").text
    assert "Werkschau" in html
    assert "Fällt aus" in html
    assert "Werkschau" not in client.get("/").text


def test_what_is_over_is_neither_searched_nor_packaged_nor_on_the_front_page_nor_in_the_sitemap(client):
    home_page()
    gone = EventFactory(title="Werkschau damals", slug="damals", starts_on=day(-1))
    EventFactory(title="Werkschau bald", slug="bald")
    package.build()
    packaged = [page["url"] for page in client.get(reverse("package")).json()["pages"]]
    assert "/termine/bald/" in packaged
    assert "/termine/damals/" not in packaged
    assert len(find("Werkschau")["termine"]) == 1
    for path in ("/", "/sitemap.xml", "/suche/?q=Werkschau"):
        text = client.get(path).text
        assert "/termine/bald/" in text, path
        assert "/termine/damals/" not in text, path
    assert client.get(gone.url).status_code == 200


def test_an_event_leaves_the_list_at_midnight(client):
    EventFactory(title="Letzter Tag", starts_on=day(-2), ends_on=day(0))
    late = datetime.combine(day(0), datetime.max.time(), ZoneInfo("Europe/Berlin"))
    for moment, shown in ((late, ["Letzter Tag"]), (late + timedelta(seconds=1), [])):
        with mock.patch("django.utils.timezone.now", return_value=moment):
            assert ("Letzter Tag" in client.get("/termine/").text) is bool(shown)
            assert ("Letzter Tag" in client.get("/termine/termine.ics").text) is bool(shown)


def test_fields_and_companies_show_what_they_invite_to(client):
    field, company = CareerFieldFactory(), CompanyFactory()
    EventFactory(title="Werkschau", career_fields=[field], company=company)
    EventFactory(title="Damals", career_fields=[field], company=company, starts_on=day(-1))
    EventFactory(title="Entwurf", career_fields=[field], company=company, live=False)
    for page in (field, company):
        html = client.get(page.url).text
        assert "Werkschau" in html
        assert "Damals" not in html
        assert "Entwurf" not in html


def test_related_events_are_of_the_same_field_or_kind(client):
    field = CareerFieldFactory()
    event = EventFactory(kind="fair", career_fields=[field])
    same_field = EventFactory(kind="other", career_fields=[field], starts_on=day(3))
    same_kind = EventFactory(kind="fair", starts_on=day(4))
    EventFactory(kind="other")
    EventFactory(kind="fair", starts_on=day(-4))
    EventFactory(kind="fair", is_cancelled=True)
    assert client.get(event.url).context["related_events"] == [same_field, same_kind]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"starts_on": None}, "starts_on"),
        ({"ends_on": -1}, "ends_on"),
        ({"ends_at": time(9)}, "starts_at"),
        ({"starts_at": time(9), "ends_at": time(9)}, "ends_at"),
        ({"starts_at": time(22), "ends_at": time(2), "ends_on": 8}, "ends_at"),
        ({"registration_deadline": 8}, "registration_deadline"),
        ({"municipality": None, "venue": " "}, "municipality"),
        ({"organiser_name": ""}, "organiser_name"),
        ({"age_from": 16, "age_to": 12}, "age_to"),
    ],
)
def test_an_event_that_makes_no_sense_is_not_published(fields, name):
    values = {"title": "Termin", "starts_on": day(7), "venue": "Halle", "organiser_name": "Verein"}
    dates = {key: day(value) for key, value in fields.items() if key in {"ends_on", "registration_deadline"}}
    with pytest.raises(ValidationError) as error:
        EventPage(**{**values, **fields, **dates}).clean_for_publishing()
    assert list(error.value.message_dict) == [name]


def test_a_night_is_fine_when_it_goes_on_until_the_next_day():
    event = EventPage(
        starts_on=day(7),
        ends_on=day(8),
        starts_at=time(22),
        ends_at=time(2),
        is_continuous=True,
        venue="Backstube",
        organiser_name="Bäckerei",
    )
    event.clean_for_publishing()
    assert "22\N{NO-BREAK SPACE}Uhr, bis" in event.when


def test_an_event_needs_neither_place_nor_day_to_be_previewed(rf):
    draft = EventPage(title="Entwurf")
    assert draft.make_preview_request().status_code == 200


def test_editors_write_events_and_may_leave_a_draft_half_done(client):
    client.force_login(UserFactory(groups=["Redaktion"]))
    parent = event_index()
    address = reverse("wagtailadmin_pages:add", args=["campaign", "eventpage", parent.pk])
    form = nested_form_data({"title": "Halb", "slug": "halb", "kind": "fair", "body": streamfield([])})
    answer = client.post(address, form)
    assert answer.status_code == 302
    assert EventPage.objects.get(slug="halb").live is False
    refused = client.post(address, {**form, "slug": "ganz", "action-submit": "1"})
    assert refused.status_code == 200
    assert "Bitte den Tag eintragen" in refused.text
