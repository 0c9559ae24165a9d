import type { Device } from "../offline/types";

/** One red pixel: what can decode it decodes all our AVIF pictures. */
const AVIF =
  "AAAAIGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZk1BMUIAAADrbWV0YQAAAAAAAAAhaGRscgAAAAAAAAAAcGljdAAAAAAAAAAAAAAAAAAAAAAOcGl0bQAAAAAA" +
  "AQAAAB5pbG9jAAAAAEQAAAEAAQAAAAEAAAETAAAAIwAAAChpaW5mAAAAAAABAAAAGmluZmUCAAAAAAEAAGF2MDFDb2xvcgAAAABqaXBycAAAAEtpcGNvAAAA" +
  "FGlzcGUAAAAAAAAAAQAAAAEAAAAQcGl4aQAAAAADCAgIAAAADGF2MUOBAAwAAAAAE2NvbHJuY2x4AAEADQAGgAAAABdpcG1hAAAAAAAAAAEAAQQBAoMEAAAA" +
  "K21kYXQSAAoIGAAGiAhoNCAyFR7Hh4VZ3///4sAAAJA1jjx2VRWtcg==";

/** What decides which file of a picture this device gets: its width when held upright, and the types it decodes. */
export async function thisDevice(): Promise<Device> {
  const bytes = Uint8Array.from(atob(AVIF), (letter) => letter.charCodeAt(0));
  const decodesAvif = await createImageBitmap(new Blob([bytes], { type: "image/avif" })).then(
    () => true,
    () => false,
  );
  const width = Math.ceil(Math.min(screen.width, screen.height) * devicePixelRatio);
  return { width, types: decodesAvif ? ["image/avif", "image/webp"] : ["image/webp"] };
}
