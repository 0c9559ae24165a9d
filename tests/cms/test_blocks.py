"""Blocks of page bodies, as visitors see them."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from tests.factories import ImageFactory, StandardPageFactory, home_page

pytestmark = pytest.mark.django_db


def picture(image):
    return {"image": image.pk, "decorative": False, "alt_text": "Türme am Fluss"}


def show(client, page, blocks):
    page.body = page.body.stream_block.to_python([{"type": kind, "value": value} for kind, value in blocks])
    page.save()
    answer = client.get(page.url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_was_deleted_leaves_no_empty_frame(client):
    image, linked = ImageFactory(), StandardPageFactory()
    file = get_document_model().objects.create(title="Ton", file=ContentFile(b"ton", "ton.mp3"))
    figure = {"image": picture(image), "caption": "Am Wasser"}
    recording = {"title": "Wie die Halle klingt", "file": file.pk, "captions": None, "transcript": "<p>Ein Kran.</p>"}
    blocks = [
        ("image", figure),
        ("gallery", {"images": [figure, figure]}),
        ("audio", recording),
        ("video", {**recording, "poster": picture(image)}),
        ("call_to_action", {"heading": "Weiter", "text": "", "label": "Mehr davon", "page": linked.pk, "link": ""}),
    ]
    page = StandardPageFactory()
    before = show(client, page, blocks)
    assert [before.count(part) for part in ("<figure", "<audio", "<video", "Mehr davon")] == [5, 1, 1, 1]
    for thing in (image, file, linked):
        thing.delete()
    after = client.get(page.url).content.decode()
    assert not [part for part in ("<figure", "<audio", "<video", "Mehr davon") if part in after]


def test_the_picture_of_the_home_page_is_put_into_words(client):
    hero = {"heading": "Bleib doch", "text": "", "label": "", "page": None, "image": picture(ImageFactory())}
    assert 'alt="Türme am Fluss"' in show(client, home_page(), [("hero", hero)])
