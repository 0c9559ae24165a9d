from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from mentoring.admin import SignupViewSet
from mentoring.coordination import is_coordinator
from mentoring.figures_admin import FiguresViewSet
from mentoring.guardian_text_admin import GuardianTextViewSet
from mentoring.inbox_admin import InboxPanel, InboxViewSet
from mentoring.matching.admin import MatchViewSet
from mentoring.mentors.admin import MentorViewSet
from mentoring.second_factor.urls import urlpatterns as second_factor_urls
from mentoring.visits.admin import VisitViewSet

register_snippet(GuardianTextViewSet)


@hooks.register("register_admin_viewset")
def register_inbox():
    return InboxViewSet()


@hooks.register("register_admin_viewset")
def register_signups():
    return SignupViewSet()


@hooks.register("register_admin_viewset")
def register_mentors():
    return MentorViewSet()


@hooks.register("register_admin_viewset")
def register_matches():
    return MatchViewSet()


@hooks.register("register_admin_viewset")
def register_visits():
    return VisitViewSet()


@hooks.register("register_admin_viewset")
def register_figures():
    return FiguresViewSet()


@hooks.register("construct_homepage_panels")
def show_inbox(request, panels):
    if is_coordinator(request.user):
        panels.insert(0, InboxPanel())


@hooks.register("register_admin_urls")
def register_second_factor():
    return second_factor_urls


@hooks.register("insert_global_admin_css")
def add_look():
    return format_html('<link rel="stylesheet" href="{}">', static("mentoring/admin.css"))


@hooks.register("insert_global_admin_js")
def add_session_note():
    return format_html('<script src="{}" defer></script>', static("mentoring/session-note.js"))


@hooks.register("register_account_menu_item")
def register_second_factor_of_account(request):
    return {
        "url": reverse("mfa_index"),
        "label": _("Zweiter Faktor"),
        "help_text": _("Beim Anmelden nach dem Passwort noch einen Code oder einen Passkey verlangen."),
    }
