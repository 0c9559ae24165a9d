from django.core.management.base import BaseCommand

from stories.models import StoryPage


class Command(BaseCommand):
    help = "Take stories off the site whose consents ended. The clock calls this."

    def handle(self, *args, **options):
        if count := StoryPage.objects.enforce_consents():
            self.stdout.write(f"{count} taken off")
