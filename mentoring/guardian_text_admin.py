"""Where the Chefredaktion writes what guardians read."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from mentoring.models import GuardianText


class GuardianTextViewSet(SnippetViewSet):
    model = GuardianText
    icon = "openquote"
    menu_label = _("Texte für Sorgeberechtigte")
    menu_name = "guardian-texts"
    menu_order = 270
    add_to_admin_menu = True
    list_display = [
        "language",
        "heading",
        BooleanColumn("is_checked", label=_("In dieser Sprache geprüft"), sort_key="is_checked"),
    ]
