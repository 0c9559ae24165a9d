/** A task of ALTCHA's protocol, version 1: find the number whose hash together with the salt is the challenge. */
export interface Task {
  algorithm: string;
  challenge: string;
  salt: string;
  signature: string;
  maxNumber: number;
}

const AT_ONCE = 250;
const encoder = new TextEncoder();

/** The answer to send, or null when no number fits. */
export async function solve({ algorithm, challenge, salt, signature, maxNumber }: Task): Promise<string | null> {
  for (let start = 0; start <= maxNumber; start += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, maxNumber - start + 1) }, (_, index) => start + index);
    const hashes = await Promise.all(numbers.map((number) => hash(algorithm, `${salt}${number}`)));
    const found = hashes.indexOf(challenge);
    if (found >= 0) return btoa(JSON.stringify({ algorithm, challenge, number: numbers[found], salt, signature }));
  }
  return null;
}

async function hash(algorithm: string, text: string) {
  const bytes = new Uint8Array(await crypto.subtle.digest(algorithm, encoder.encode(text)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
