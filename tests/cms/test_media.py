"""Uploaded files, as browsers ask for them."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

pytestmark = pytest.mark.django_db

CONTENT = bytes(range(200))


@pytest.fixture
def recording():
    name = default_storage.save("documents/aufnahme.mp3", ContentFile(CONTENT))
    yield f"/media/{name}"
    default_storage.delete(name)


def body(answer):
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [("0-", 0, 199), ("0-0", 0, 0), ("10-19", 10, 19), ("150-999", 150, 199), ("-20", 180, 199), ("-999", 0, 199)],
)
def test_a_part_of_a_file_is_sent(client, recording, asked, first, last):
    answer = client.get(recording, headers={"range": f"bytes={asked}", "accept-encoding": "gzip"})
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {first}-{last}/200"
    assert int(answer["Content-Length"]) == last - first + 1
    assert body(answer) == CONTENT[first : last + 1]


@pytest.mark.parametrize("asked", ["200-", "-0", "5-2"])
def test_a_part_outside_of_the_file_is_refused(client, recording, asked):
    answer = client.get(recording, headers={"range": f"bytes={asked}"})
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */200")


@pytest.mark.parametrize("asked", ["", "bytes=-", "bytes=a-b", "bytes=0-1,5-6", "bytes=" + "9" * 5000 + "-"])
def test_what_is_no_range_gets_the_whole_file(client, recording, asked):
    answer = client.get(recording, headers={"range": asked, "accept-encoding": "gzip"})
    assert answer.status_code == 200
    assert int(answer["Content-Length"]) == 200
    assert body(answer) == CONTENT


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [".", "/", "documents", "documents/", "documents/fehlt.mp3", "documents/" + "x" * 4000, "geheim.txt"],
)
def test_there_is_nothing_else_to_fetch(client, recording, path):
    assert client.get(f"/media/{path}").status_code == 404


@pytest.mark.django_db
def test_nothing_is_inside_of_a_file(client, recording):
    assert client.get(f"{recording}/mehr").status_code == 404


def test_a_document_may_be_exchanged_so_phones_do_not_keep_it_for_long(client, recording):
    assert client.get(recording)["Cache-Control"] == "public, max-age=3600"
