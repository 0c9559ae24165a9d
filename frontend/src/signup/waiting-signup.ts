import { listen } from "../offline/ask";
import { changeSignup, dropExpired, readSignups } from "../offline/kept-signups";
import type { KeptSignup } from "../offline/types";
import { ConnectedElement } from "../ts/connected-element";
import { formatMoment } from "../ts/format";
import { sendAll } from "./outbox";

export { keep } from "./outbox";

/** Phones say "online" before anything gets through. */
const ONCE_BACK = [0, 4000];

/** Says on every page that a signup waits on this device, and sends it at each occasion: start, return, network, tap. */
class WaitingSignup extends ConnectedElement {
  protected connected(signal: AbortSignal) {
    this.act({ send: () => this.#send(true), remove: (button) => this.#remove(button) }, signal);
    const send = () => void this.#send().catch(() => undefined);
    window.addEventListener("online", () => ONCE_BACK.forEach((delay) => setTimeout(send, delay)), { signal });
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send(), { signal });
    listen(signal, (news) => {
      if (news.type === "SIGNUPS") void this.#render(news.sent ? "sent" : "");
    });
    send();
  }

  async #send(isAsked = false) {
    const isExpired = await dropExpired();
    await this.#render(isExpired ? "expired" : "");
    if (!(await readSignups()).some(isWaiting)) return;
    const { address, task, solver } = this.dataset;
    await sendAll({ address: address!, task: task!, solver: solver! });
    if (isAsked && (await readSignups()).some(isWaiting)) await this.#render("failed");
  }

  async #remove(button: HTMLElement) {
    await changeSignup(button.closest("li")!.dataset.key!, () => undefined);
    await this.#render("removed");
  }

  /** Lists what waits and what was refused, under a note on what just happened ("" leaves the last one). */
  async #render(note: string) {
    const signups = await readSignups();
    this.piece("items").replaceChildren(...signups.map((signup) => this.#item(signup)));
    if (note) this.show(note);
    this.piece("banner").hidden = !this.querySelector("li, [data-when]:not([hidden])");
  }

  #item(signup: KeptSignup): Node {
    const template = this.piece<HTMLTemplateElement>(isWaiting(signup) ? "waiting" : "refused");
    const item = document.importNode(template.content, true);
    item.querySelector("li")!.dataset.key = signup.key;
    const keptAt = new Date(signup.keptAt);
    const time = item.querySelector("time")!;
    [time.dateTime, time.textContent] = [keptAt.toISOString(), formatMoment(keptAt)];
    const reasons = item.querySelector("[data-reasons]");
    for (const reason of signup.reasons ?? []) reasons?.append(line(reason));
    return item;
  }
}

const isWaiting = ({ reasons }: KeptSignup) => !reasons;

function line(text: string): HTMLLIElement {
  return Object.assign(document.createElement("li"), { textContent: text });
}

customElements.define("waiting-signup", WaitingSignup);
