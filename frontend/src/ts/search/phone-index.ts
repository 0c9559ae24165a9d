import MiniSearch from "minisearch";

import { foldings, spelledOut, wordsOf } from "./words";

export interface Findable {
  url: string;
  title: string;
  kind: string;
  text: string;
}

/** Shorter words are looked for as they are: a wrong letter makes another word of them. */
const FUZZY_FROM = 5;

/** Returns a search over these pages: all words must be met, in part or with a slip of the finger too; best first. */
export function searchIn<Page extends Findable>(pages: Page[]): (query: string) => Page[] {
  const index = new MiniSearch<Page>({
    idField: "url",
    fields: ["title", "kind", "text"],
    tokenize: wordsOf,
    processTerm: foldings,
    searchOptions: {
      processTerm: spelledOut,
      boost: { title: 4, kind: 2 },
      combineWith: "AND",
      prefix: true,
      fuzzy: (term) => (term.length < FUZZY_FROM ? false : 0.2),
    },
  });
  index.addAll(pages);
  const byUrl = new Map(pages.map((page) => [page.url, page]));
  return (query) => index.search(query).map(({ id }) => byUrl.get(id)!);
}
