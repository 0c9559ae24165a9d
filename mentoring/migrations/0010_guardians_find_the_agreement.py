from django.db import migrations, models

# Only the German ones were checked.
TEXTS = {
    "de": {
        "agreement": "Wir haben jemanden gefunden, und beide haben Ja gesagt. Vor dem ersten Treffen brauchen wir Ihre Unterschrift unter einer Vereinbarung. Geben Sie sie bitte der Koordination. Können Sie nicht drucken, antworten Sie auf unsere Mail.",
        "agreement_label": "Vereinbarung herunterladen (PDF)",
    },
    "pl": {
        "agreement": "Znaleźliśmy odpowiednią osobę i obie strony się zgodziły. Przed pierwszym spotkaniem potrzebujemy Państwa podpisu pod umową. Jest ona po niemiecku. Prosimy przekazać ją koordynacji. Jeśli nie mogą jej Państwo wydrukować, prosimy odpowiedzieć na naszą wiadomość.",
        "agreement_label": "Pobierz umowę (PDF)",
    },
    "cs": {
        "agreement": "Našli jsme vhodnou osobu a obě strany souhlasily. Před prvním setkáním potřebujeme váš podpis pod dohodou. Je v němčině. Předejte ji prosím koordinaci. Pokud ji nemůžete vytisknout, odpovězte na náš e-mail.",
        "agreement_label": "Stáhnout dohodu (PDF)",
    },
    "en": {
        "agreement": "We have found somebody, and both have said yes. Before the first meeting we need your signature on an agreement. It is in German. Please give it to the coordination. If you cannot print it, reply to our mail.",
        "agreement_label": "Download the agreement (PDF)",
    },
    "hsb": {
        "agreement": "Smy někoho namakali, a wobaj staj haj prajiłoj. Do prěnjeho zetkanja trjebamy Waše podpismo pod dojednanjom. Wone je w němskej rěči. Prošu dajće je koordinaciji. Jeli njemóžeće je wućišćeć, wotmołwće na našu mejlku.",
        "agreement_label": "Dojednanje sćahnyć (PDF)",
    },
}


def add_texts(apps, schema_editor):
    """Add what is new to the texts that are there; editors may have changed the others."""
    for text in apps.get_model("mentoring", "GuardianText").objects.all():
        for name, words in TEXTS.get(text.language, {}).items():
            setattr(text, name, words)
        text.save()


class Migration(migrations.Migration):
    dependencies = [
        ("mentoring", "0009_board_agreements_and_mails"),
    ]

    operations = [
        migrations.AddField(
            model_name="guardiantext",
            name="agreement",
            field=models.TextField(blank=True, verbose_name="Wenn die Vereinbarung fehlt"),
        ),
        migrations.AddField(
            model_name="guardiantext",
            name="agreement_label",
            field=models.CharField(blank=True, max_length=60, verbose_name="Schaltfläche: Vereinbarung herunterladen"),
        ),
        migrations.RunPython(add_texts, migrations.RunPython.noop),
    ]
