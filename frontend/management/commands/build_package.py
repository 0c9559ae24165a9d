from django.core.management.base import BaseCommand

from frontend import package


class Command(BaseCommand):
    help = "Brings up to date what phones can save, if any content changed. The clock calls this."

    def handle(self, *args, **options):
        if count := package.build():
            self.stdout.write(f"{count} pages changed")
