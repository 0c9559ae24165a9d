"""Both are reminded of a meeting, once, with a file for the calendar that stays right."""

from datetime import date, datetime, time, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from mentoring.models import Match, Meeting, OutgoingMail
from mentoring.sweep import sweep
from tests.factories import MentorFactory, SignupFactory, UserFactory
from tests.mentoring.links import link_in

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def _mails_go_out_at_once(monkeypatch):
    """Within a test's transaction nothing is ever committed: deliver when the mail is queued."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: callback())


@pytest.fixture
def running(mailoutbox):
    signup, mentor = SignupFactory(age=18, eligible=True), MentorFactory(active=True)
    match = Match.objects.propose(signup, mentor, UserFactory())
    match.accept(match.signup)
    match.accept(match.mentor)
    mailoutbox.clear()
    return match


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def calendar_part(mail):
    """Return the calendar file of a mail as a recipient's program reads it."""
    message = message_from_bytes(mail.message().as_bytes(), policy=policy.default)
    (part,) = message.iter_attachments()
    assert part.get_content_type() == "text/calendar"
    assert part.get_filename() == "treffen.ics"
    return part


def event_in(mail):
    part = calendar_part(mail)
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    assert part.get_param("method") == calendar["method"]
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def plain_lines(mail):
    """Return the content lines of the file, unfolded by hand as RFC 5545 says, as (name, value)."""
    raw = calendar_part(mail).get_payload(decode=True)
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    lines = raw.replace(b"\r\n ", b"").decode().splitlines()
    return [tuple(line.split(":", 1)) for line in lines]


def test_both_are_reminded_once_two_days_before(running, mailoutbox, settings):
    near, far = (running.plan_meeting(day=in_days(days), place="Werkhof") for days in (2, 3))
    mailoutbox.clear()  # of the plan
    assert [sweep()["reminded"] for _ in range(3)] == [1, 0, 0]
    assert {mail.to[0] for mail in mailoutbox} == {running.signup.email, running.mentor.email}
    assert len(mailoutbox) == 2
    for mail in mailoutbox:
        assert "Werkhof" in mail.body
    settings.MENTORING_MEETING_REMINDER_DAYS = 3
    assert sweep()["reminded"] == 1
    assert len(mailoutbox) == 4
    assert {near.pk, far.pk} == set(
        OutgoingMail.objects.filter(meeting__isnull=False).values_list("meeting", flat=True)
    )


def test_the_links_lead_both_to_the_plan(client, running, mailoutbox):
    running.plan_meeting(day=in_days(1), begins_at=time(15, 30), place="Werkhof")
    sweep()
    for mail in mailoutbox:
        page = client.get(link_in(mail)).content.decode()
        assert "15:30" in page
        assert "Werkhof" in page


def test_nobody_is_reminded_of_what_is_over_far_or_does_not_take_place(running):
    for days in (-1, 3):
        running.plan_meeting(day=in_days(days))
    cancelled = running.plan_meeting(day=in_days(1))
    running.note_meeting(cancelled.pk, "cancelled")
    assert sweep()["reminded"] == 0
    running.plan_meeting(day=in_days(1))
    Match.objects.update(state="paused")
    assert sweep()["reminded"] == 0


def test_a_calendar_program_reads_the_file(running, mailoutbox):
    meeting = running.plan_meeting(day=date(2027, 7, 1), begins_at=time(15, 30), place="Werkhof, Halle 2; hinten")
    running.owe_mails("meeting_reminder", "mentor_meeting_reminder", meeting)
    for mail in mailoutbox:
        calendar, event = event_in(mail)
        assert calendar["method"] == "PUBLISH"
        assert event.decoded("dtstart") == datetime(2027, 7, 1, 15, 30, tzinfo=BERLIN)
        assert event.decoded("dtstart").utcoffset() == timedelta(hours=2)
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1)
        assert event["location"] == "Werkhof, Halle 2; hinten"
        assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
        assert "attendee" not in event


def test_the_file_holds_what_the_standard_wants_and_nobodys_name(running, mailoutbox):
    place = "Werkhof " * 9
    meeting = running.plan_meeting(day=date(2027, 1, 15), begins_at=time(8), place=place.strip())
    running.owe_mails("meeting_reminder", "mentor_meeting_reminder", meeting)
    for mail in mailoutbox:
        lines = plain_lines(mail)
        assert lines[0] == ("BEGIN", "VCALENDAR")
        assert ("DTSTART;TZID=Europe/Berlin", "20270115T080000") in lines
        assert ("SEQUENCE", "0") in lines
        names = [name.split(";")[0] for name, _ in lines]
        for name in ("UID", "DTSTAMP", "SUMMARY", "ORGANIZER", "STATUS", "METHOD", "PRODID"):
            assert names.count(name) == 1
        text = str(lines)
        for person in (running.signup, running.mentor):
            assert person.first_name not in text
            assert person.email not in text


def test_a_day_without_a_time_is_a_whole_day(running, mailoutbox):
    running.plan_meeting(day=in_days(1))
    sweep()
    assert event_in(mailoutbox[0])[1].decoded("dtstart") == in_days(1)
    assert ("DTSTART;VALUE=DATE", f"{in_days(1):%Y%m%d}") in plain_lines(mailoutbox[0])


def test_a_moved_meeting_replaces_itself_in_the_calendar(running, mailoutbox):
    meeting = running.plan_meeting(day=in_days(1))
    sweep()
    first = event_in(mailoutbox[0])[1]
    mailoutbox.clear()
    running.move_meeting(meeting.pk, day=in_days(20), place="Bahnhof")
    assert len(mailoutbox) == 2
    assert "verschoben" in mailoutbox[0].subject
    calendar, moved = event_in(mailoutbox[0])
    assert calendar["method"] == "PUBLISH"
    assert moved["uid"] == first["uid"]
    assert (first["sequence"], moved["sequence"]) == (0, 1)
    assert moved.decoded("dtstart") == in_days(20)
    assert sweep()["reminded"] == 0
    Meeting.objects.update(day=in_days(2))
    assert [sweep()["reminded"] for _ in range(2)] == [1, 0]


def test_a_meeting_moved_by_a_day_is_told_of_once(running, mailoutbox):
    meeting = running.plan_meeting(day=in_days(1))
    sweep()
    running.move_meeting(meeting.pk, day=in_days(2))
    assert sweep()["reminded"] == 0
    assert len(mailoutbox) == 4


def test_who_was_not_told_needs_no_correction(running, mailoutbox):
    meeting = running.plan_meeting(day=in_days(1))
    running.move_meeting(meeting.pk, day=in_days(2))
    running.note_meeting(meeting.pk, "cancelled")
    assert not mailoutbox


@pytest.mark.parametrize(
    "step",
    [
        lambda match, meeting: match.note_meeting(meeting.pk, "cancelled"),
        lambda match, meeting: match.pause(user=UserFactory()),
        lambda match, meeting: match.break_off("by_youth"),
        lambda match, meeting: match.complete(UserFactory(), early="goal_reached"),
    ],
    ids=["cancelled", "paused", "ended", "completed"],
)
def test_what_does_not_take_place_leaves_the_calendar(running, mailoutbox, step):
    meeting = running.plan_meeting(day=in_days(1))
    sweep()
    told = event_in(mailoutbox[0])[1]
    mailoutbox.clear()
    step(running, meeting)
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"
    mails = [mail for mail in mailoutbox if "fällt aus" in mail.subject]
    assert {mail.to[0] for mail in mails} == {running.signup.email, running.mentor.email}
    for mail in mails:
        calendar, event = event_in(mail)
        assert (calendar["method"], event["status"]) == ("CANCEL", "CANCELLED")
        assert event["uid"] == told["uid"]
        assert event["sequence"] == 1


def test_a_mail_that_waits_takes_the_file_along_as_it_is_then(running, mailoutbox, monkeypatch):
    meeting = running.plan_meeting(day=in_days(1))
    monkeypatch.setattr("django.db.transaction.on_commit", lambda callback, **options: None)
    Match.objects.to_be_reminded().get().remind()
    first, second = OutgoingMail.objects.filter(meeting=meeting).order_by("pk")
    assert not mailoutbox
    OutgoingMail.objects.deliver(first.pk)
    OutgoingMail.objects.filter(pk=first.pk).update(status="pending", sent_at=None, token="x", lease_until=None)
    OutgoingMail.objects.deliver(first.pk)
    once, again = mailoutbox
    assert once.extra_headers["Message-ID"] == again.extra_headers["Message-ID"] == first.message_id
    assert calendar_part(once).get_payload() == calendar_part(again).get_payload()
    # A reminder that was not sent yet would tell of a day that is not meant any more.
    running.move_meeting(meeting.pk, day=in_days(2))
    assert not OutgoingMail.objects.filter(pk=second.pk).exists()
    assert OutgoingMail.objects.pending().filter(kind__endswith="meeting_changed").count() == 2


def test_mails_about_meetings_go_with_the_youth(running):
    running.plan_meeting(day=in_days(1))
    sweep()
    running.signup.withdraw()
    assert not OutgoingMail.objects.filter(meeting__isnull=False).exists()


def plan_page(client, match, mailoutbox):
    match.mentor.mails.all().delete()
    match.mentor.owe_link()
    path = f"{link_in(mailoutbox[-1])}tandem/{match.reference}/"
    mailoutbox.clear()
    return path


def test_a_mentor_moves_a_meeting_on_the_page(client, running, mailoutbox):
    page = plan_page(client, running, mailoutbox)
    meeting = running.plan_meeting(day=in_days(5), place="Werkhof")
    field = f"treffen-{meeting.pk}-"
    values = {"kind": "meeting", "day": str(in_days(6)), "begins_at": "15:30", "place": "Bahn\nhof"}
    data = {"decision": "move", "meeting": meeting.pk, **{field + name: value for name, value in values.items()}}
    assert f'name="{field}day"' in client.get(page).content.decode()
    refused = client.post(page, {**data, f"{field}begins_at": "halb vier"})
    assert refused.status_code == 400
    assert "Bitte schreiben Sie die Uhrzeit so" in refused.content.decode()
    assert "halb vier" in refused.content.decode()
    assert client.post(page, data).status_code == 303
    meeting.refresh_from_db()
    assert (meeting.day, meeting.begins_at, meeting.place) == (in_days(6), time(15, 30), "Bahn hof")
    for number in ("0", "x", "9" * 30):
        assert client.post(page, {**data, "meeting": number}).status_code == 303
    running.pause(user=UserFactory())
    assert client.post(page, data).status_code == 303
