import { readState } from "../offline/database";
import type { Device } from "../offline/types";

/** For pages that the app keeps before anything was saved: an ordinary phone. */
const ANY_DEVICE: Device = { width: 720, types: ["image/webp"] };

/** The device as the last saving page described it; a worker knows no screen. */
export async function currentDevice(): Promise<Device> {
  return (await readState("device")) ?? ANY_DEVICE;
}
