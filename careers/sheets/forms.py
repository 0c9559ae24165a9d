"""The choice of cards, from GET parameters: it can be passed on as a link, and needs no script."""

from collections.abc import Container

from django import forms
from django.utils.translation import gettext_lazy as _

MOST_CARDS = 60
DEFAULTS = {"je": "8", "seiten": "eine"}


class CardsForm(forms.Form):
    """Which cards, how large, on how many sides. The parameter `beruf` names occupations as "field/occupation"."""

    je = forms.ChoiceField(
        label=_("Größe"),
        choices=[("8", _("8 je Blatt")), ("4", _("4 je Blatt, mit mehr Aufgaben"))],
        widget=forms.RadioSelect,
    )
    seiten = forms.ChoiceField(
        label=_("Seiten"),
        choices=[
            ("eine", _("alles auf einer Seite")),
            ("zwei", _("vorn Muster und Name, hinten der Rest")),
        ],
        help_text=_("Für zwei Seiten drucken Sie beidseitig, über die lange Kante gewendet."),
        widget=forms.RadioSelect,
    )

    def __init__(self, data=None, occupations: Container[str] = ()):
        """`occupations` are the names of those that may be chosen."""
        if data is not None:
            data = data.copy()
            for name, value in DEFAULTS.items():
                data.setdefault(name, value)
        super().__init__(data, initial=DEFAULTS)
        self.occupations = occupations

    @property
    def names(self):
        """The names that were sent and that there are, each once, in their order."""
        sent = self.data.getlist("beruf") if self.is_bound else []
        return [name for name in dict.fromkeys(sent) if name in self.occupations]

    @property
    def per_sheet(self):
        return int(self.cleaned_data["je"])

    @property
    def is_duplex(self):
        return self.cleaned_data["seiten"] == "zwei"

    def clean(self):
        number = len(self.names)
        if not number:
            raise forms.ValidationError(_("Wählen Sie mindestens einen Beruf."))
        if number > MOST_CARDS:
            message = _("Das sind %(number)s Berufe. In einen Satz passen höchstens %(most)s Karten.")
            raise forms.ValidationError(message % {"number": number, "most": MOST_CARDS})
        return super().clean()
