"""The campaign managers' group, and who reads where pages of the site are embedded."""

from django.db import migrations

READERS = ("Kampagne", "Chefredaktion")


def permission(apps, app_label, model, codename):
    """Return a permission; Django creates those of a fresh database only after all migrations."""
    content_type, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label=app_label, model=model)
    found, _ = apps.get_model("auth.Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": f"Can {codename}"}
    )
    return found


def grant(apps, schema_editor):
    groups = apps.get_model("auth.Group").objects
    view = permission(apps, "campaign", "embedday", "view_embedday")
    enter = permission(apps, "wagtailadmin", "admin", "access_admin")
    for name in READERS:
        group, _ = groups.get_or_create(name=name)
        group.permissions.add(view, enter)


class Migration(migrations.Migration):
    dependencies = [
        ("campaign", "0002_embed_day"),
        ("home", "0002_groups_and_workflow"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
