"""The editors' lists of municipalities and of the statements of the interest check."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from careers.models import InterestStatement, Municipality


class MunicipalityViewSet(SnippetViewSet):
    """Where editors tick off the official keys that they read in an official source."""

    model = Municipality
    icon = "site"
    menu_label = _("Gemeinden")
    menu_name = "municipalities"
    menu_order = 900
    add_to_settings_menu = True
    list_display = ["name", "ags", BooleanColumn("ags_checked", label=_("Schlüssel geprüft"), sort_key="ags_checked")]
    list_filter = ["ags_checked"]
    list_per_page = 60
    search_fields = ["name", "postal_codes"]
    panels = [
        HelpPanel(_("Der Kurzname steht in Adressen und Anmeldungen und sollte bleiben, wie er ist.")),
        FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]),
        FieldRowPanel([FieldPanel("ags"), FieldPanel("ags_checked")]),
        FieldPanel("postal_codes"),
        FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
    ]


class InterestStatementViewSet(SnippetViewSet):
    """Where editors write what the interest check asks."""

    model = InterestStatement
    icon = "list-ul"
    menu_label = _("Interessencheck")
    menu_name = "interest-statements"
    menu_order = 260
    add_to_admin_menu = True
    list_display = [
        "text",
        Column("get_dimension_display", label=_("Bereich"), sort_key="dimension"),
        "order",
        BooleanColumn("active", label=_("Wird gefragt"), sort_key="active"),
    ]
    list_filter = ["dimension", "active"]
    list_per_page = 50
    search_fields = ["text"]
    panels = [
        HelpPanel(
            _(
                "Gefragt werden vier Sätze je Bereich. Der Bericht „Unvollständiges“ sagt, wo es mehr oder weniger"
                " sind. Soll ein Satz etwas ganz anderes meinen, legen Sie einen neuen an und nehmen den alten aus der"
                " Befragung: Antworten, die schon auf einem Handy liegen, gehören zum alten."
            )
        ),
        FieldPanel("text"),
        FieldRowPanel([FieldPanel("dimension"), FieldPanel("order")]),
        FieldPanel("active"),
    ]
