"""The head of every page: a title, words for search engines, and either one address or the wish not to be found."""

import re

import pytest
from bs4 import BeautifulSoup

from tests.factories import (
    CareerFieldFactory,
    CompanyFactory,
    EventFactory,
    OccupationFactory,
    StandardPageFactory,
    StoryFactory,
    interest_check_page,
    mentoring_page,
)

pytestmark = pytest.mark.django_db

QUIET = [
    "/suche/",
    "/suche/?q=x",
    "/offline/",
    "/offline/suche/",
    "/offline/anmeldung/",
    "/merkliste/",
    "/merkliste/geraet/",
    "/mentoring/danke/",
    "/mentoring/link/",
    "/mentoring/mentor-werden/",
    "/mentoring/bestaetigen/x/",
    "/gibt-es-nicht/",
]


def head(client, url):
    soup = BeautifulSoup(client.get(url).content, "html.parser")
    assert soup.html["lang"] == "de"
    return soup.head


def texts(head):
    """Return the title, and what search engines show below it."""
    (title,), (description,) = head.select("title"), head.select("meta[name=description]")
    return title.get_text(strip=True), description["content"].strip()


@pytest.fixture
def pages():
    story = StoryFactory(teaser="Frühschicht.")
    field = CareerFieldFactory()
    kinds = [
        story,
        OccupationFactory(parent=field),
        CompanyFactory(),
        EventFactory(),
        StandardPageFactory(),
        mentoring_page(),
        interest_check_page(),
    ]
    indexes = [page.get_parent().specific for page in kinds[:5]]
    return {page.pk: page for page in (*kinds, *indexes, field)}.values()


def test_every_page_has_a_title_a_description_and_one_address(client, pages):
    for page in pages:
        found = head(client, page.url)
        title, description = texts(found)
        assert title.endswith("· Impuls Regio") or page.depth == 2, page
        assert description, page
        assert [link["href"] for link in found.select("link[rel=canonical]")] == [page.full_url], page
        assert not found.select("meta[name=robots]"), page


def test_a_filtered_list_has_the_address_of_the_whole_one(client, pages):
    for url in ("/geschichten/", "/berufsfelder/", "/unternehmen/", "/termine/"):
        (link,) = head(client, f"{url}?feld=x&utm_source=y").select("link[rel=canonical]")
        assert link["href"] == f"http://localhost{url}"


@pytest.mark.parametrize("url", QUIET)
def test_what_is_for_one_person_or_one_moment_wants_not_to_be_found(client, url):
    mentoring_page()
    found = head(client, url)
    assert texts(found)[0]
    assert [tag["content"] for tag in found.select("meta[name=robots]")] == ["noindex"]
    # Browsers share this instead of an address that holds a token.
    shared = [link["href"] for link in found.select("link[rel=canonical]")]
    assert shared in ([], ["/mentoring/"], ["/mentoring/mentor-werden/"])
    assert not found.select('meta[property="og:url"], meta[property="og:image"], script[type="application/ld+json"]')


def test_a_draft_tells_machines_nothing(client, admin_client):
    page = StoryFactory(is_example=True)
    page.title = "Noch geheim"
    page.save_revision()
    html = admin_client.get(f"/admin/pages/{page.pk}/view_draft/").content.decode()
    assert "Noch geheim" in html
    assert not re.search(r"ld\+json|og:image", html)
