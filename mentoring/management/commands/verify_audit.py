from django.core.management.base import BaseCommand, CommandError

from mentoring.models import AuditChain, AuditEvent
from mentoring.models.audit import BrokenChainError


class Command(BaseCommand):
    help = (
        "Checks that no audit event was changed, removed or put in. Prints the last hash: noted elsewhere, it shows"
        " later whether everything up to here is still the same."
    )

    def handle(self, **options):
        try:
            number = AuditEvent.objects.verify()
        except BrokenChainError as error:
            raise CommandError(str(error)) from error
        chain = AuditChain.objects.get()
        self.stdout.write(f"{number} Ereignisse, das letzte: {chain.sequence} {chain.hash}")
