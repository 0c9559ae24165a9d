"""The figures of the mentoring in Wagtail's admin, and as a file. Of figures only, never of people."""

import csv

from django.conf import settings
from django.http import HttpResponse
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from mentoring.admin import CoordinatorsMenuItem, CoordinatorsOnlyMixin
from mentoring.figures import SMALLEST, figures

SECRET = _("geheim")


class FiguresView(CoordinatorsOnlyMixin, WagtailAdminTemplateMixin, TemplateView):
    template_name = "mentoring/admin/figures.html"
    page_title = _("Zahlen")
    header_icon = "table"

    @cached_property
    def header_buttons(self):
        return [HeaderButton(_("Als Datei (CSV)"), url=reverse("figures:file"), icon_name="download")]

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            tables=figures(), secret=SECRET, smallest=SMALLEST, days=settings.MENTORING_AUDIT_DAYS, **kwargs
        )


class FiguresFileView(CoordinatorsOnlyMixin, View):
    """The same as a file for a spreadsheet: semicolons and a byte order mark, as German ones expect."""

    def get(self, request):
        headers = {"Content-Disposition": 'attachment; filename="mentoring-zahlen.csv"'}
        response = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
        response.write("\ufeff")
        rows = csv.writer(response, delimiter=";")
        rows.writerow([_("Tabelle"), _("Zeile"), _("Zahl"), _("Einheit")])
        for table in figures():
            for row in table.rows:
                rows.writerow([table.title, row.label, SECRET if row.value is None else row.value, table.unit])
        return response


class FiguresViewSet(ViewSet):
    name = "figures"
    url_prefix = "figures"
    icon = "table"
    menu_label = _("Zahlen")
    menu_item_class = CoordinatorsMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self):
        return [
            path("", FiguresView.as_view(), name="index"),
            path("csv/", FiguresFileView.as_view(), name="file"),
        ]
