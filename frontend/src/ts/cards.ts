import type { SavedRecord } from "../offline/types";

/** HTML that the server made, as a document of its own: nothing in it runs. */
const parse = (html: string) => new DOMParser().parseFromString(html, "text/html").body;

/** A saved page's own card; for a page that was only read, the given row with its address and title. */
export function cardOf(page: { url: string; title: string; card?: string }, row: HTMLTemplateElement): Element {
  const card = page.card && parse(page.card).firstElementChild;
  if (card) return document.importNode(card, true);
  const plain = document.importNode(row.content, true).firstElementChild!;
  const link = plain.querySelector("a")!;
  link.href = page.url;
  link.textContent = page.title;
  return plain;
}

/** Fills a field with the picture that the page's card shows, if it lies on the phone, else with the card's ornament. */
export function drawThumbnail(field: HTMLElement, { card, images }: Pick<SavedRecord, "card" | "images">) {
  const drawn = parse(card);
  const pair = [...(drawn.querySelector("[class*='pair-']")?.classList ?? [])].find((name) => name.startsWith("pair-"));
  if (pair) field.classList.add(pair);
  const ornament = drawn.querySelector(".ornament");
  const url = images.find((candidate) => card.includes(candidate));
  if (url) {
    const image = new Image();
    image.alt = "";
    image.src = url;
    field.append(image);
  } else if (ornament) {
    field.append(document.importNode(ornament, true));
  }
}
