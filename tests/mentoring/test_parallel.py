"""Requests at the same moment, on a database that really commits."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.conf import settings
from django.core import mail
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone

from cms.models import RequestCount
from mentoring.intake import _hold
from mentoring.models import (
    AuditEvent,
    IdempotencyRecord,
    Match,
    MentoringSignup,
    OutgoingMail,
    SpentProof,
)
from mentoring.models.signup import WrongStateError
from mentoring.sweep import sweep
from tests.api.requests import post, problem
from tests.factories import MentorFactory, SignupFactory, UserFactory
from tests.mentoring.test_form import filled_in, token_of
from tests.second_factor import add_app

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
PARALLEL = 50
HOUR = timedelta(hours=1)
on_postgresql = pytest.mark.skipif(
    "postgresql" not in settings.DATABASES["default"]["ENGINE"],
    reason="SQLite has one writer at a time: the second waits",
)


def at_once(times, call):
    """Return the results of calling from many threads at the same moment."""
    barrier = Barrier(times)

    def run(number):
        try:
            connections["default"].ensure_connection()
            barrier.wait(timeout=60)
            return call(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_fifty_requests_with_one_key_make_one_row(signup):
    key = uuid4()
    answers = at_once(PARALLEL, lambda number: post(Client(), signup, key))
    statuses = [answer.status_code for answer in answers]
    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    for answer in answers:
        if answer.status_code == 409:
            assert problem(answer)
            assert int(answer["Retry-After"]) >= 1
    assert MentoringSignup.objects.count() == OutgoingMail.objects.count() == IdempotencyRecord.objects.count() == 1
    assert post(Client(), signup, key).status_code == 201


def test_one_address_with_many_keys_makes_one_row(signup):
    answers = at_once(10, lambda number: post(Client(), {**signup, "first_name": "Mila" + "a" * number}))
    assert {answer.status_code for answer in answers} == {201}
    assert MentoringSignup.objects.count() == 1
    assert IdempotencyRecord.objects.count() == 10
    assert len(mail.outbox) == 1


def test_requests_at_the_same_moment_are_all_counted():
    assert sorted(at_once(16, lambda number: RequestCount.objects.count_more("x", HOUR))) == list(range(1, 17))


def test_a_code_sent_at_the_same_moment_counts_once():
    assert sum(at_once(8, lambda number: SpentProof.objects.spend("x", HOUR))) == 1


def test_a_double_click_on_the_form_makes_one_row(signup_page):
    form = {"token": token_of(Client().get("/mentoring/")), **filled_in()}
    answers = at_once(5, lambda number: Client().post("/mentoring/", form))
    assert {answer.status_code for answer in answers} == {303}
    assert MentoringSignup.objects.count() == 1


def test_a_confirmation_counts_once():
    signup = SignupFactory()

    def confirm(number):
        try:
            MentoringSignup.objects.get(pk=signup.pk).confirm_email()
        except WrongStateError:
            return False
        return True

    assert sum(at_once(8, confirm)) == 1
    assert OutgoingMail.objects.count() == 1


def test_many_workers_send_a_mail_once():
    with transaction.atomic():
        SignupFactory().owe_mail(OutgoingMail.Kind.CONFIRM_EMAIL)
    mail.outbox.clear()
    OutgoingMail.objects.update(status="pending", sent_at=None, token="x")
    pk = OutgoingMail.objects.get().pk
    at_once(8, lambda number: OutgoingMail.objects.deliver(pk))
    assert len(mail.outbox) == 1


@on_postgresql
def test_while_the_first_request_runs_the_second_is_told_to_come_back(signup):
    key = uuid4()
    with transaction.atomic():
        _hold(key, wait=False)
        (answer,) = at_once(1, lambda number: post(Client(), signup, key))
        assert problem(answer)["status"] == 409
        assert int(answer["Retry-After"]) >= 1
        (other,) = at_once(1, lambda number: post(Client(), signup, uuid4()))
        assert other.status_code == 201
    assert post(Client(), signup, key).status_code == 201


@on_postgresql
def test_the_clock_and_a_youth_never_wait_for_each_other():
    """The youth erases the signup at the moment at which the sweep takes its proposal back."""
    match = Match.objects.propose(
        SignupFactory(eligible=True), MentorFactory(active=True), SimpleNamespace(get_username=lambda: "koordination")
    )
    Match.objects.update(state_since=timezone.now() - timedelta(days=15))
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            signup = MentoringSignup.objects.get()
            signup.lock()
            round_of_the_clock = pool.submit(closing_connections, sweep)
            wait_until_somebody_waits()
            signup.withdraw()
        assert round_of_the_clock.result(timeout=60)["proposals taken back"] == 0
    assert not MentoringSignup.objects.exists()
    assert not Match.objects.filter(pk=match.pk).exists()


def closing_connections(call):
    try:
        return call()
    finally:
        connections.close_all()


def wait_until_somebody_waits():
    """Return once another connection waits for what this one holds."""
    for _ in range(300):
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))")
            if cursor.fetchone():
                return
        time.sleep(0.05)
    raise AssertionError("Nobody waits.")


def test_events_written_at_the_same_moment_make_one_chain():
    at_once(16, lambda number: AuditEvent.objects.record("received", f"{number}", actor="youth"))
    assert AuditEvent.objects.verify() == 16


@pytest.mark.parametrize(
    "wrong", [{"code": "12345x"}, {"credential": '{"rawId": 5}'}], ids=lambda wrong: next(iter(wrong))
)
def test_of_many_wrong_codes_at_once_five_are_looked_at(coordination, monkeypatch, wrong):
    """Each in a process of its own, whose cache knows nothing of the others."""
    for module in ("allauth.mfa.base.forms", "allauth.mfa.webauthn.internal.flows", "allauth.mfa.webauthn.forms"):
        monkeypatch.setattr(f"{module}.check_rate_limit", lambda user: lambda: None, raising=False)
    user = UserFactory(groups=["Koordination"])
    add_app(user)
    clients = [Client() for _ in range(12)]
    for client in clients:
        client.force_login(user)
    answers = at_once(12, lambda number: clients[number].post("/admin/second-factor/challenge/", wrong).status_code)
    assert set(answers) == {400}
    assert AuditEvent.objects.filter(kind="factor_failed").count() == 5
    AuditEvent.objects.verify()
