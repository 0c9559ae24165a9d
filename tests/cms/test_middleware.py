"""What leaves the server is compressed as far as that is safe."""

from unittest import mock

import brotli
import pytest

from tests.factories import home_page, mentoring_page

pytestmark = pytest.mark.django_db
BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


def test_a_public_page_comes_in_brotli(client):
    home_page()
    answer = client.get("/", headers=BROWSER)
    assert answer["Content-Encoding"] == "br"
    assert "Accept-Encoding" in answer["Vary"]
    assert b"</html>" in brotli.decompress(answer.content)
    assert client.get("/", headers={**BROWSER, "If-None-Match": answer["ETag"]}).status_code == 304


def test_a_page_that_is_kept_is_packed_well_once(client):
    home_page()
    first = client.get("/", headers=BROWSER)
    html = brotli.decompress(first.content)
    assert len(first.content) < len(brotli.compress(html, mode=brotli.MODE_TEXT, quality=9))
    with mock.patch("brotli.compress", side_effect=AssertionError):
        assert client.get("/", headers=BROWSER).content == first.content


def test_a_page_that_just_misses_the_first_packets_is_packed_tighter(client):
    home_page()
    tries = []

    def packed(content, mode, quality):
        tries.append(quality)
        return b"x" * (14_000 if quality == 10 else 13_700)

    with mock.patch("brotli.compress", packed):
        assert len(client.get("/", headers=BROWSER).content) == 13_700
    assert tries == [10, 11]


@pytest.mark.parametrize("accepted", ["gzip", "gzip, br;q=0", "gzip, br; q=0.0, zstd"])
def test_a_browser_without_brotli_gets_gzip(client, accepted):
    home_page()
    assert client.get("/", headers={"Accept-Encoding": accepted})["Content-Encoding"] == "gzip"


def test_the_length_of_a_page_with_a_token_tells_nothing(client):
    mentoring_page()
    answers = [client.get("/mentoring/", headers=BROWSER) for _ in range(8)]
    assert {answer["Content-Encoding"] for answer in answers} == {"gzip"}
    assert len({len(answer.content) for answer in answers}) > 1
