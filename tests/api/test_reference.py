"""The reference page, for people who want to build something."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator

from api.reading.examples import EXAMPLES
from api.reading.reference import Reader, groups

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    response = client.get(reverse("api-reference"))
    assert response.status_code == 200
    return response.content.decode()


def test_everything_the_interface_can_do_is_on_the_page_once(page):
    schema = SchemaGenerator(urlconf="api.urls").get_schema(public=True)
    operations = [one["operationId"] for methods in schema["paths"].values() for one in methods.values()]
    assert sorted(operations) == sorted(operation.id for group in groups() for operation in group.operations)
    for operation in operations:
        assert page.count(f'id="{operation}"') == 1
    for group in groups():
        assert f'href="#{group.id}"' in page


def test_every_reading_operation_can_be_tried(page):
    tried = re.findall(r'href="(/api/v1/[^"]+)"', page)
    for name, example in EXAMPLES.items():
        assert f"/api/v1/{name}/?limit=3" in tried
        assert f"/api/v1/{name}/{example['id']}/" in tried


def test_it_tells_the_rules_of_this_installation(client, settings):
    settings.READ_API_REQUESTS_PER_HOUR = 1234
    page = client.get(reverse("api-reference")).content.decode()
    assert "1.234 Anfragen in der Stunde" in page
    assert "http://testserver/api/v1/occupations/" in page


def test_it_needs_no_script_and_nothing_from_elsewhere(page):
    main = page[page.index("<main") : page.index("</main>")]
    assert "<script" not in main
    assert not re.search(r'(src|href)="(https?:)?//', main)
    assert " style=" not in main


def test_values_and_fields_are_told_in_words(page):
    assert "einer von: dual (duale Ausbildung), school (schulische Ausbildung)" in page
    assert "<code>figures[].source_url</code>" in page
    assert "ganze Zahl von 1 bis 100" in page
    assert "Adresse oder null" in page
    assert "* `" not in page


def test_a_new_subject_needs_a_place_on_the_page():
    schema = {"tags": [], "paths": {"/x/": {"get": {"tags": ["Neues"], "operationId": "x", "responses": {}}}}}
    with pytest.raises(KeyError):
        Reader(schema).groups()
    assert {group.title for group in groups()} == {tag["name"] for tag in settings.SPECTACULAR_SETTINGS["TAGS"]}


def test_only_reading_the_page_is_possible(client):
    assert client.post(reverse("api-reference")).status_code == 405
