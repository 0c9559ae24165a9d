"""Who may do what in the admin, and the four eyes that a page passes before it is public."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import Page, Workflow, WorkflowState

from home.models import StandardPage
from stories.models import ConsentApprovalTask, StoryPage
from tests.factories import (
    ConsentFactory,
    DraftStoryFactory,
    ImageFactory,
    StandardPageFactory,
    UserFactory,
    home_page,
)
from tests.second_factor import log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    return UserFactory(groups=["Redaktion"])


@pytest.fixture
def chief():
    return UserFactory(groups=["Chefredaktion"])


@pytest.fixture
def coordinator():
    return UserFactory(groups=["Koordination"])


def draft():
    page = StandardPageFactory(title="Über uns", live=False, has_unpublished_changes=True)
    page.save_revision()
    return page


def form(page, action):
    return {
        "title": page.title,
        "slug": page.slug,
        "introduction": "",
        "body-count": "0",
        "seo_title": "",
        "search_description": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        f"action-{action}": "1",
    }


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_the_groups_are_there_and_wagtails_own_are_not():
    assert set(Group.objects.values_list("name", flat=True)) == {
        "Redaktion",
        "Chefredaktion",
        "Koordination",
        "Kampagne",
    }


def test_the_whole_site_goes_through_four_eyes():
    workflow = Page.get_first_root_node().get_workflow()
    assert workflow.name == "Prüfung"
    assert list(Workflow.objects.all()) == [workflow]
    assert [task.specific for task in workflow.tasks] == [ConsentApprovalTask.objects.get()]


def test_an_editor_submits_and_does_not_publish(client, editor):
    page = draft()
    client.force_login(editor)
    assert "action-publish" not in client.get(edit(page)).content.decode()
    client.post(edit(page), form(page, "publish"))
    assert not StandardPage.objects.get(pk=page.pk).live
    client.post(edit(page), form(page, "submit"))
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_an_editor_does_not_approve_the_own_page(client, editor):
    page = draft()
    page.get_workflow().start(page, editor)
    client.force_login(editor)
    client.post(edit(page), form(page, "workflow-action") | {"workflow-action-name": "approve"})
    assert not StandardPage.objects.get(pk=page.pk).live


def test_the_chief_editor_approves_and_the_page_is_public(client, editor, chief):
    page = draft()
    page.get_workflow().start(page, editor)
    client.force_login(chief)
    client.post(edit(page), form(page, "workflow-action") | {"workflow-action-name": "approve"})
    assert StandardPage.objects.get(pk=page.pk).live


def test_the_chief_editor_publishes_without_a_workflow(client, chief):
    page = draft()
    client.force_login(chief)
    client.post(edit(page), form(page, "publish"))
    assert StandardPage.objects.get(pk=page.pk).live


def test_a_story_without_consents_can_be_sent_back_but_not_approved(client, editor, chief):
    story = DraftStoryFactory(age=19)
    story.save_revision()
    story.get_workflow().start(story, editor)
    task = story.current_workflow_task
    assert [name for name, _label, _modal in task.get_actions(story, chief)] == ["reject"]
    client.force_login(chief)
    approve = reverse(
        "wagtailadmin_pages:workflow_action", args=[story.pk, "approve", story.current_workflow_task_state.pk]
    )
    client.post(approve)
    assert not StoryPage.objects.get(pk=story.pk).live
    ConsentFactory(story=story)
    client.post(approve)
    assert StoryPage.objects.get(pk=story.pk).live


def test_editors_upload_pictures_and_note_consents(client, editor):
    client.force_login(editor)
    for name in ("wagtailimages:add", "wagtailimages:index", "wagtaildocs:index"):
        assert client.get(reverse(name)).status_code == 200
    assert client.get(reverse("wagtailimages:edit", args=[ImageFactory().pk])).status_code == 200
    assert client.get(reverse("wagtailsnippets_stories_publicationconsent:add")).status_code == 200


@pytest.mark.parametrize(
    "url",
    ["/admin/users/", "/admin/groups/", "/admin/settings/cms/sitesettings/", "/admin/sites/", "/admin/workflows/list/"],
)
def test_editors_do_not_reach_settings(client, editor, url):
    home_page()
    client.force_login(editor)
    answer = client.get(url, follow=True)
    assert answer.redirect_chain
    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_home")


def test_the_chief_editor_changes_the_site_settings(client, chief):
    home_page()
    client.force_login(chief)
    assert client.get("/admin/settings/cms/sitesettings/", follow=True).status_code == 200


def test_coordinators_see_no_pages_and_editors_no_signups(client, coordinator, editor):
    page = draft()
    log_in(client, coordinator)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert client.get(edit(page)).status_code == 302
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Einwilligungen" not in menu
    assert coordinator.has_perm("mentoring.view_mentoringsignup")
    assert not editor.has_perm("mentoring.view_mentoringsignup")


def test_the_menu_is_german_and_free_of_noise(client, editor):
    home_page()
    client.force_login(editor)
    text = client.get(reverse("wagtailadmin_home")).content.decode()
    assert '<html lang="de"' in text
    for shown in ("Unvollst", "Einwilligungen", "Was wartet", "Impuls Regio"):
        assert shown in text, shown
    for hidden in ('"name": "help"', "docs.wagtail.org/en/stable/releases", "page-types-usage"):
        assert hidden not in text, hidden


def test_the_sign_in_page_says_where_one_is(client):
    home_page()
    assert "Redaktion von Impuls Regio" in client.get(reverse("wagtailadmin_login")).content.decode()
