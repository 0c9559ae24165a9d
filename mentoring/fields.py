from django.db import models

from mentoring import crypto


class EncryptedTextField(models.TextField):
    """Text that the database holds only encrypted. It can be compared with NULL and nothing else."""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return None if value is None else crypto.encrypt(value)

    def from_db_value(self, value, expression, connection):
        return None if value is None else crypto.decrypt(value)

    def get_lookup(self, lookup_name):
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None
