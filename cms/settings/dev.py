"""Development: `make dev`."""

from cms.settings.base import *

DEBUG = True
SECRET_KEY = "development-only"
ALLOWED_HOSTS = ["*"]
PERSONAL_DATA_KEYS = ["YGEuBMHzOyxdXPhMAHoHtPpHIlJSCa4rPdtbxHCPoFs="]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CACHES["pages"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
