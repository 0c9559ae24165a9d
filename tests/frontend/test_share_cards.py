"""The pictures that messengers show beside a link: as public as their page, and made once."""

import re
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.core.files.storage import default_storage
from PIL import Image

from frontend import share_cards
from frontend.palette import FIELDS, INKS
from frontend.share_cards import PHOTO, SIZE, ShareCard
from tests.factories import (
    CompanyFactory,
    ImageFactory,
    OccupationFactory,
    StandardPageFactory,
    StoryFactory,
    home_page,
)

pytestmark = pytest.mark.django_db

CARD = {
    "kicker": "Beruf",
    "headline": "Mechatronikerin und Mechatroniker",
    "detail": "",
    "note": "",
    "brand": "Impuls Regio",
    "slug": "mechatronik",
    "pair": "leaf",
    "photo": None,
    "photo_key": "",
}


def card(**values):
    return ShareCard(**{**CARD, **values})


def told(client, page):
    """Return what the head of a page says to messengers, by property."""
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    tags = soup.select('head > meta[property^="og:"], head > meta[name^="twitter:"]')
    return {tag.get("property") or tag["name"]: tag["content"] for tag in tags}


def path_of(page):
    return share_cards.card_path(type(page).objects.get(pk=page.pk))


def opened(content):
    return Image.open(BytesIO(content))


def kept(page):
    """Return the names of the cards that are stored for a page."""
    folder = f"{share_cards.FOLDER}/{page.pk}"
    return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []


@pytest.fixture
def drawings(monkeypatch):
    """Count what is drawn; a drawing takes a third of a second."""
    drawn = []

    def draw(self, photo=None):
        drawn.append(self)
        return b"picture"

    monkeypatch.setattr(ShareCard, "draw", draw)
    return drawn


def test_a_page_names_its_picture_with_size_and_words(client):
    page = OccupationFactory(title="Tischlerin und Tischler")
    values = told(client, page)
    assert values["og:image"] == f"http://localhost{path_of(page)}"
    assert (values["og:image:width"], values["og:image:height"]) == ("1200", "630")
    assert values["og:image:alt"] == values["og:title"] == "Tischlerin und Tischler"
    assert values["twitter:card"] == "summary_large_image"
    assert values["og:url"] == page.full_url


def test_the_picture_has_its_size_and_may_be_kept_forever(client):
    page = OccupationFactory(title="Verfahrensmechanikerin und Verfahrensmechaniker für Kunststofftechnik")
    response = client.get(path_of(page))
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not response.cookies
    picture = opened(response.content)
    assert (picture.format, picture.size) == ("PNG", SIZE)
    assert len(response.content) < 100_000


def test_a_photo_stands_beside_the_words(client):
    page = StoryFactory(lead_image=ImageFactory(), lead_image_alt="Rot")
    response = client.get(path_of(page))
    assert response["Content-Type"] == "image/jpeg"
    picture = opened(response.content)
    assert (picture.format, picture.size) == ("JPEG", SIZE)
    red, green, blue = picture.getpixel((SIZE[0] - PHOTO[0] + 20, 100))
    assert red > 240
    assert max(green, blue) < 15


@pytest.mark.parametrize(
    "headline",
    [
        "IT",
        "Łódź, Žluť, Nowa Sól",
        "W" * 120,
        "x " * 200,
        "阮 نور",
        "#panic()",
        '"]; #image("/etc/passwd")',
        "$x$",
        "\u00ad",
    ],
)
def test_every_title_comes_out_as_it_is(headline):
    assert opened(card(headline=headline, detail=headline, kicker=headline).draw()).size == SIZE


def test_the_longest_title_leaves_the_teeth_and_the_ornament_alone():
    """Where no text may be, a card with much of it looks like one with none."""
    short, long = (
        opened(card(headline=text).drawing()).convert("RGB") for text in ("", "Donaudampfschiffe fahren " * 7)
    )
    for box in ((0, 526, 1200, 630), (760, 0, 1200, 526)):
        assert short.crop(box).tobytes() == long.crop(box).tobytes()
    assert short.tobytes() != long.tobytes()


def test_it_is_drawn_once_and_again_when_it_looks_different(client, drawings):
    page = StandardPageFactory()
    old = path_of(page)
    assert client.get(old).content == client.get(old).content
    assert len(drawings) == 1
    page.title = "Neu"
    page.save_revision().publish()
    assert path_of(page) != old
    response = client.get(old)
    assert (response.status_code, response["Location"]) == (302, path_of(page))
    assert response["Cache-Control"] == "no-cache"
    client.get(path_of(page))
    assert len(drawings) == 2
    assert kept(page) == [path_of(page).rpartition("-")[2]]


def test_another_photo_or_focal_point_is_another_picture():
    page = StoryFactory(lead_image=ImageFactory(), lead_image_alt="Rot")
    paths = [path_of(page)]
    page.lead_image.focal_point_x, page.lead_image.focal_point_y = 5, 5
    page.lead_image.focal_point_width = page.lead_image.focal_point_height = 4
    page.lead_image.save()
    paths.append(path_of(page))
    page.lead_image = None
    page.save()
    paths.append(path_of(page))
    assert len(set(paths)) == 3


def test_the_picture_goes_with_its_page(client, drawings, django_capture_on_commit_callbacks):
    page = StandardPageFactory()
    path = path_of(page)
    client.get(path)
    assert len(kept(page)) == 1
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert client.get(path).status_code == 404
    assert kept(page) == []


@pytest.mark.parametrize(
    "path", ["/karte/999999-abc.png", "/karte/1-abc.png", f"/karte/{'9' * 40}-abc.png", "/karte/x-a.png"]
)
def test_of_no_page_there_is_no_picture(client, drawings, path):
    home_page()
    assert client.get(path).status_code == 404
    assert not drawings


def test_nobody_makes_the_server_draw_by_guessing_addresses(client, drawings):
    page = StandardPageFactory()
    for guess in ("0123456789.png", "x.jpg", "x.php"):
        assert client.get(f"/karte/{page.pk}-{guess}").status_code == 302
    assert client.post(path_of(page)).status_code == 405
    assert not drawings


def test_each_kind_of_page_says_what_it_is():
    assert home_page().share_texts()["headline"] == "Was im Landkreis Görlitz geht, erzählt von denen, die es machen."
    story = StoryFactory(title="Ein Dienstag", pull_quote="Ich bleibe", is_example=True)
    assert story.share_texts() == {
        "kicker": "Geschichte",
        "headline": "„Ich bleibe“",
        "detail": "Ein Dienstag",
        "note": "Beispiel",
    }
    occupation = OccupationFactory(training_kind="dual", duration_months=42)
    assert occupation.share_texts()["detail"] == "duale Ausbildung, 3,5 Jahre"
    assert CompanyFactory(kind="university").share_texts()["kicker"] == "Hochschule"


@pytest.mark.parametrize("pair", INKS)
def test_its_colours_are_those_of_the_site(pair):
    assert INKS[pair]["field"] == FIELDS[pair][0]
    assert not re.search(r"#[0-9a-f]{6}", share_cards.TEMPLATE.read_text())
