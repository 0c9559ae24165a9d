import csv
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils.text import slugify

from careers.models import Municipality
from cms.search import SPELLED_OUT

SOURCE = Path(__file__).resolve().parents[2] / "data" / "municipalities-goerlitz.csv"


def slug_of(name):
    """Return the public key of a municipality: its short name with umlauts spelled out."""
    return slugify(Municipality(name=name).short_name.lower().translate(SPELLED_OUT))


class Command(BaseCommand):
    help = "Loads the municipalities of Landkreis Görlitz; a key that an editor has checked stays checked."

    def handle(self, **options):
        with SOURCE.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                values = {
                    "name": row["name"],
                    "postal_codes": row["plz"].replace("|", ", "),
                    "latitude": row["lat"],
                    "longitude": row["lon"],
                }
                key = {"ags": row["ags"], "ags_checked": row["ags_provenance"] == "source"}
                Municipality.objects.update_or_create(
                    slug=slug_of(row["name"]), defaults=values, create_defaults={**values, **key}
                )
        if options["verbosity"]:
            self.stdout.write(f"{Municipality.objects.count()} Gemeinden")
