import { listen } from "../offline/ask";
import { isMarked } from "../offline/signup-mark";

/** Loads <waiting-signup> where a signup waits on this device: when the page starts, and when another tab keeps one. */
const outbox = document.querySelector<HTMLElement>("waiting-signup")?.dataset.outbox;

if (outbox) {
  const load = () => void import(outbox);
  listen(new AbortController().signal, ({ type }) => type === "SIGNUPS" && load());
  if (isMarked()) load();
}
