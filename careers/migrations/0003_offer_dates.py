import django.utils.timezone
from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce


def date_from_page(apps, schema_editor):
    """Offers that are there already were told with their page, as far as anybody knows."""
    pages = apps.get_model("careers", "CompanyPage").objects.filter(pk=OuterRef("page"))
    told = {
        name: Coalesce(Subquery(pages.values("first_published_at")), F(name)) for name in ("posted_at", "changed_at")
    }
    apps.get_model("careers", "Offer").objects.update(**told)


class Migration(migrations.Migration):
    dependencies = [
        ("careers", "0002_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="offer",
            name="changed_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.AddField(
            model_name="offer",
            name="posted_at",
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False),
        ),
        migrations.RunPython(date_from_page, migrations.RunPython.noop),
    ]
