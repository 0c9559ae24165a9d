"""The documents in docs/ link only to what exists, and the README's table names every setting there is."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted((ROOT / "docs").glob("*.md"))
LINK = re.compile(r"\]\(([^)\s]+)\)")
READ = re.compile(r"""(?:\benv\.\w+|database|environ\.get)\(\s*["']([A-Z_]+)["']""")
READ_BY_MAKE = re.compile(r"^(?:export )?([A-Z_]+) \?=", re.MULTILINE)
READERS = [*(ROOT / "cms" / "settings").glob("*.py"), ROOT / "cms" / "gunicorn.py"]


def anchors(document):
    """Return the anchors of a document's headings, as forges make them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links():
    for document in DOCUMENTS:
        for link in LINK.findall(document.read_text()):
            if not re.match(r"[a-z]+:", link):
                yield pytest.param(document, unquote(link), id=f"{document.name} {link}")


@pytest.mark.parametrize(("document", "link"), list(links()))
def test_a_document_links_only_to_what_exists(document, link):
    path, _, anchor = link.partition("#")
    target = (document.parent / path).resolve() if path else document
    assert target.exists()
    assert not anchor or anchor in anchors(target)


def test_the_readme_names_every_setting():
    read = {name for reader in READERS for name in READ.findall(reader.read_text())}
    read |= set(READ_BY_MAKE.findall((ROOT / "Makefile").read_text()))
    table = (ROOT / "README.md").read_text().partition("## Settings")[2].partition("\n## ")[0]
    rows = [row.split("|")[1] for row in table.splitlines() if row.startswith("|")]
    assert read == {name for row in rows for name in re.findall(r"`([A-Z_]+)`", row)}
