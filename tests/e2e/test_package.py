"""What phones are told of a page does not depend on which process looked at it."""

import json
import urllib.request

ADVANCE = "from cms.models import ContentGeneration; ContentGeneration.advance()"


def versions(site):
    with urllib.request.urlopen(f"{site.url}/offline/paket.json") as answer:
        return {page["url"]: page["version"] for page in json.load(answer)["pages"]}


def test_every_page_looks_the_same_when_another_process_renders_it(site):
    """Otherwise phones would fetch pages again that did not change: sets have another order in each process."""
    before = versions(site)
    assert len(before) > 100
    assert all(before.values())
    site.manage("shell", "--verbosity=0", "--command", ADVANCE)
    site.manage("build_package")
    assert versions(site) == before
