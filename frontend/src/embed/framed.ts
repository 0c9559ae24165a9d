/**
 * Runs in the frame. Tells the page around it how high the frame must be, in the messages of WordPress: it, and our own
 * element, put a secret behind the address. WordPress also locks the frame up: links then leave by message, a form is
 * sent from here, and the card stays as low as WordPress makes frames.
 */
const secret = /[#&?]secret=([a-z0-9]+)$/i.exec(location.hash)?.[1];
// Only a sandboxed document has no origin of its own.
const isLockedUp = self.origin === "null";

const tell = (message: "height" | "link", value: number | string) => window.parent.postMessage({ message, value, secret }, "*");

function tellHeight() {
  if (isLockedUp) leaveOut();
  tell("height", Math.ceil(document.documentElement.getBoundingClientRect().height));
}

/** Leaves out what the card can spare, from its end, until it scrolls no more. If that is not enough, all of it stays. */
function leaveOut() {
  const card = document.querySelector("main")!;
  const spares = [...card.querySelectorAll<HTMLElement>("[data-spare], .embed-row:nth-child(n + 3)")].reverse();
  const fits = () => card.scrollHeight <= card.clientHeight;
  for (const spare of spares) spare.hidden = false;
  for (const spare of spares) spare.hidden = !fits();
  if (!fits()) for (const spare of spares) spare.hidden = false;
}

function onClick(event: MouseEvent) {
  const used = event.target instanceof Element ? event.target.closest<HTMLAnchorElement | HTMLButtonElement>("a[href], button") : null;
  if (!used) return;
  event.preventDefault();
  if (used instanceof HTMLAnchorElement) tell("link", used.href);
  else if (used.form) void send(used.form, used);
}

/** Asks the server as the form would, and shows what it answers. Nothing is kept here or there. */
async function send(form: HTMLFormElement, button: HTMLButtonElement) {
  const body = new URLSearchParams(new FormData(form, button) as unknown as Record<string, string>);
  const response = await fetch(location.href.split("#", 1)[0]!, { method: "POST", body, credentials: "omit" });
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("main");
  if (!fresh) return;
  document.querySelector("main")?.replaceWith(fresh);
  fresh.tabIndex = -1;
  fresh.focus();
}

if (secret && window.parent !== window) {
  document.documentElement.classList.toggle("is-locked-up", isLockedUp);
  // WordPress hides the frame until it speaks, and an observer says nothing where nothing is drawn.
  tellHeight();
  window.addEventListener("load", tellHeight);
  void document.fonts.ready.then(tellHeight);
  const observer = new ResizeObserver(tellHeight);
  // The head grows with the text also where the card may not.
  for (const box of document.querySelectorAll("html, header")) observer.observe(box);
  // WordPress asks again, for the frame may have been faster than its script.
  window.addEventListener("message", ({ source, data }) => {
    if (source === window.parent && data?.message === "ready" && data.secret === secret) tellHeight();
  });
  if (isLockedUp) document.addEventListener("click", onClick);
}

export {};
