"""The report on what is incomplete, and its short form on the dashboard."""

from collections import Counter

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from home.incomplete import Problem, gaps


class IncompleteReportView(ReportView):
    """All gaps; with ?problem= only those of one kind."""

    page_title = _("Unvollständiges")
    header_icon = "clipboard-list"
    index_url_name = "incomplete_report"
    index_results_url_name = "incomplete_report_results"
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    columns = [
        TitleColumn("title", label=_("Seite"), get_url=lambda gap: gap.edit_url),
        Column("kind", label=_("Art")),
        Column("problem.label", label=_("Was fehlt"), accessor=lambda gap: gap.problem.label),
        Column("detail", label=_("Genauer")),
    ]
    list_export = ["title", "kind", "problem.label", "detail"]
    export_headings = {
        "title": _("Seite"),
        "kind": _("Art"),
        "problem.label": _("Was fehlt"),
        "detail": _("Genauer"),
    }

    def get_queryset(self):
        problem = self.request.GET.get("problem")
        return [gap for gap in gaps() if not problem or gap.problem == problem]

    def get_page_subtitle(self):
        problem = self.request.GET.get("problem")
        return Problem(problem).label if problem in Problem.values else ""

    def get_filename(self):
        return f"unvollstaendiges-{timezone.localdate():%Y-%m-%d}"


class WaitingPanel(Component):
    """How much of what waits, each with a link to its part of the report."""

    name = "waiting"
    order = 90
    template_name = "home/admin/waiting_panel.html"

    def get_context_data(self, parent_context):
        counts = Counter(gap.problem for gap in gaps())
        report = reverse("incomplete_report")
        return {
            "waiting": [
                {"label": problem.label, "count": counts[problem], "href": f"{report}?problem={problem.value}"}
                for problem in Problem
                if counts[problem]
            ]
        }
