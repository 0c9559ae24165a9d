from django import forms
from django.utils.translation import gettext_lazy as _

from careers.interest import RIASEC, WEIGHTS


class StrengthsWidget(forms.MultiWidget):
    """The dimensions of a profile as choices in words, the most important first; their letters are stored: "RIC"."""

    def __init__(self, attrs=None):
        labels = (_("Am wichtigsten"), _("Am zweitwichtigsten"), _("Am drittwichtigsten"))
        choices = [("", "–"), *RIASEC.items()]
        super().__init__([forms.Select({"aria-label": label}, choices) for label in labels], attrs)

    def decompress(self, value):
        return list((value or "").ljust(len(WEIGHTS)))[: len(WEIGHTS)]

    def value_from_datadict(self, data, files, name):
        return "".join(filter(None, super().value_from_datadict(data, files, name)))
