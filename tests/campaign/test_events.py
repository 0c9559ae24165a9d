"""Events: what is still to come, what is over, and how their days and hours are said."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from campaign.models import EventPage
from campaign.words import age_span, time_span
from tests.factories import CareerFieldFactory, EventFactory, MunicipalityFactory

TODAY = timezone.localdate


def days(number):
    return TODAY() + timedelta(days=number)


@pytest.mark.django_db
def test_an_event_stays_upcoming_until_its_last_day_has_passed():
    gone = EventFactory(starts_on=days(-9), ends_on=days(-1))
    yesterday = EventFactory(starts_on=days(-1))
    running = EventFactory(starts_on=days(-3), ends_on=days(0))
    later, sooner = EventFactory(starts_on=days(9)), EventFactory(starts_on=days(2))
    assert list(EventPage.objects.live().upcoming().soonest_first()) == [running, sooner, later]
    assert set(EventPage.objects.over()) == {gone, yesterday}
    assert [event.is_over for event in (gone, yesterday, running, later)] == [True, True, False, False]


@pytest.mark.django_db
def test_on_the_same_day_what_takes_all_of_it_comes_first():
    evening = EventFactory(starts_on=days(2), starts_at=time(18))
    whole_day = EventFactory(starts_on=days(2))
    morning = EventFactory(starts_on=days(2), starts_at=time(8, 30))
    assert list(EventPage.objects.soonest_first()) == [whole_day, morning, evening]


@pytest.mark.django_db
def test_events_are_found_by_field_kind_place_and_period():
    field, place = CareerFieldFactory(), MunicipalityFactory()
    wanted = EventFactory(career_fields=[field], municipality=place, kind=EventPage.Kind.FAIR, ends_on=days(40))
    EventFactory(is_online=True)
    events = EventPage.objects.live()
    assert list(events.in_field(field)) == [wanted]
    assert list(events.of_kind("fair")) == [wanted]
    assert list(events.in_municipalities([place])) == [wanted]
    assert list(events.between(days(35), days(60))) == [wanted]
    assert wanted not in events.online()


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ((date(2027, 10, 9), None, None, None), "Samstag, 9. Oktober 2027"),
        ((date(2027, 10, 9), None, time(10), time(16, 30)), "Samstag, 9. Oktober 2027, 10 bis 16:30 Uhr"),
        ((date(2027, 10, 9), None, time(18), None), "Samstag, 9. Oktober 2027, ab 18 Uhr"),
        ((date(2027, 3, 8), date(2027, 3, 13), None, None), "8. bis 13. März 2027"),
        ((date(2027, 3, 29), date(2027, 4, 2), None, None), "29. März bis 2. April 2027"),
        ((date(2027, 12, 30), date(2028, 1, 2), None, None), "30. Dezember 2027 bis 2. Januar 2028"),
        ((date(2027, 3, 12), date(2027, 3, 13), time(9), time(15)), "12. bis 13. März 2027, jeden Tag 9 bis 15 Uhr"),
        (
            (date(2027, 3, 12), date(2027, 3, 13), time(18), time(9), True),
            "Freitag, 12. März 2027, 18 Uhr, bis Samstag, 13. März 2027, 9 Uhr",
        ),
        ((None, None, None, None), ""),
    ],
)
def test_days_and_hours_are_said_as_people_say_them(span, words):
    assert time_span(*span).replace("\N{NO-BREAK SPACE}", " ") == words


def test_ages_are_said_in_words():
    assert [age_span(*ages) for ages in [(14, 18), (14, None), (None, 18), (None, None)]] == [
        "14 bis 18 Jahre",
        "ab 14 Jahren",
        "bis 18 Jahre",
        "",
    ]
