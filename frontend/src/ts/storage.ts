/** Asks the browser, out of a tap, not to clear away what was saved. True when it promises. */
export async function keepForGood(): Promise<boolean> {
  return (await isKeptForGood()) || ((await navigator.storage?.persist?.().catch(() => false)) ?? false);
}

export async function isKeptForGood(): Promise<boolean> {
  return (await navigator.storage?.persisted?.().catch(() => false)) ?? false;
}
