import logging
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Runs the commands of settings.CLOCK, each again and again after its number of seconds."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Run every command once and end.")

    def handle(self, **options):
        due = {name: 0.0 for name, _ in settings.CLOCK}
        while True:
            for name, seconds in settings.CLOCK:
                if time.monotonic() >= due[name]:
                    due[name] = time.monotonic() + seconds
                    self.run(name)
            if options["once"]:
                return
            close_old_connections()
            time.sleep(1)

    def run(self, name):
        """Run one command. A failure is logged and must not stop the clock for the others."""
        try:
            call_command(name, verbosity=0)
        except Exception:
            logger.exception("The command %s failed; it runs again at its next time.", name)
