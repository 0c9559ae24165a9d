from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from campaign.admin import EmbedReportView


@hooks.register("register_admin_urls")
def register_embed_report_urls():
    return [
        path("reports/embeds/", EmbedReportView.as_view(), name="embed_report"),
        path("reports/embeds/results/", EmbedReportView.as_view(results_only=True), name="embed_report_results"),
    ]


class EmbedReportMenuItem(MenuItem):
    def is_shown(self, request):
        return EmbedReportView.permission_policy.user_has_permission(request.user, "view")


@hooks.register("register_reports_menu_item")
def register_embed_report():
    return EmbedReportMenuItem(
        _("Eingebettet auf"), reverse("embed_report"), name="embeds", icon_name="code", order=300
    )
