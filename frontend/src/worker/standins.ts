import type { PackageList } from "../offline/types";

const HASH = /\.[0-9a-f]{12}(\.\w+)$/;

/** The file of the current release in place of one of another release: the same name but for its hash. */
export function currentAsset(path: string, current: readonly string[]): string | undefined {
  const name = path.replace(HASH, "$1");
  return current.find((candidate) => candidate.replace(HASH, "$1") === name);
}

/** The addresses of the same picture in its other types and widths. */
export function samePicture(path: string, list: PackageList | null): string[] {
  const groups = list?.images.filter((group) => group.some(({ url }) => url === path)) ?? [];
  return groups.flat().map(({ url }) => url).filter((url) => url !== path);
}
