"""Schemathesis over the interface's own description. Also its hooks, which it loads from here."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from zlib import crc32

import schemathesis

ROOT = Path(__file__).resolve().parent.parent.parent
CONFIG = ROOT / "tests" / "drills" / "schemathesis.toml"
READING = "--include-tag-regex=^(?!Mentoring|Betrieb).*"
"""Option of `fuzz`: only what reads. `SIGNING_UP` is the rest."""
SIGNING_UP = "--include-tag-regex=^(Mentoring|Betrieb)$"
# What the demo has, and the test of generated data too.
KNOWN = {
    "feld": "elektro",
    "ort": "zittau",
    "beruf": "elektro/mechatronik",
    "unternehmen": "neissewerk-automation",
    "wann": "30-tage",
    "career_field": "elektro",
    "company": "neissewerk-automation",
}
KNOWN_SLUGS = {
    "CareerFields": "elektro",
    "Occupations": "mechatronik",
    "Companies": "neissewerk-automation",
    "Offers": "ausbildung-mechatronikerin-oder-mechatroniker",
    "Stories": "jette-ein-dienstag",
    "Events": "offene-tuer-neissewerk",
    "Municipalities": "zittau",
}
CASES = re.compile(r"(\d+) generated, (\d+) passed")


def fuzz(url, examples, *options):
    """Send up to `examples` cases to each operation of the site at `url`, with all checks.

    Returns how many cases there were, how many passed, and what Schemathesis printed.
    """
    options = ["--checks=all", f"--max-examples={examples}", "--no-color", *options]
    program = Path(sys.executable).parent / "schemathesis"
    command = [str(program), f"--config-file={CONFIG}", "run", f"{url}/api/v1/schema/", *options]
    environment = {**os.environ, "SCHEMATHESIS_HOOKS": "tests.drills.fuzzing", "PYTHONPATH": str(ROOT)}
    # It leaves files where it runs.
    with tempfile.TemporaryDirectory() as folder:
        run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    output = run.stdout + run.stderr
    cases = CASES.search(output)
    if run.returncode or not cases:
        return 0, 0, output
    return int(cases[1]), int(cases[2]), output


@schemathesis.hook
def map_path_parameters(context, parameters):
    """Ask every second time for what is there: no schema says which ids there are."""
    if not parameters or is_odd(parameters):
        return parameters
    name = context.operation.definition.raw["operationId"].removeprefix("get")
    there = {**KNOWN, "slug": KNOWN_SLUGS.get(name)}
    return {part: there.get(part) or value for part, value in parameters.items()}


@schemathesis.hook
def map_query(context, query):
    """Filter every second time by what is there. What was meant to be wrong by its shape stays so."""
    if not query or is_odd(query):
        return query
    return {name: KNOWN[name] if name in KNOWN and isinstance(value, str) else value for name, value in query.items()}


def is_odd(data):
    return crc32(json.dumps(data, sort_keys=True, default=str).encode()) % 2


@schemathesis.hook
def map_body(context, body):
    """Bring every second body nearer to what is accepted: no schema says which career fields there are.

    A value of the right shape is exchanged for another one of that shape, so that what was meant to be wrong stays so.
    Who names a guardian is too young to do without: from 16 on nobody reads those fields, whatever is in them.
    """
    if not isinstance(body, dict) or is_odd(body):
        return body
    youngest = 12 if {"guardian_name", "guardian_email"} & body.keys() else 16
    return {name: known(name, value, youngest) for name, value in body.items()}


def known(name, value, youngest):
    match name, value:
        case "career_fields", list():
            return ["it" if isinstance(slug, str) and 0 < len(slug) <= 255 else slug for slug in value]
        case "municipality", str() if 0 < len(value) <= 50:
            return "ausserhalb"
        case "first_name", str() if 0 < len(value) <= 60:
            return "Mila"
        case "age", int() if not isinstance(value, bool):
            return youngest + value % 4
        case "consent", bool():
            return True
    return value
