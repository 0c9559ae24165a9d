from django.core.management.base import BaseCommand

from careers.models import ClassCheck


class Command(BaseCommand):
    help = "Deletes interest checks of classes, with their sums, whose time is up."

    def handle(self, *, verbosity, **options):
        number, _ = ClassCheck.objects.expired().delete()
        if verbosity:
            self.stdout.write(f"deleted: {number}")
