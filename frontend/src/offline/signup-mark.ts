/** A signup lies in the database. Pages look here first: without one they load nothing that reads a database. */
const MARK = "anmeldung";

/** Set before the signup is stored and removed after it is gone, so that none is ever forgotten. */
export function mark(isThere: boolean) {
  if (isThere) localStorage.setItem(MARK, "wartet");
  else localStorage.removeItem(MARK);
}

export function isMarked(): boolean {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch {
    // Where site data is blocked, nothing was kept.
    return false;
  }
}
