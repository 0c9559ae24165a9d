"""The README names only what exists."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()
FENCED = re.findall(r"^```.*?\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
INLINE = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", README, flags=re.DOTALL | re.MULTILINE))
PATH = re.compile(r"(?:[\w.-]+/)+[\w.-]*|[\w-]*\.(?:md|py|toml|txt|env|json|png)")


def named_targets():
    return sorted({target for code in (*FENCED, *INLINE) for target in re.findall(r"\bmake ([a-z][a-z-]*)", code)})


def named_paths():
    """Return what looks like a path: link targets, inline code, and the first word of lines in code blocks."""
    links = [link for link in re.findall(r"\]\(([^)#\s]+)", README) if ":" not in link]
    words = [line.split()[0] for block in FENCED for line in block.splitlines() if line.strip()]
    return sorted({*links, *(word for word in (*words, *INLINE) if PATH.fullmatch(word))})


@pytest.mark.parametrize("target", named_targets())
def test_the_readme_names_only_make_targets_that_exist(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize("path", named_paths())
def test_the_readme_names_only_paths_that_exist_or_are_made(path):
    made = subprocess.run(["git", "check-ignore", "--quiet", path], cwd=ROOT, check=False).returncode == 0
    assert made or (ROOT / path).exists()


def test_the_readme_says_how_to_run_and_test():
    assert {"run", "test"} <= set(named_targets())
