"""The coordinators' first page in Wagtail's admin: what waits, urgent things first, then the oldest."""

from django.conf import settings
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from mentoring.admin import CoordinatorsMenuItem, CoordinatorsOnlyMixin
from mentoring.coordination import only_coordinates
from mentoring.inbox import waiting
from mentoring.models import MentoringSignup


def inbox():
    """Return what the templates of the inbox show."""
    items = waiting()
    overdue = sum(item.is_overdue for item in items)
    return {
        "waiting": items,
        "overdue": overdue,
        "days": settings.MENTORING_INBOX_DAYS,
        "searching": MentoringSignup.objects.eligible().count(),
    }


class InboxPanel(Component):
    """The inbox on the start page of the admin."""

    template_name = "mentoring/admin/inbox_panel.html"
    order = 10

    def get_context_data(self, parent_context):
        return {**inbox(), "is_all": only_coordinates(parent_context["request"].user)}


class InboxView(CoordinatorsOnlyMixin, WagtailAdminTemplateMixin, TemplateView):
    template_name = "mentoring/admin/inbox.html"
    page_title = _("Eingang")
    header_icon = "tasks"

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        return super().get_context_data(**inbox(), **kwargs)


class InboxViewSet(ViewSet):
    name = "inbox"
    url_prefix = "inbox"
    icon = "tasks"
    menu_label = _("Eingang")
    menu_item_class = CoordinatorsMenuItem
    add_to_admin_menu = True
    # Above the lists of signups, mentors and matches.
    menu_order = 90

    def get_urlpatterns(self):
        return [path("", InboxView.as_view(), name="index")]
