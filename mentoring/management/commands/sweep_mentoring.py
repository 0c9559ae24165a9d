from django.core.management.base import BaseCommand

from mentoring.sweep import sweep


class Command(BaseCommand):
    help = "Erases what is overdue, reminds, and hands mails that are still owed to the worker."

    def handle(self, *, verbosity, **options):
        done = sweep()
        if verbosity:
            self.stdout.write("\n".join(f"{what}: {number}" for what, number in done.items()))
