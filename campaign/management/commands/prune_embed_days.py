from django.core.management.base import BaseCommand

from campaign.models import EmbedDay


class Command(BaseCommand):
    help = "Delete daily totals of embeds that are older than EMBED_DAYS_KEPT days."

    def handle(self, **options):
        deleted, _ = EmbedDay.objects.outdated().delete()
        if deleted:
            self.stdout.write(f"{deleted} daily totals of embeds deleted.")
