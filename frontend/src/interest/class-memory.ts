const KEY = "klasse";

/** For which class this phone counts, with the random key that it made for it: stored once its owner asks to be counted. */
export interface Counting {
  code: string;
  key: string;
  done: boolean;
}

export function recallCounting(): Counting | null {
  try {
    const { code, key, done } = JSON.parse(localStorage.getItem(KEY) ?? "null") ?? {};
    return typeof code === "string" && typeof key === "string" ? { code, key, done: done === true } : null;
  } catch {
    return null;
  }
}

/** Where site data is blocked, the phone may count twice after a lost answer; nothing worse. */
export function rememberCounting(counting: Counting | null) {
  try {
    if (counting) localStorage.setItem(KEY, JSON.stringify(counting));
    else localStorage.removeItem(KEY);
  } catch {
    // Then not.
  }
}

/** A code as the server stores it, however it was typed. */
export const normalised = (code: string) => code.replace(/[\s-]/g, "").toUpperCase();
