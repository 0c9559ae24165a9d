from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cms.management.commands import clock


def test_a_failing_command_does_not_stop_the_clock(settings, monkeypatch, caplog):
    ran = []

    def run(name, **options):
        ran.append(name)
        if name == "first":
            raise CommandError("broken")

    settings.CLOCK = [("first", 1), ("second", 1)]
    monkeypatch.setattr(clock, "call_command", run)
    call_command("clock", once=True)
    assert ran == ["first", "second"]
    assert "The command first failed" in caplog.text


@pytest.fixture
def folder(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    return tmp_path


def test_fresh_secrets_are_readable_by_their_owner_only(folder):
    call_command("write_env", stdout=(folder / "out").open("w"))
    path: Path = folder / ".env"
    names = [line.partition("=")[0] for line in path.read_text().splitlines()]
    assert names == ["SECRET_KEY", "PERSONAL_DATA_KEYS", "DEMO_PASSWORD"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_existing_secrets_stay(folder):
    (folder / ".env").write_text("SECRET_KEY=mine\n")
    call_command("write_env")
    assert (folder / ".env").read_text() == "SECRET_KEY=mine\n"
