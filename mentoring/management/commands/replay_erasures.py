from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mentoring import ledger


class Command(BaseCommand):
    help = "Erases from a restored database the signups that were erased after the backup was made."

    def add_arguments(self, parser):
        parser.add_argument("path", nargs="?", help="File written by export_erasures; ERASURE_LEDGER by default.")

    def handle(self, *, path, **options):
        try:
            number = ledger.replay(ledger.read(path or settings.ERASURE_LEDGER))
        except ledger.UnreadableLedgerError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Noch einmal gelöscht: {number}")
