"""Two programs that nobody here wrote read what the oEmbed endpoint says."""

import re

import micawber
import pytest
from django.core.cache import caches
from wagtail.embeds.exceptions import EmbedNotFoundException
from wagtail.embeds.finders.oembed import OEmbedFinder

from tests.factories import CareerFieldFactory, OccupationFactory, company_index

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def address(live_server):
    """The address of a page on a server that answers."""
    OccupationFactory(title="Mechatronik", slug="mechatronik", parent=CareerFieldFactory(slug="elektro"))
    company_index()
    yield f"{live_server.url}/berufsfelder/elektro/mechatronik/"
    caches["pages"].clear()


@pytest.fixture
def server(live_server):
    return live_server.url


def test_wagtail_turns_a_link_into_the_card(address, server):
    finder = OEmbedFinder(providers=[{"endpoint": f"{server}/oembed", "urls": [rf"^{re.escape(server)}/.+$"]}])
    assert finder.accept(address)
    embed = finder.find_embed(address, max_width=480)
    assert embed["type"] == "rich"
    assert embed["title"] == "Mechatronik"
    assert embed["width"] == 480
    assert f'src="{server}/embed/berufsfelder/elektro/mechatronik/"' in embed["html"]
    filtered = finder.find_embed(f"{server}/unternehmen/?angebot=internship")
    assert "/embed/unternehmen/?angebot=internship" in filtered["html"]
    with pytest.raises(EmbedNotFoundException):
        finder.find_embed(f"{server}/gibt-es-nicht/")


def test_micawber_turns_a_link_in_a_text_into_the_card(address, server):
    registry = micawber.ProviderRegistry()
    registry.register(rf"{re.escape(server)}/\S+", micawber.Provider(f"{server}/oembed"))
    described = registry.request(address, maxwidth=320)
    assert described["provider_name"] == "Impuls Regio"
    assert described["width"] == 320
    html = micawber.parse_text(f"Schaut mal:\n{address}\n", registry)
    assert f'<iframe class="wp-embedded-content" src="{server}/embed/berufsfelder/elektro/mechatronik/"' in html
    with pytest.raises(micawber.ProviderException):
        registry.request(f"{server}/gibt-es-nicht/")
