from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.forms import IntakeForm, career_field_choices, municipality_choices
from mentoring.mentors.serializers import MentorSerializer
from mentoring.models.mentor import MAXIMUM_CAPACITY, Language


class MentorForm(IntakeForm):
    TOO_LARGE = _("Das war zu viel Text. Bitte kürzen Sie Ihre Angaben und schicken Sie sie noch einmal ab.")
    FOREIGN = _("Diese Bewerbung kam nicht von unserer Seite. Bitte schicken Sie sie hier noch einmal ab.")
    TRAPPED = _(
        "Ein Feld, das leer bleiben muss, war ausgefüllt. Jetzt ist es leer: Bitte schicken Sie Ihre Angaben noch"
        " einmal ab."
    )
    TOO_MANY = _("Von Ihrem Anschluss kamen gerade sehr viele Anmeldungen. Bitte versuchen Sie es in einer Stunde.")
    OUTDATED = _("Das Formular war zu lange offen. Bitte prüfen Sie Ihre Angaben und schicken Sie sie noch einmal ab.")
    ALREADY_SENT = _(
        "Dieses Formular haben Sie schon abgeschickt. Für eine neue Bewerbung schicken Sie es bitte noch einmal ab."
    )

    serializer_class = MentorSerializer
    WIDGETS = {
        "first_name": lambda: forms.TextInput({"autocomplete": "given-name", "maxlength": 60}),
        "last_name": lambda: forms.TextInput({"autocomplete": "family-name", "maxlength": 80}),
        "email": lambda: forms.EmailInput({"autocomplete": "email", "maxlength": 254}),
        "municipality": lambda: forms.Select(choices=municipality_choices()),
        "occupation": lambda: forms.TextInput({"autocomplete": "organization-title", "maxlength": 80}),
        "career_fields": lambda: forms.CheckboxSelectMultiple(choices=career_field_choices()),
        "languages": lambda: forms.CheckboxSelectMultiple(choices=Language.choices),
        "capacity": lambda: forms.Select(choices=[(number, number) for number in range(1, MAXIMUM_CAPACITY + 1)]),
        "about": lambda: forms.Textarea({"rows": 5, "maxlength": 600, "autocomplete": "off"}),
        "is_adult": lambda: forms.CheckboxInput(),
        "consent": lambda: forms.CheckboxInput(),
    }
