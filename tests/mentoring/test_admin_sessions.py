"""How long a login to the admin lasts, and what becomes of what was being written when it ends."""

import re
import time

import pytest

from tests.factories import UserFactory
from tests.second_factor import log_in

pytestmark = pytest.mark.django_db
MINUTE = 60
HOUR = 60 * MINUTE


@pytest.fixture
def clock(monkeypatch):
    """A function that lets seconds pass."""
    now = time.time()
    passed = [0]
    monkeypatch.setattr("time.time", lambda: now + passed[0])

    def let_pass(seconds):
        passed[0] += seconds

    return let_pass


def is_in(client, path="/admin/account/"):
    response = client.get(path)
    if response.status_code == 302:
        assert response["Location"] == f"/admin/login/?next={path}"
    return response.status_code == 200


def test_without_use_coordinators_are_logged_out_after_a_quarter_of_an_hour(client, coordinator, clock):
    for _ in range(3):
        clock(14 * MINUTE)
        assert is_in(client, "/admin/inbox/")
    clock(15 * MINUTE + 1)
    assert not is_in(client, "/admin/inbox/")


def test_after_eight_hours_coordinators_are_logged_out_whatever_they_do(client, coordinator, clock):
    for _ in range(8 * 5 - 1):
        clock(12 * MINUTE)
        assert is_in(client)
    clock(12 * MINUTE)
    assert not is_in(client)


def test_editors_have_two_hours_and_twelve(client, clock):
    client.force_login(UserFactory(groups=["Redaktion"]))
    for _ in range(6):
        clock(2 * HOUR - MINUTE)
        assert is_in(client)
    clock(7 * MINUTE)
    assert not is_in(client)


def test_an_open_editor_that_asks_by_itself_is_no_use(client, coordinator, clock):
    clock(10 * MINUTE)
    client.post("/admin/editing-sessions/release/1/")
    clock(6 * MINUTE)
    assert not is_in(client)


def left(client):
    """Return the minutes that an open page hears of."""
    return {
        name: round(seconds / MINUTE)
        for name, seconds in client.get("/admin/second-factor/session/left/").json().items()
    }


def test_an_open_page_knows_how_long_the_login_lasts_and_asking_is_no_use(client, coordinator, clock):
    page = client.get("/admin/inbox/").content.decode()
    assert re.search(r'data-idle="(900|89\d)" data-end="(28800|2879\d)"', page)
    assert "mentoring/session-note" in page
    clock(10 * MINUTE)
    assert left(client) == {"idle": 5, "end": 470}
    clock(6 * MINUTE)
    assert client.get("/admin/second-factor/session/left/", headers={"Sec-Fetch-Dest": "empty"}).status_code == 403
    assert not is_in(client)


def test_who_says_so_stays_logged_in_but_not_for_ever(client, coordinator, clock):
    for _ in range(3):
        clock(14 * MINUTE)
        assert client.post("/admin/second-factor/session/stay/").status_code == 200
    assert left(client) == {"idle": 15, "end": 438}
    assert client.get("/admin/second-factor/session/stay/").status_code == 405


def test_the_times_come_from_the_settings(client, coordinator, clock, settings):
    settings.MENTORING_SESSION_IDLE_MINUTES = 1
    clock(2 * MINUTE)
    assert not is_in(client)


def test_the_login_says_why_it_is_shown_and_leads_back(client, coordinator, clock):
    clock(HOUR)
    page = client.get("/admin/matches/", follow=True)
    assert "Ihre Anmeldung ist abgelaufen" in page.content.decode()
    assert 'value="/admin/matches/"' in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_what_was_sent_too_late_is_shown_again_and_not_saved(client, coordinator, clock):
    clock(HOUR)
    written = {"csrfmiddlewaretoken": "geheim", "wish": "Am liebsten <b>Zittau</b>", "leer": ""}
    page = client.post("/admin/mentoring/", written)
    assert page.status_code == 403
    text = page.content.decode()
    assert "ist nicht gespeichert" in text
    assert "Am liebsten &lt;b&gt;Zittau&lt;/b&gt;" in text
    assert "geheim" not in text
    assert "leer" not in text
    assert "no-store" in page["Cache-Control"]
    assert "_auth_user_id" not in client.session


def test_a_script_is_told_in_words(client, coordinator, clock):
    clock(HOUR)
    for headers in ({"X-Requested-With": "XMLHttpRequest"}, {"Sec-Fetch-Dest": "empty"}):
        log_in(client, UserFactory(groups=["Koordination"]))
        clock(HOUR)
        answer = client.post("/admin/inbox/", headers=headers)
        assert (answer.status_code, answer.content.decode()[:17]) == (403, "Ihre Anmeldung is")


def test_a_login_from_before_the_limits_ends(client, coordinator):
    session = client.session
    del session["login_began"]
    session.save()
    assert not is_in(client)


def test_the_login_offers_no_remembering(client):
    page = client.get("/admin/login/").content.decode()
    assert 'name="remember"' not in page
    assert "Passwort vergessen?" in page
