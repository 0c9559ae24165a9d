"""`make audit`: Lighthouse, axe-core and html-validate over the demo, as tables. Ends with 1 when a bar is missed.

python -m tests.audit [--url http://…] [--only lighthouse|axe|html]
"""

import argparse
import json
import sys
import tempfile
import time
from contextlib import contextmanager
from functools import cache

from playwright.sync_api import sync_playwright

from tests import states
from tests.measures import (
    CHROMIUM_FLAGS,
    LighthouseResult,
    axe_violations,
    chromium_path,
    html_errors,
    lighthouse,
    measure,
)
from tests.site import RunningSite

SCREENS = {320: 640, 1280: 900}
SCHEMES = ("light", "dark")
BUILD_SECONDS = 120


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.audit", description="Prüft die laufende Vorführung.")
    parser.add_argument("--url", help="a site that runs already; without it the demo is started in a temporary folder")
    parser.add_argument("--only", choices=PARTS)
    arguments = parser.parse_args()
    parts = [arguments.only] if arguments.only else PARTS
    with demo(arguments.url) as (url, get_answers):
        faults = [fault for name in parts for fault in PARTS[name](url, get_answers)]
    print(f"\n{len(faults)} faults" if faults else "\nNo bar is missed.")
    return bool(faults)


@contextmanager
def demo(url):
    """Yield the address of the demo and a function that asks it for every page in every state.

    Errors, mails and edge pages need the site's own process; of a site that runs already, only its pages are asked for.
    """
    if url:
        yield url, cache(lambda: states.page_states(url))
        return
    with tempfile.TemporaryDirectory() as folder:
        site = RunningSite(folder, name="audit")
        print("→ Starting the demo", flush=True)
        site.prepare()
        site.start()
        wait_until_built(site.url)
        try:
            yield site.url, cache(lambda: states.every_state(site))
        finally:
            site.stop()


def wait_until_built(url):
    """Wait until the worker has built what phones may keep: it would take time from what is measured."""

    def is_built():
        pages = json.loads(states.ask("Paket", f"{url}/offline/paket.json").html)["pages"]
        return all(page["version"] for page in pages)

    deadline = time.monotonic() + BUILD_SECONDS
    while not is_built():
        if time.monotonic() > deadline:
            raise TimeoutError(f"The offline package was not built in {BUILD_SECONDS} s")
        time.sleep(1)


def audit_speed(url, get_answers):
    rows, faults = [], []
    for name, path in states.FIRST_VIEWS.items():
        states.ask(name, url + path)  # The first request after a change fills the page cache.
        result = lighthouse(url + path)
        sizes = [f"{result.measured.get(kind, 0):.1f}" for kind in ("total", "script", "stylesheet", "photos")]
        times = [f"{result.measured[name] / 1000:.2f} s" for name in ("fcp", "lcp")]
        scores = [str(result.scores[key]) for key in LighthouseResult.CATEGORIES]
        rows.append([name, *scores, *times, *sizes, f"{result.measured['benchmark']:.0f}"])
        faults += [f"{name}: {bar}" for bar in result.missed]
    head = ["Page", "Performance", "Accessibility", "Best practices", "SEO", "FCP", "LCP", "KB sent", "JS KB", "CSS KB"]
    title = "Lighthouse, as on a phone; KB as sent, without photos; times count where the benchmark is above 1000"
    print_table(title, [*head, "Photos KB", "Benchmark"], rows, faults)
    return faults


def audit_accessibility(url, get_answers):
    rows, faults = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=CHROMIUM_FLAGS)
        context = browser.new_context(locale="de-DE", reduced_motion="reduce", service_workers="block")
        page = context.new_page()
        for answer in get_answers():
            answer.show_in(page)
            counts = []
            for width, height in SCREENS.items():
                page.set_viewport_size({"width": width, "height": height})
                for scheme in SCHEMES:
                    page.emulate_media(color_scheme=scheme)
                    violations = axe_violations(page)
                    counts.append(str(len(violations)))
                    faults += [f"{answer} [{width} px, {scheme}] {violation}" for violation in violations]
                faults += [f"{answer} [{width} px] overflows: {element}" for element in measure(page, "overflowing")]
            rows.append([str(answer), *counts])
        browser.close()
    head = ["Page", *(f"{width} px {scheme}" for width in SCREENS for scheme in SCHEMES)]
    print_table("Violations that axe-core finds", head, rows, faults)
    return faults


def audit_html(url, get_answers):
    answers = [*get_answers(), *states.sitemap(url)]
    faults = html_errors({str(answer): answer.html for answer in answers})
    print_table("HTML", ["Checked", "Errors"], [[f"{len(answers)} pages and states", str(len(faults))]], faults)
    return faults


PARTS = {"lighthouse": audit_speed, "axe": audit_accessibility, "html": audit_html}


def print_table(title, head, rows, faults):
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    print(f"\n## {title}\n")
    for row in (head, ["-" * width for width in widths], *rows):
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |")
    for fault in faults:
        print(f"- {fault}")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
