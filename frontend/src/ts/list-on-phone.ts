import { readList } from "../offline/caches";
import { cardOf } from "./cards";
import { formatNumber } from "./format";
import { isListed } from "./list-filter";
import { pagesOnPhone } from "./pages-on-phone";

/**
 * Makes of a kept, unfiltered list what `address` asks for, as far as it lies on the phone. `page` is this document, or a
 * parsed one that is about to be swapped in; the words come from the templates in its <live-filter>.
 */
export async function listOnPhone(page: Document, id: string, address: URL) {
  const [filter, results, list] = [page.querySelector("live-filter"), page.getElementById(id), await readList()];
  const form = filter?.querySelector("form");
  if (!filter || !form || !results || !list) return;
  const template = (name: string) => filter.querySelector<HTMLTemplateElement>(`template[data-${name}]`)!;
  const copy = (name: string) => document.importNode(template(name).content, true);

  const chosen = choose(form, address.searchParams);
  const { saved, visited } = await pagesOnPhone();
  const there = new Map([...visited, ...saved].map((kept) => [kept.url, kept]));
  const isWanted = (url: string, listing: string | null) => listing === address.pathname && there.has(url);
  const shown = list.pages.filter((entry) => isWanted(entry.url, entry.listing) && isListed(entry.filters, chosen, list.places));
  const items = shown.map(({ url }) => {
    const item = document.createElement("li");
    item.append(cardOf(there.get(url)!, template("row")));
    return item;
  });
  const grid = results.querySelector("ul") ?? document.createElement("ul");
  grid.replaceChildren(...items);
  results.replaceChildren(copy("on-phone"), items.length ? grid : copy("none"));

  const count = copy("count");
  count.querySelector("[data-number]")!.textContent = formatNumber(items.length);
  page.querySelector(`[data-count-for="${id}"]`)?.replaceChildren(count);
  showChoices(form, address, chosen, copy);
}

/** Sets the form to what the address asks for, and returns what of it the form knows. */
function choose(form: HTMLFormElement, asked: URLSearchParams): URLSearchParams {
  for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("select, input")) {
    const value = asked.get(field.name) ?? "";
    if (field instanceof HTMLInputElement) field.checked = field.value === value;
    else field.selectedIndex = Math.max(0, [...field.options].findIndex((option) => option.value === value));
  }
  const filled = [...new FormData(form)].filter(([, value]) => value !== "") as [string, string][];
  return new URLSearchParams(filled);
}

/** The chosen filters, each as a link to the list without it. */
function showChoices(form: HTMLFormElement, address: URL, chosen: URLSearchParams, copy: (name: string) => DocumentFragment) {
  const choices = [...chosen].map(([name]) => {
    const choice = copy("choice");
    const rest = new URLSearchParams(chosen);
    rest.delete(name);
    const field = form.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`)!;
    const label = field instanceof HTMLInputElement ? field.labels![0]! : field.selectedOptions[0]!;
    choice.querySelector("a")!.href = `${address.pathname}?${rest}`;
    choice.querySelector("[data-label]")!.textContent = label.textContent!.trim();
    return choice;
  });
  const [number, list] = form.querySelectorAll("[data-swap]");
  number!.textContent = choices.length ? ` (${choices.length})` : "";
  const active = copy("choices");
  active.querySelector("ul")!.prepend(...choices);
  list!.replaceChildren(...(choices.length ? [active] : []));
}
