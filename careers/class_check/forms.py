from django import forms
from django.utils.translation import gettext_lazy as _

from careers.interest import OCCUPATIONS, RIASEC
from careers.models.career_field import CareerFieldPage
from careers.models.class_check import CODE_LENGTH, LETTERS, Contribution, normalised

STALE = _("Lad den Interessencheck neu und drück noch mal auf Mitzählen.")
NONSENSE = {"invalid": STALE, "min_value": STALE, "max_value": STALE, "required": STALE}


class CodeField(forms.CharField):
    """The code of a class, however it was typed."""

    def __init__(self, **options):
        super().__init__(
            label=_("Code der Klasse"),
            max_length=40,
            error_messages={
                "required": _("Trag den Code ein, den deine Lehrkraft zeigt."),
                "max_length": _("Ein Code hat sechs Buchstaben. Schau noch mal nach."),
            },
            widget=forms.TextInput(
                {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": 40}
            ),
            **options,
        )

    def clean(self, value):
        code = normalised(super().clean(value))
        if len(code) != CODE_LENGTH or set(code) - set(LETTERS):
            raise forms.ValidationError(_("Ein Code hat sechs Buchstaben. Schau noch mal nach."))
        return code


class CountForm(forms.Form):
    """What a phone adds to the sums of its class: six numbers, and the slugs of career fields in `feld`."""

    klasse = CodeField()
    # A random number that the phone makes for this class alone, so that it counts once when an answer gets lost.
    schluessel = forms.UUIDField(widget=forms.HiddenInput, error_messages=NONSENSE)

    def __init__(self, data=None, initial=None):
        super().__init__(data, initial=initial)
        for letter in RIASEC:
            self.fields[letter] = forms.IntegerField(
                min_value=0, max_value=100, required=False, widget=forms.HiddenInput, error_messages=NONSENSE
            )

    @property
    def sent_fields(self):
        """The slugs, each once. They come as several values, or with commas between."""
        sent = self.data.getlist("feld") if self.is_bound else self.initial.get("feld", [])
        return list(dict.fromkeys(slug for value in sent for slug in value.split(",") if slug))[:OCCUPATIONS]

    @property
    def contribution(self):
        """What counts. A field that is not public any more is left out."""
        known = set(CareerFieldPage.objects.live().values_list("slug", flat=True))
        points = {letter: self.cleaned_data[letter] for letter in RIASEC if self.cleaned_data[letter] is not None}
        return Contribution(points, [slug for slug in self.sent_fields if slug in known])

    def clean(self):
        if not self.errors and all(self.cleaned_data.get(letter) is None for letter in RIASEC):
            raise forms.ValidationError(STALE)
        return super().clean()
