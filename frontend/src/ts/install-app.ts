import { ask, listen } from "../offline/ask";
import { CACHES, entriesOf, readList } from "../offline/caches";
import { ConnectedElement } from "./connected-element";

/** Chromium's event; it is not in the standard. */
interface InstallPrompt extends Event {
  prompt(): Promise<{ outcome: "accepted" | "dismissed" }>;
}

const ANSWER = "installieren";

/** Offers to install the app, on iOS with pictures: only to who has read or saved something, and never again after a no. */
class InstallApp extends ConnectedElement {
  #prompt: InstallPrompt | null = null;

  protected connected(signal: AbortSignal) {
    if (matchMedia("(display-mode: standalone)").matches || hasRefused()) return;
    this.act({ install: () => this.#install(), refuse: () => this.#refuse() }, signal);
    const onPrompt = (event: Event) => {
      event.preventDefault();
      this.#prompt = event as InstallPrompt;
      void this.#offer();
    };
    window.addEventListener("beforeinstallprompt", onPrompt, { signal });
    window.addEventListener("appinstalled", () => this.remove(), { signal });
    listen(signal, ({ type }) => type === "CHANGED" && void this.#offer());
    void this.#offer();
  }

  async #offer() {
    const way = this.#prompt ? "offer" : canAddToHomeScreen() ? "guide" : null;
    if (way && (await hasReadOrSaved())) this.show(way);
  }

  async #install() {
    const choice = await this.#prompt?.prompt();
    if (choice?.outcome === "dismissed") this.#refuse();
  }

  #refuse() {
    localStorage.setItem(ANSWER, "nein");
    this.remove();
  }
}

function hasRefused(): boolean {
  try {
    return localStorage.getItem(ANSWER) !== null;
  } catch {
    // Where the answer could not be stored, nobody is asked.
    return true;
  }
}

/** Safari on iOS has no prompt, but knows whether it shows an installed app. Windows inside other apps cannot install. */
function canAddToHomeScreen(): boolean {
  return "standalone" in navigator && !navigator.standalone && /Safari\//.test(navigator.userAgent);
}

/** The page that is being read right now does not count. */
async function hasReadOrSaved(): Promise<boolean> {
  const status = await ask({ type: "STATUS" });
  if (status?.saved.some(({ url, reasons }) => reasons.includes(url) || reasons.includes("package"))) return true;
  const kept = await entriesOf(CACHES.pages);
  const paths = new Set(kept.map(({ url }) => new URL(url).pathname));
  const list = await readList();
  return list?.pages.some(({ url, kind }) => kind !== "" && url !== location.pathname && paths.has(url)) ?? false;
}

customElements.define("install-app", InstallApp);
