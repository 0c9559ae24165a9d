import csv
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from careers.models import Municipality
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

SOURCE = Path(__file__).resolve().parents[2] / "careers" / "data" / "municipalities-goerlitz.csv"


@pytest.fixture
def _loaded():
    call_command("load_municipalities", verbosity=0)


@pytest.mark.usefixtures("_loaded")
def test_loading_twice_leaves_53_municipalities():
    call_command("load_municipalities", verbosity=0)
    assert Municipality.objects.count() == 53


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("goerlitz", "Görlitz"),
        ("weisswasser", "Weißwasser/O.L."),
        ("bernstadt", "Bernstadt a. d. Eigen"),
        ("schoenau-berzdorf", "Schönau-Berzdorf a. d. Eigen"),
        ("ebersbach-neugersdorf", "Ebersbach-Neugersdorf"),
        ("bad-muskau", "Bad Muskau"),
        ("quitzdorf-am-see", "Quitzdorf am See"),
    ],
)
def test_slugs_are_the_names_spelled_out(slug, name):
    assert Municipality.objects.get(slug=slug).name == name


@pytest.mark.usefixtures("_loaded")
def test_keys_read_in_a_source_are_checked_and_the_others_wait_for_an_editor():
    with SOURCE.open(encoding="utf-8") as file:
        from_source = sum(row["ags_provenance"] == "source" for row in csv.DictReader(file))
    assert Municipality.objects.filter(ags_checked=True).count() == from_source
    assert not Municipality.objects.get(slug="boxberg").ags_checked


@pytest.mark.usefixtures("_loaded")
def test_what_an_editor_checked_or_corrected_survives_loading():
    Municipality.objects.filter(slug="boxberg").update(ags="14626061", ags_checked=True)
    Municipality.objects.filter(slug="goerlitz").update(ags_checked=False)
    call_command("load_municipalities", verbosity=0)
    boxberg = Municipality.objects.get(slug="boxberg")
    assert (boxberg.ags, boxberg.ags_checked) == ("14626061", True)
    assert not Municipality.objects.get(slug="goerlitz").ags_checked


@pytest.mark.usefixtures("_loaded")
def test_distances_are_those_of_the_map():
    goerlitz, zittau = (Municipality.objects.get(slug=slug) for slug in ("goerlitz", "zittau"))
    assert 29 < goerlitz.distance_to(zittau) < 32
    assert goerlitz.distance_to(goerlitz) == 0


@pytest.mark.usefixtures("_loaded")
def test_editors_find_the_keys_that_want_checking(client):
    client.force_login(UserFactory(groups=["Chefredaktion"]))
    url = reverse("wagtailsnippets_careers_municipality:list_results")
    text = client.get(url, {"ags_checked": "false"}).content.decode()
    assert "Boxberg/O.L." in text
    assert "Bad Muskau" not in text


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize(
    ("slug", "name"),
    [("weisswasser", "Weißwasser"), ("bernstadt", "Bernstadt"), ("ebersbach-neugersdorf", "Ebersbach-Neugersdorf")],
)
def test_places_are_called_as_people_call_them(slug, name):
    assert Municipality.objects.get(slug=slug).short_name == name
