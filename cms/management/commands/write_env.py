import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Writes a .env with fresh random secrets, unless there is one."

    def handle(self, **options):
        path = Path(settings.BASE_DIR) / ".env"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return
        with os.fdopen(descriptor, "w") as file:
            file.write(f"SECRET_KEY={secrets.token_urlsafe(50)}\n")
            file.write(f"PERSONAL_DATA_KEYS={Fernet.generate_key().decode()}\n")
            file.write(f"DEMO_PASSWORD={secrets.token_urlsafe(12)}\n")
        self.stdout.write(f"Neue Geheimnisse stehen in {path}.")
