"""Addresses that code relies on, and those that editors choose."""

import pytest
from django.urls import reverse

from home.models import StandardPage
from tests.factories import (
    StandardPageFactory,
    UserFactory,
    career_field_index,
    company_index,
    home_page,
    mentoring_page,
    story_index,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("make", "address"),
    [
        (story_index, "/geschichten/"),
        (career_field_index, "/berufsfelder/"),
        (company_index, "/unternehmen/"),
        (mentoring_page, "/mentoring/"),
    ],
)
@pytest.mark.parametrize("live", [True, False])
def test_a_page_of_the_navigation_stays_where_it_is(client, make, address, live):
    page = make()
    page.slug, page.live = "woanders", live
    page.save()
    assert page.url == address
    client.force_login(UserFactory(groups=["Redaktion"]))
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "slug" not in form.context["form"].fields


def errors(slug, parent):
    """Return what the form says to a text page with this slug below `parent`."""
    form_class = StandardPage.get_edit_handler().get_form_class()
    data = {"title": "Neu", "slug": slug, "body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    form = form_class(data, instance=StandardPage(), parent_page=parent, for_user=UserFactory())
    return form.errors.get("slug", [])


@pytest.mark.parametrize("slug", ["suche", "merkliste", "offline", "mentoring", "admin", "api"])
def test_a_page_cannot_take_an_address_where_it_would_never_be_seen(slug):
    assert "festen Teil" in errors(slug, home_page())[0]
    assert not errors(slug, StandardPageFactory())


def test_any_other_address_is_free():
    assert not errors("schulen", home_page())
