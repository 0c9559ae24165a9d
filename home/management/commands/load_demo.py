from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from home.demo.content import DemoContent
from home.models import HomePage


class Command(BaseCommand):
    help = "Loads the demo content: what is missing is added, what exists stays as editors left it."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do nothing where there is a home page already.")

    def handle(self, **options):
        if options["once"] and HomePage.objects.exists():
            return
        self.stdout.write("→ Beispielinhalte laden")
        call_command("load_municipalities", verbosity=0)
        with transaction.atomic():
            DemoContent(report=lambda part: self.stdout.write(f"  {part}")).load()
        self.stdout.write("  Bilder und Offline-Paket")
        call_command("build_package", verbosity=0)  # renders all pages, which makes their pictures
