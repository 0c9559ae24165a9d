"""What campaign managers see in Wagtail."""

from django.db.models import Max, Sum
from django.forms import RadioSelect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from campaign.models import EmbedDay


class EmbedFilterSet(WagtailFilterSet):
    day = DateFromToRangeFilter(label=_("Zeitraum"), widget=DateRangePickerWidget)
    kind = ChoiceFilter(label=_("Was"), choices=EmbedDay.Kind, widget=RadioSelect, empty_label=_("Alles"))

    class Meta:
        model = EmbedDay
        fields = ["day", "kind"]


class EmbedReportView(ReportView):
    """Which websites show our pages, and how often these were loaded there."""

    page_title = _("Eingebettet auf")
    header_icon = "code"
    index_url_name = "embed_report"
    index_results_url_name = "embed_report_results"
    permission_policy = ModelPermissionPolicy(EmbedDay)
    any_permission_required = ["view"]
    filterset_class = EmbedFilterSet
    columns = [
        Column("host", label=_("Website"), accessor=lambda row: row["host"] or _("ohne Namen")),
        Column("kind", label=_("Was"), accessor=lambda row: EmbedDay.Kind(row["kind"]).label),
        Column("total", label=_("Aufrufe")),
        Column("last", label=_("Zuletzt"), accessor=lambda row: row["last"].strftime("%d.%m.%Y")),
    ]
    list_export = ["host", "kind", "total", "last"]
    export_headings = {"host": _("Website"), "kind": _("Was"), "total": _("Aufrufe"), "last": _("Zuletzt")}

    def get_queryset(self):
        return EmbedDay.objects.all()

    def filter_queryset(self, queryset):
        rows = super().filter_queryset(queryset).order_by().values("host", "kind")
        return rows.annotate(total=Sum("loads"), last=Max("day")).order_by("-total", "host", "kind")

    def get_filename(self):
        return f"eingebettet-{timezone.localdate():%Y-%m-%d}"
