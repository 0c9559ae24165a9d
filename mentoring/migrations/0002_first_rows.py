"""The one row of the audit's chain, and what guardians read, in five languages."""

from django.db import migrations

from mentoring.migrations._guardian_texts import TEXTS


def begin_chain(apps, schema_editor):
    apps.get_model("mentoring.AuditChain").objects.create(pk=1)


def write_texts(apps, schema_editor):
    texts = apps.get_model("mentoring.GuardianText").objects
    for language, fields in TEXTS.items():
        texts.create(language=language, **fields)


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0001_initial"),
    ]

    operations = [
        migrations.RunPython(begin_chain, migrations.RunPython.noop),
        migrations.RunPython(write_texts, migrations.RunPython.noop),
    ]
