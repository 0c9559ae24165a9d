"""Tests: embedded defaults, or PostgreSQL and Redis when DATABASE_URL and CACHE_URL are set."""

import tempfile

from cms.settings.base import *

DEBUG = False
SECRET_KEY = "test-only"
PERSONAL_DATA_KEYS = ["YGEuBMHzOyxdXPhMAHoHtPpHIlJSCa4rPdtbxHCPoFs="]
ALLOWED_HOSTS = ["*"]
# The folder goes when the process ends.
_folder = tempfile.TemporaryDirectory(prefix="impuls-test-")
VAR_DIR = Path(_folder.name)
DATABASES = {"default": database("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "test.sqlite3"}
    # What a test wrote need not outlive a power cut.
    DATABASES["default"]["OPTIONS"] = {
        **SQLITE_OPTIONS,
        "init_command": str(SQLITE_OPTIONS["init_command"]).replace("FULL", "OFF"),
    }
MEDIA_ROOT = VAR_DIR / "media"
ERASURE_LEDGER = VAR_DIR / "erasures.jsonl"
# Whatever bucket `.env` names, tests leave it alone.
STORAGES["default"] = {"BACKEND": "cms.storage.FolderStorage"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MENTORING_ANSWER_BEAT_SECONDS = 0
# Each client of a test would read the whole folder of static files at its start.
WHITENOISE_AUTOREFRESH = True
