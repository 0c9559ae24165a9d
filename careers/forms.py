"""The interest check as a form, for those whose browser runs no script."""

from django import forms
from django.utils.translation import gettext_lazy as _

from careers.filters import CompanyFilter
from careers.interest import ANSWERS, ENOUGH

SKIPPED = ("", _("überspringen"))


class InterestForm(forms.Form):
    """One question for each statement, all of them free to skip, and where one lives. Asks the database for nothing."""

    def __init__(self, statements, municipalities, data=None):
        super().__init__(data, prefix=None)
        self.statements = statements
        for statement in statements:
            self.fields[self.name_of(statement)] = forms.TypedChoiceField(
                label=statement.text,
                choices=[*ANSWERS.items(), SKIPPED],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Diese Antwort gibt es nicht. Wähl eine von denen hier.")},
            )
        self.fields["ort"] = forms.ChoiceField(
            label=_("Wo wohnst du?"),
            choices=[("", _("Egal, ganzer Landkreis")), *((place.slug, place.name) for place in municipalities)],
            required=False,
            error_messages={"invalid_choice": _("Diesen Ort kennen wir nicht.")},
        )
        self.fields["umkreis"] = forms.ChoiceField(
            label=_("Umkreis"),
            choices=CompanyFilter.DISTANCES,
            initial="20",
            required=False,
            error_messages={"invalid_choice": _("Diesen Umkreis gibt es nicht.")},
        )

    @staticmethod
    def name_of(statement):
        return f"satz-{statement.key}"

    @property
    def answers(self):
        """The accepted answers by the key of the statement, None for skipped ones."""
        return {statement.key: self.cleaned_data.get(self.name_of(statement)) for statement in self.statements}

    def clean(self):
        if not self.errors and sum(answer is not None for answer in self.answers.values()) < ENOUGH:
            message = _("Beantworte mindestens %(number)s Sätze. Mit weniger würden wir nur raten.")
            raise forms.ValidationError(message % {"number": ENOUGH})
        return super().clean()
