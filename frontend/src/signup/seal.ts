/**
 * HPKE (RFC 9180), base mode, single shot: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
 * The server's half is mentoring/sealing.py. The names are those of the RFC.
 */

type Bytes = Uint8Array<ArrayBuffer>;

const KEM_SUITE = concat(encode("KEM"), [0x00, 0x10]);
const SUITE = concat(encode("HPKE"), [0x00, 0x10, 0x00, 0x01, 0x00, 0x02]);
const BASE_MODE = [0x00];
const EMPTY = new Uint8Array();
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const P256 = { name: "ECDH", namedCurve: "P-256" };

/** Encrypts a text for the holder of a public key (uncompressed point, base64). Returns enc and ciphertext in base64. */
export async function seal(text: string, publicKey: string, info: string): Promise<string> {
  const pkRm = Uint8Array.from(atob(publicKey), (letter) => letter.charCodeAt(0));
  const { enc, sharedSecret } = await encapsulate(pkRm);
  const { key, nonce } = await schedule(sharedSecret, encode(info));
  const aead = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt"]);
  const ciphertext = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, aead, encode(text));
  return btoa(String.fromCharCode(...concat(enc, new Uint8Array(ciphertext))));
}

async function encapsulate(pkRm: Bytes) {
  const pkR = await crypto.subtle.importKey("raw", pkRm, P256, false, []);
  const pair = await crypto.subtle.generateKey(P256, false, ["deriveBits"]);
  const enc = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const dh = new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: pkR }, pair.privateKey, 8 * KEY_BYTES));
  const prk = await labeledExtract(KEM_SUITE, EMPTY, "eae_prk", dh);
  return { enc, sharedSecret: await labeledExpand(KEM_SUITE, prk, "shared_secret", concat(enc, pkRm), KEY_BYTES) };
}

async function schedule(sharedSecret: Bytes, info: Bytes) {
  const pskIdHash = await labeledExtract(SUITE, EMPTY, "psk_id_hash", EMPTY);
  const infoHash = await labeledExtract(SUITE, EMPTY, "info_hash", info);
  const context = concat(BASE_MODE, pskIdHash, infoHash);
  const secret = await labeledExtract(SUITE, sharedSecret, "secret", EMPTY);
  return {
    key: await labeledExpand(SUITE, secret, "key", context, KEY_BYTES),
    nonce: await labeledExpand(SUITE, secret, "base_nonce", context, NONCE_BYTES),
  };
}

function labeledExtract(suite: Bytes, salt: Bytes, label: string, ikm: Bytes): Promise<Bytes> {
  return hmac(salt, concat(encode("HPKE-v1"), suite, encode(label), ikm));
}

/** Only up to the length of one hash, which is all that is needed here. */
async function labeledExpand(suite: Bytes, prk: Bytes, label: string, info: Bytes, length: number): Promise<Bytes> {
  const labeledInfo = concat([0x00, length], encode("HPKE-v1"), suite, encode(label), info);
  return (await hmac(prk, concat(labeledInfo, [0x01]))).slice(0, length);
}

async function hmac(key: Bytes, message: Bytes): Promise<Bytes> {
  // Browsers refuse an empty key, which is the same as one of zeros.
  const raw = key.length ? key : new Uint8Array(KEY_BYTES);
  const imported = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", imported, message));
}

function encode(text: string): Bytes {
  return new TextEncoder().encode(text);
}

function concat(...parts: (Bytes | number[])[]): Bytes {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
