/** The address a GET form leads to, without its empty fields: short, shareable, and the same for the same choice. */
export function filterUrl(action: string, fields: Iterable<[string, FormDataEntryValue]>): string {
  const url = new URL(action);
  const filled = [...fields].filter((field): field is [string, string] => typeof field[1] === "string" && field[1] !== "");
  url.search = new URLSearchParams(filled).toString();
  url.hash = "";
  return url.href;
}
