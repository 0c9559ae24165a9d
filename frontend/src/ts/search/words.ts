/** Words as cms/search.py reads them: "Goerlitz" and "Gorlitz" find "Görlitz", with or without the right keyboard. */

const SPELLED_OUT: Record<string, string> = { ä: "ae", ö: "oe", ü: "ue", ß: "ss" };
/** They have no decomposition. */
const STROKED: Record<string, string> = { ł: "l", ø: "o", ß: "ss" };

export const wordsOf = (text: string): string[] => text.normalize("NFC").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

const withoutAccents = (word: string): string =>
  word.replace(/[łøß]/g, (letter) => STROKED[letter]!).normalize("NFKD").replace(/\p{M}/gu, "");

/** The word as somebody types who has no ä: what is looked for. */
export const spelledOut = (word: string): string => withoutAccents(word.replace(/[äöüß]/g, (letter) => SPELLED_OUT[letter]!));

/** All ways to type the word without its accents: what is found. */
export const foldings = (word: string): string[] => [...new Set([spelledOut(word), withoutAccents(word)])];
