"""`make bench`: how long things take, each beside what it is measured against, in one run.

Machines differ, and so does one machine from minute to minute: ratios tell more than times. Ends with 1 when a bar
is missed.
"""

import json
import sys
import tempfile
import time
from statistics import median
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

from tests.e2e.phone import DEVICE, LARGEST_PAINT, ask, read, wait_for_job
from tests.measures import CHROMIUM_FLAGS, chromium_path
from tests.site import RunningSite

STORY = "/geschichten/romy-elf-saetze/"
TIMES = 20
# In milliseconds. Below the first, tenths are told.
FINE = 10
PAINT_BAR = 300
ASSIGNMENT_BAR = 2000
READING_BARS = {"warm": 30, "304": 5}


def main():
    with tempfile.TemporaryDirectory() as folder:
        # Without Redis each process has a page cache of its own.
        site = RunningSite(folder, name="bench", WEB_CONCURRENCY="1")
        print("→ Starting the demo", flush=True)
        site.prepare()
        site.start("web")
        try:
            missed = [fault for bench in (paint, page_cache, package, assignment, reading) for fault in bench(site)]
        finally:
            site.stop()
    print("\n".join(["", *missed]) if missed else "\nNo bar is missed.")
    return bool(missed)


def paint(site):
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        phone = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium_path(),
            args=CHROMIUM_FLAGS,
            base_url=site.url,
            viewport={"width": 360, "height": 760},
            device_scale_factor=2,
        )
        page = phone.pages[0]
        read(page, "/geschichten/")
        visited = [largest_paint(page) for _ in range(TIMES)]
        ask(page, "SAVE", url=STORY, device=DEVICE, audio=False)
        wait_for_job(page, key=STORY)
        saved = [largest_paint(page) for _ in range(TIMES)]
        with site.stalled():
            unanswered = [largest_paint(page) for _ in range(TIMES)]
        phone.close()
    times = {"from the server": visited, "saved": saved, "saved, the server never answers": unanswered}
    return show("Largest paint of a story on a phone", times, dict.fromkeys(list(times)[1:], PAINT_BAR))


def largest_paint(page):
    page.goto("/merkliste/", wait_until="domcontentloaded")
    page.goto(STORY, wait_until="domcontentloaded")
    return page.evaluate(LARGEST_PAINT)


def page_cache(site):
    # Each query is a page of its own, which is made once.
    first = [answer(f"{site.url}/geschichten/?bench={number}") for number in range(TIMES)]
    again = [answer(f"{site.url}/geschichten/?bench={number}") for number in range(TIMES)]
    return show("The server's answer: list of stories", {"rendered": first, "from the page cache": again})


def answer(url):
    began = time.perf_counter()
    with urlopen(url) as response:
        response.read()
    return (time.perf_counter() - began) * 1000


def package(site):
    return show("Build of the offline package after a change", inside(site, "package"))


def assignment(site):
    times = inside(site, "assignment")
    return show("500 youths, 300 mentors", times, {"best assignment, with its reasons": ASSIGNMENT_BAR})


def reading(site):
    return show("Read API: list of 100 occupations", inside(site, "reading"), READING_BARS)


def inside(site, name):
    """Run a function of tests/bench/inside.py in the site's own Django; return the milliseconds it measured."""
    return json.loads(
        site.manage("shell", "--no-imports", "-c", f"from tests.bench import inside; inside.{name}()").stdout
    )


def show(title, times, bars=()):
    """Print medians beside the first of them; return which bars are missed."""
    middle = {name: median(values) for name, values in times.items()}
    first = next(iter(middle.values()))
    print(f"\n## {title}\n\n| What | Median | Least | Most | Ratio |\n| --- | --- | --- | --- | --- |")
    for name, values in times.items():
        figures = [f"{figure:.{0 if figure >= FINE else 1}f} ms" for figure in (middle[name], min(values), max(values))]
        print("| " + " | ".join([name, *figures, f"{middle[name] / first:.2f}"]) + " |", flush=True)
    return [f"{title}, {name}: over {bars[name]} ms" for name in bars if middle[name] > bars[name]]


if __name__ == "__main__":
    sys.exit(main())
