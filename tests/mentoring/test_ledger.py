"""A restored backup brings nobody back who was erased since."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from mentoring.models import AuditEvent, MentoringSignup, OutgoingMail, Tombstone
from tests.factories import SignupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(tmp_path, settings):
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    return settings.ERASURE_LEDGER


def restored(signup):
    """Bring the signup back as a backup from before its erasure does, which knows of no tombstone."""
    Tombstone.objects.filter(reference=signup.reference).delete()
    again = SignupFactory(reference=signup.reference, email=signup.email)
    again.owe_link()
    return again


def test_after_a_restored_backup_the_erased_are_erased_again(ledger, capsys):
    kept, gone = SignupFactory(), SignupFactory()
    gone.withdraw()
    erased_at = Tombstone.objects.get().erased_at
    call_command("export_erasures")
    restored(gone)
    call_command("replay_erasures", str(ledger))
    assert "Noch einmal gelöscht: 1" in capsys.readouterr().out
    assert list(MentoringSignup.objects.all()) == [kept]
    assert not OutgoingMail.objects.exists()
    tombstone = Tombstone.objects.get()
    assert (tombstone.reference, tombstone.reason, tombstone.erased_at) == (gone.reference, "withdrawn", erased_at)
    assert AuditEvent.objects.of(gone)[0].detail == "replayed"
    call_command("replay_erasures")
    assert "Noch einmal gelöscht: 0" in capsys.readouterr().out


def test_the_clock_does_so_even_when_nobody_thinks_of_it(ledger):
    gone = SignupFactory()
    gone.expire()
    call_command("export_erasures", verbosity=0)
    restored(gone)
    call_command("export_erasures", verbosity=0)
    assert not MentoringSignup.objects.exists()
    assert Tombstone.objects.get().reason == "expired"


def test_the_ledger_holds_no_personal_data_and_keeps_what_the_database_lost(ledger):
    first, second = SignupFactory(), SignupFactory()
    first.withdraw()
    call_command("export_erasures", verbosity=0)
    Tombstone.objects.all().delete()
    second.withdraw()
    call_command("export_erasures", verbosity=0)
    text = ledger.read_text()
    assert first.reference in text
    assert second.reference in text
    for word in ("Mila", "mila", "@"):
        assert word not in text


def test_the_ledger_forgets_with_the_tombstones(ledger):
    long_ago = timezone.now() - timedelta(days=366)
    signup = SignupFactory()
    signup.withdraw()
    call_command("export_erasures", verbosity=0)
    ledger.write_text(ledger.read_text().replace(Tombstone.objects.get().erased_at.isoformat(), long_ago.isoformat()))
    Tombstone.objects.all().delete()
    call_command("export_erasures", verbosity=0)
    assert ledger.read_text() == ""


def test_a_file_that_is_no_ledger_is_refused_and_left_alone(ledger):
    with pytest.raises(CommandError):
        call_command("replay_erasures")
    for text in ("[1]", '{"reference": "x"}', "kaputt"):
        ledger.write_text(text)
        for command in ("replay_erasures", "export_erasures"):
            with pytest.raises(CommandError):
                call_command(command)
        assert ledger.read_text() == text
