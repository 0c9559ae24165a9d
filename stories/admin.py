"""The editors' list of consents, and the words that say what is missing."""

from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from stories.models import PublicationConsent, StoryPage


class ConsentFilterSet(WagtailFilterSet):
    state = ChoiceFilter(
        label=_("Stand"),
        choices=[("valid", _("gültig")), ("ended", _("abgelaufen oder widerrufen"))],
        method="in_state",
    )

    class Meta:
        model = PublicationConsent
        fields = ["role", "scope"]

    def in_state(self, queryset, name, state):
        valid = PublicationConsent.objects.valid().values("pk")
        return queryset.filter(pk__in=valid) if state == "valid" else queryset.exclude(pk__in=valid)


class ConsentCreateView(CreateView):
    """Opened from a story, the form knows which one it is about."""

    def get_initial(self):
        return {**super().get_initial(), "story": self.request.GET.get("story")}


class ConsentEditView(EditView):
    def save_instance(self):
        stories = StoryPage.objects.live().filter(pk=self.object.story_id)
        was_live = stories.exists()
        instance = super().save_instance()
        if was_live and not stories.all().exists():
            messages.warning(self.request, _("Die Geschichte ist jetzt nicht mehr auf der Website."))
        return instance


class ConsentViewSet(SnippetViewSet):
    model = PublicationConsent
    add_view_class = ConsentCreateView
    edit_view_class = ConsentEditView
    icon = "clipboard-list"
    menu_label = _("Einwilligungen")
    menu_name = "consents"
    menu_order = 250
    add_to_admin_menu = True
    list_display = [
        "story",
        Column("get_role_display", label=_("Wer zustimmt"), sort_key="role"),
        Column("get_scope_display", label=_("Umfang"), sort_key="scope"),
        "given_on",
        "valid_until",
        Column("state", label=_("Stand")),
    ]
    filterset_class = ConsentFilterSet
    panels = [
        HelpPanel(
            _(
                "Hier steht nur, dass es eine unterschriebene Einwilligung gibt und wo sie liegt. Bitte keine Namen "
                "eintragen. Bei einem Widerruf das Datum setzen: Die Geschichte geht sofort von der Website."
            )
        ),
        FieldPanel("story"),
        FieldRowPanel([FieldPanel("role"), FieldPanel("scope")]),
        FieldRowPanel([FieldPanel("given_on"), FieldPanel("valid_until")]),
        FieldPanel("paper_location"),
        FieldPanel("withdrawn_on"),
    ]


def refusal(story, roles):
    """Return the sentence that tells an editor which consents a story lacks."""
    message = _(
        "„%(title)s“ ist gespeichert, aber nicht veröffentlicht. Es fehlt die Einwilligung %(scope)s: %(roles)s."
    )
    return message % {
        "title": story.title,
        "scope": _("für Text und Bild") if story.shows_media else _("für den Text"),
        "roles": ", ".join(str(role.label) for role in roles),
    }
