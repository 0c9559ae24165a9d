import { ConnectedElement } from "../ts/connected-element";
import type { AnswerSheet } from "./answer-sheet";
import { distance, nearby } from "./nearby";
import { rowOf } from "./result";
import type { Candidate } from "./scoring";

/** Lists who offers what fits, by how far away it is, once the visitor says from where. */
export class NearbyOffers extends ConnectedElement {
  #show = () => {};

  protected connected(signal: AbortSignal) {
    this.addEventListener("change", () => this.#show(), { signal });
  }

  /** `store` holds the rows. The choice of the place, which ends the form, moves here. */
  offer(store: DocumentFragment, sheet: AnswerSheet, suggested: Candidate[]) {
    const home = document.querySelector("[data-home]")!;
    this.piece("home-slot").append(home);
    const [place, kilometres] = home.querySelectorAll("select");
    place!.value = sheet.home.place;
    kilometres!.value = sheet.home.kilometres;
    this.#show = () => {
      sheet.moveHome(place!.value, kilometres!.value);
      this.#list(store, suggested, distancesFrom(place!), Number(kilometres!.value));
    };
    this.#show();
  }

  #list(store: DocumentFragment, suggested: Candidate[], distances: Record<string, number> | null, kilometres: number) {
    const employers = [...store.querySelectorAll<HTMLElement>("[data-kind='company']")].map(({ dataset }) => ({
      key: dataset.key!,
      occupations: words(dataset.occupations),
      fields: words(dataset.fields),
      places: words(dataset.places),
    }));
    const found = nearby(employers, suggested, distances, kilometres).map(({ key, away }) => {
      const item = rowOf(store, "company", key);
      item.querySelector("[data-away]")!.textContent = String(Math.round(away ?? 0));
      item.querySelector<HTMLElement>("[data-distance]")!.hidden = !away;
      return item;
    });
    this.piece("list").replaceChildren(...found);
    this.piece("none").hidden = found.length > 0;
  }
}

const words = (text = "") => text.split(" ").filter(Boolean);

/** The kilometres to every place from the chosen one, or null. Each option says where its place is: "50.9,14.8". */
function distancesFrom(places: HTMLSelectElement): Record<string, number> | null {
  const where = (option: HTMLOptionElement) => option.dataset.at!.split(",").map(Number) as [number, number];
  const home = places.selectedOptions[0];
  if (!home?.dataset.at) return null;
  const known = [...places.options].filter((option) => option.dataset.at);
  return Object.fromEntries(known.map((option) => [option.value, distance(where(home), where(option))]));
}

customElements.define("nearby-offers", NearbyOffers);
