from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mentoring import ledger


class Command(BaseCommand):
    help = "Writes the erasures of signups to ERASURE_LEDGER, and erases again what a restored backup brought back."

    def handle(self, *, verbosity, **options):
        try:
            number = ledger.export(settings.ERASURE_LEDGER)
        except ledger.UnreadableLedgerError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(f"Löschungen im Verzeichnis: {number}")
