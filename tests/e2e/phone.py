"""What the browser stories do with a phone: ask its worker, look into its stores, wait."""

import re
import time
from contextlib import contextmanager

CONTROLLED = "() => navigator.serviceWorker.controller !== null"
ASK = """message => new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => resolve(data);
  setTimeout(resolve, 15000, "no answer");
  navigator.serviceWorker.controller.postMessage(message, [port2]);
})"""
# Every entry of every cache, and everything in the database, as one text.
ALL_TEXT = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request, { ignoreVary: true });
      const isText = /html|json|javascript|css/.test(response?.headers.get("Content-Type"));
      texts.push(`${name} ${decodeURI(request.url)} ${isText ? await response.text() : ""}`);
    }
  }
  const all = (source) => new Promise((resolve) => (source.onsuccess = () => resolve(source.result)));
  for (const { name } of await indexedDB.databases()) {
    const database = await all(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const content = database.transaction(store).objectStore(store);
      texts.push(`${name} ${JSON.stringify([await all(content.getAllKeys()), await all(content.getAll())])}`);
    }
    database.close();
  }
  return texts.join("\\n");
}"""
PATHS_IN = """async (name) => {
  const keys = (await caches.has(name)) ? await (await caches.open(name)).keys() : [];
  return keys.map(({ url }) => new URL(url).pathname + new URL(url).search);
}"""
AGE_CONTACT = """days => new Promise((resolve) => {
  const opening = indexedDB.open("impuls");
  opening.onsuccess = () => {
    const change = opening.result.transaction("state", "readwrite");
    const store = change.objectStore("state");
    const reading = store.get("contact");
    reading.onsuccess = () => store.put({ ...reading.result, at: Date.now() - days * 86400000 }, "contact");
    change.oncomplete = () => resolve(opening.result.close());
  };
})"""
DECODE_IMAGES = """async () => {
  const broken = [];
  for (const image of document.images) {
    image.loading = "eager";
    await image.decode().catch(() => broken.push(image.currentSrc || image.src));
  }
  return broken;
}"""
# In milliseconds. More paints might follow, but not of a page that lies here.
LARGEST_PAINT = """() => new Promise((resolve) => {
  const report = (entries) => resolve(entries.getEntries().at(-1).startTime);
  new PerformanceObserver(report).observe({ type: "largest-contentful-paint", buffered: true });
})"""
DEVICE = {"width": 720, "types": ["image/avif", "image/webp"]}
SAVED_PAGES, SAVED_FILES = "impuls-saved-pages-v1", "impuls-saved-files-v1"
VISITED_PAGES, VISITED_IMAGES, LISTINGS = "impuls-pages-v1", "impuls-images-v1", "impuls-listings-v1"


def until(page, script, holds=bool, seconds=30, argument=None):
    """Wait for a script's result. Playwright's own wait evaluates strings in the page, which the site's CSP forbids."""
    deadline = time.monotonic() + seconds
    while not holds(result := page.evaluate(script, argument)):
        assert time.monotonic() < deadline, f"{script} gave {str(result)[:2000]}"
        page.wait_for_timeout(100)
    return result


def poll(page, holds, seconds=60):
    """Wait until `holds` returns something true."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        page.wait_for_timeout(100)


def ask(page, type_, **fields):
    """Ask the worker and return its answer."""
    answer = page.evaluate(ASK, {"type": type_, **fields})
    assert answer != "no answer", f"The worker does not answer {type_}"
    return answer


def job(page, key="package"):
    """Return how far the download with this key is, None without one."""
    return next((job for job in ask(page, "STATUS")["jobs"] if job["key"] == key), None)


def wait_for_job(page, key="package", state="done", seconds=60):
    """Wait until the job is in the state, and return it."""
    deadline = time.monotonic() + seconds
    while (found := job(page, key)) is None or found["state"] != state:
        assert time.monotonic() < deadline, f"{found} is not {state}"
        page.wait_for_timeout(100)
    return found


def saved(page):
    """Return the saved pages by URL."""
    return {record["url"]: record for record in ask(page, "STATUS")["saved"]}


def paths_in(page, cache):
    return page.evaluate(PATHS_IN, cache)


def age_contact(page, days):
    """Make the phone believe that it knew the list last `days` ago."""
    page.evaluate(AGE_CONTACT, days)


def listed_now(page):
    """Return the pages that phones may keep at this moment, by URL."""
    return {listed["url"]: listed for listed in page.request.get("/offline/paket.json").json()["pages"]}


def stories(page):
    """Return the paths of all stories, as the site map names them."""
    return re.findall(r"<loc>https?://[^/]+(/geschichten/[^/<]+/)</loc>", page.request.get("/sitemap.xml").text())


def read(page, path):
    """Open a page, and wait until the worker has the phone."""
    page.goto(path)
    until(page, CONTROLLED)


@contextmanager
def network_cut(page, site):
    page.context.set_offline(True)
    try:
        yield
    finally:
        page.context.set_offline(False)


@contextmanager
def server_stopped(page, site):
    site.stop("web")
    try:
        yield
    finally:
        site.start("web")


WITHOUT_NETWORK = (network_cut, server_stopped)
