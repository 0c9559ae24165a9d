"""Uploaded files, as browsers ask for them."""

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from moto.server import ThreadedMotoServer

from tests.factories import ImageFactory

pytestmark = pytest.mark.django_db

CONTENT = bytes(range(200))
BUCKET = "impuls"


@pytest.fixture(scope="module")
def bucket_address():
    """Where an S3-compatible server answers."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(bucket_address, settings, monkeypatch):
    """An empty bucket that is the place of uploaded files."""
    for name, value in {
        "AWS_ENDPOINT_URL_S3": bucket_address,
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "eu-central-1",
    }.items():
        monkeypatch.setenv(name, value)
    bucket = boto3.resource("s3").Bucket(BUCKET)
    bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    place = {"BACKEND": "cms.bucket.BucketStorage", "OPTIONS": {"bucket_name": BUCKET}}
    settings.STORAGES = {**settings.STORAGES, "default": place}
    yield bucket
    bucket.objects.delete()
    bucket.delete()


@pytest.fixture(autouse=True, params=["folder", "bucket"])
def place(request):
    """Where uploaded files lie: browsers see no difference."""
    if request.param == "bucket":
        request.getfixturevalue("bucket")


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


def test_a_file_that_was_deleted_just_now_is_missing():
    with pytest.raises(OSError, match=r"fehlt\.mp3"):
        default_storage.open_part("documents/fehlt.mp3", 0, 5)


def test_an_empty_file_is_sent_too(client):
    name = default_storage.save("documents/leer.txt", ContentFile(b""))
    answer = client.get(f"/media/{name}", headers={"accept-encoding": "gzip"})
    assert (answer.status_code, answer["Content-Length"], body(answer)) == (200, "0", b"")
    assert client.get(f"/media/{name}", headers={"range": "bytes=0-"}).status_code == 416
    default_storage.delete(name)


@pytest.mark.parametrize(
    "path",
    [".", "/", "documents", "documents/", "documents/fehlt.mp3", "documents/" + "x" * 4000, "geheim.txt"],
)
def test_there_is_nothing_else_to_fetch(client, recording, path):
    assert client.get(f"/media/{path}").status_code == 404


def test_nothing_is_inside_of_a_file(client, recording):
    assert client.get(f"{recording}/mehr").status_code == 404


def test_a_document_may_be_exchanged_so_phones_do_not_keep_it_for_long(client, recording):
    assert client.get(recording)["Cache-Control"] == "public, max-age=3600"


def test_pictures_are_made_shown_and_deleted(client, django_capture_on_commit_callbacks):
    image = ImageFactory()
    rendition = image.get_rendition("width-20|format-avif")
    answer = client.get(rendition.url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/avif"
    assert int(answer["Content-Length"]) == rendition.file.size == len(body(answer))
    assert client.get(f"/media/{image.file.name}").status_code == 404
    names = [image.file.name, rendition.file.name]
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
    assert not any(default_storage.exists(name) for name in names)


def test_a_bucket_is_never_overwritten_and_stays_private(bucket):
    names = [default_storage.save("documents/plan.pdf", ContentFile(text)) for text in (b"eins", b"zwei")]
    assert [default_storage.open(name).read() for name in names] == [b"eins", b"zwei"]
    grants = [grant for name in names for grant in bucket.Object(name).Acl().grants]
    assert {grant["Permission"] for grant in grants} == {"FULL_CONTROL"}
    assert all(grant["Grantee"]["Type"] == "CanonicalUser" for grant in grants)
