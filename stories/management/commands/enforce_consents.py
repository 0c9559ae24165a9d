from django.core.management.base import BaseCommand

from stories.models import StoryPage


class Command(BaseCommand):
    help = "Take stories off the site whose consents ended. The clock calls this."

    def handle(self, *args, **options):
        live = StoryPage.objects.live().filter(is_example=False).prefetch_related("consents")
        count = sum(story.enforce_consents() for story in live.iterator(chunk_size=100))
        if count:
            self.stdout.write(f"{count} taken off")
