from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from stories.admin import ConsentViewSet, refusal
from stories.models import PublicationConsent, StoryPage

register_snippet(ConsentViewSet)


@hooks.register("before_publish_page")
def refuse_publishing_without_consents(request, page):
    """Back to the form, where the draft just saved waits for its consents."""
    if isinstance(page, StoryPage) and (missing := page.missing_consents()):
        messages.error(request, refusal(page, missing), buttons=[consent_button(page)])
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_bulk_action")
def refuse_bulk_publishing_without_consents(request, action_type, objects, action):
    """Publish nothing at all when one of the chosen stories lacks a consent."""
    if action_type != "publish" or not objects or not isinstance(objects[0], Page):
        return None
    with_descendants = action.cleaned_form.cleaned_data.get("include_descendants")
    paths = [page.path for page in objects]
    drafts = StoryPage.objects.filter(live=False, is_example=False) | StoryPage.objects.filter(path__in=paths)
    refused = False
    for story in drafts:
        is_chosen = story.path in paths
        is_below = with_descendants and any(story.path.startswith(path) for path in paths)
        if not is_chosen and not is_below:
            continue
        revision = story.get_latest_revision_as_object()
        if missing := revision.missing_consents():
            messages.error(request, refusal(revision, missing), buttons=[consent_button(story)])
            refused = True
    if not refused:
        return None
    return redirect(get_valid_next_url_from_request(request) or reverse("wagtailadmin_explore_root"))


def consent_button(story):
    url = reverse(PublicationConsent.snippet_viewset.get_url_name("add")) + "?" + urlencode({"story": story.pk})
    return messages.button(url, _("Einwilligung eintragen"))
