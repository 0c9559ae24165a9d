from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.userbar import ContentCheckerItem
from wagtail.permissions import page_permission_policy

from home.admin import IncompleteReportView, WaitingPanel
from home.models import MentoringPage
from mentoring.forms import SignupForm, signup_context

# Links to Wagtail's own English help, and reports that say nothing on a site with one language and few locks.
UNUSED_MENU_ITEMS = {"help"}
UNUSED_REPORTS = {"locked-pages", "page-types-usage", "workflow-tasks"}


@hooks.register("insert_global_admin_css")
def add_admin_style():
    return format_html('<link rel="stylesheet" href="{}">', static("home/admin.css"))


def may_edit(user):
    return page_permission_policy.user_has_any_permission(user, ["add", "change", "publish"])


@hooks.register("register_admin_urls")
def register_report_urls():
    return [
        path("reports/incomplete/", IncompleteReportView.as_view(), name="incomplete_report"),
        path(
            "reports/incomplete/results/",
            IncompleteReportView.as_view(results_only=True),
            name="incomplete_report_results",
        ),
    ]


class EditorsMenuItem(MenuItem):
    def is_shown(self, request):
        return may_edit(request.user)


@hooks.register("register_reports_menu_item")
def register_incomplete_report():
    return EditorsMenuItem(
        _("Unvollständiges"), reverse("incomplete_report"), name="incomplete", icon_name="clipboard-list", order=100
    )


@hooks.register("construct_main_menu")
def hide_unused_menu_items(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name not in UNUSED_MENU_ITEMS]


@hooks.register("construct_reports_menu")
def hide_unused_reports(request, menu_items):
    menu_items[:] = [item for item in menu_items if item.name not in UNUSED_REPORTS]


class TextCheckerItem(ContentCheckerItem):
    """Looks at what editors write. Header and footer are not theirs to mend."""

    axe_include = ["main"]


@hooks.register("construct_wagtail_userbar")
def check_only_the_text(request, items, page):
    items[:] = [
        TextCheckerItem(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items
    ]


@hooks.register("construct_homepage_panels")
def add_waiting_panel(request, panels):
    if may_edit(request.user):
        panels.append(WaitingPanel())


@hooks.register("shell_context")
def fill_the_offline_signup(name):
    """Give the signup that works without network its form: without a token, for it is the same on all phones."""
    if name != "offline_signup":
        return {}
    return {**signup_context(SignupForm()), "page": MentoringPage.objects.live().first()}
