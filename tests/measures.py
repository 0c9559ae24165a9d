"""What the browser tests and `make audit` measure: axe-core, overflow, html-validate, bytes sent, Lighthouse."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

FRONTEND = Path(__file__).resolve().parent.parent / "frontend"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# What a colour scheme or a wider screen can change; all else in a page stays the same.
AXE_RULES_OF_THE_LOOK = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
# Bars of a first view: kilobytes as sent, milliseconds as simulated by Lighthouse for a phone.
BARS = {"total": 120, "script": 20, "stylesheet": 20, "font": 14, "fcp": 900, "lcp": 1200}


@cache
def chromium_path():
    """Return the path of Debian's Chromium, else of the one Playwright fetched."""
    if path := shutil.which("chromium"):
        return path
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def node(*arguments, **environment):
    """Run a script of frontend/node_modules with the Node.js of this Python environment."""
    own = Path(sys.executable).parent / "node"
    command = [str(own) if own.exists() else "node", *map(str, arguments)]
    return subprocess.run(
        command, cwd=FRONTEND, env={**os.environ, **environment}, capture_output=True, text=True, timeout=300
    )


@cache
def axe_source():
    return (FRONTEND / "node_modules/axe-core/axe.min.js").read_text()


def axe_violations(page, rules=None):
    """Return axe-core's violations of the loaded page, one line per rule and place; of all `rules` by default."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe_source())
    options = {**AXE_OPTIONS, "runOnly": {"type": "rule", "values": rules}} if rules else AXE_OPTIONS
    result = page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{violation['id']} at {' '.join(map(str, place['target']))}: {reason(violation, place)}"
        for violation in result["violations"]
        for place in violation["nodes"]
    ]


def reason(violation, place):
    return next((check["message"] for check in place["any"]), violation["help"])


@cache
def page_measures():
    return Path(__file__).with_suffix(".js").read_text().rstrip().removesuffix(";")


def measure(page, name):
    """Return what the function `name` of measures.js says about the loaded page."""
    return page.evaluate(f"{page_measures()}.{name}()")


def html_errors(documents):
    """Return html-validate's errors in `documents` (HTML by name), one line each."""
    with tempfile.TemporaryDirectory() as folder:
        names, report = {}, Path(folder) / "report.json"
        for number, (name, html) in enumerate(documents.items()):
            path = Path(folder) / f"{number:03}.html"
            path.write_text(html)
            names[str(path)] = name
        # A report on standard output would be cut off: the tool exits before its pipe is empty.
        formatter = f"--formatter=json={report}"
        run = node("node_modules/html-validate/bin/html-validate.mjs", "--config=.htmlvalidate.mjs", formatter, *names)
        if run.returncode not in (0, 1):
            raise RuntimeError(run.stderr)
        return [
            f"{names[file['filePath']]}:{message['line']} {message['ruleId']}: {message['message']}"
            for file in json.loads(report.read_text())
            for message in file["messages"]
        ]


def sent_kilobytes(page, url):
    """Load `url` and return the kilobytes sent for it by kind ("document", "script" …), and as "total" without photos.

    Photos are the images under /media/; drawings that belong to the design count.
    """
    requests, sizes = {}, defaultdict(float)
    session = page.context.new_cdp_session(page)

    def note_request(event):
        requests[event["requestId"]] = (event.get("type", "other").lower(), event["request"]["url"])

    def note_size(event):
        if event["requestId"] in requests:
            count(sizes, *requests[event["requestId"]], event["encodedDataLength"])

    session.on("Network.requestWillBeSent", note_request)
    session.on("Network.loadingFinished", note_size)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto(url, wait_until="networkidle")
    session.detach()
    return sizes


def count(sizes, kind, url, size):
    photo = urlsplit(url).path.startswith("/media/")
    sizes["photos" if photo else kind] += size / 1024
    sizes["total"] += 0 if photo else size / 1024


def missed_bars(measured):
    """Return the bars that `measured` (its keys are those of BARS) misses, one line each."""
    return [f"{name} {measured[name]:.1f} > {bar}" for name, bar in BARS.items() if measured.get(name, 0) > bar]


@dataclass
class LighthouseResult:
    """Lighthouse's mobile view of one page: scores 0 to 100, milliseconds, kilobytes, and the audits that fail.

    "benchmark" tells how fast the machine was meanwhile; below 1000, Lighthouse warns, the times come out too long.
    """

    scores: dict
    measured: dict
    failures: list

    CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
    # The audited site stands on loopback, where there is no TLS.
    NEED_TLS = {"is-on-https", "redirects-http"}

    @classmethod
    def from_report(cls, report):
        audits, scores, failures = report["audits"], {}, []
        for name in cls.CATEGORIES:
            references = [
                reference
                for reference in report["categories"][name]["auditRefs"]
                if reference["weight"] and reference["id"] not in cls.NEED_TLS
            ]
            weights = [
                (reference["weight"], audits[reference["id"]]["score"], reference["id"])
                for reference in references
                if audits[reference["id"]]["score"] is not None
            ]
            mean = sum(weight * score for weight, score, _ in weights) / sum(weight for weight, _, _ in weights)
            scores[name] = round(mean * 100)
            failures += [f"{name}: {audits[id_]['title']} ({id_})" for _, score, id_ in weights if score < 0.9]
        sizes = defaultdict(float)
        for item in audits["network-requests"]["details"]["items"]:
            if item.get("sessionTargetType", "page") == "page":
                count(sizes, item["resourceType"].lower(), item["url"], item["transferSize"])
        measured = {
            "fcp": audits["first-contentful-paint"]["numericValue"],
            "lcp": audits["largest-contentful-paint"]["numericValue"],
            "benchmark": report["environment"]["benchmarkIndex"],
            **sizes,
        }
        return cls(scores, measured, failures)

    @classmethod
    def median(cls, results):
        """Return the medians of several results of one page, and the failures that remain in the best of them."""
        best = max(results, key=lambda result: result.scores["performance"])
        names = {name for result in results for name in result.measured}
        return cls(
            {name: round(median(result.scores[name] for result in results)) for name in cls.CATEGORIES},
            {name: median(result.measured.get(name, 0) for result in results) for name in names},
            best.failures,
        )

    @property
    def missed(self):
        """The bars this page misses, one line each."""
        low = [f"{name} {score} < 100" for name, score in self.scores.items() if score < 100]
        return [*low, *missed_bars(self.measured), *(self.failures if low else [])]


def lighthouse(url, attempts=5):
    """Audit `url` as on a phone. A run that misses a bar is repeated; then medians count: machines are noisy."""
    results = []
    while len(results) < attempts:
        results.append(LighthouseResult.from_report(lighthouse_report(url)))
        if len(results) == 1 and not results[0].missed:
            return results[0]
    return LighthouseResult.median(results)


def lighthouse_report(url, attempts=3):
    """Return Lighthouse's own report. What it says of itself that it should be run again for is run again."""
    flags = " ".join(["--headless=new", *CHROMIUM_FLAGS])
    for _ in range(attempts):
        run = node(
            "node_modules/lighthouse/cli/index.js",
            url,
            "--quiet",
            "--output=json",
            "--no-enable-error-reporting",
            f"--only-categories={','.join(LighthouseResult.CATEGORIES)}",
            f"--chrome-flags={flags}",
            CHROME_PATH=chromium_path(),
        )
        if not run.returncode:
            return json.loads(run.stdout)
        if "Please run Lighthouse again" not in run.stderr:
            break
    raise RuntimeError(run.stderr)
