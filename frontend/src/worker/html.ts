/** What a page is about. The rest of it (header, footer, names of assets) belongs to the site. */
function mainOf(html: string): string {
  return /<main\b[^>]*>([\s\S]*)<\/main>/.exec(html)?.[1] ?? html;
}

export function isSamePage(one: string, other: string): boolean {
  return mainOf(one) === mainOf(other);
}

/** Whether a page links to one of the paths, also with a query or a fragment behind it. */
export function linksTo(html: string, paths: readonly string[]): boolean {
  if (paths.length === 0) return false;
  const escaped = paths.map((path) => path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`["'](?:https?://[^/"']+)?(?:${escaped.join("|")})["'?#]`).test(html);
}
