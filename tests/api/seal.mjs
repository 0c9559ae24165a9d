// Seals with the phone's script what test_sealed_signups.py gives on standard input: [text, public key, info].

import { readFileSync } from "node:fs";

const { seal } = await import(new URL("../../frontend/src/signup/seal.ts", import.meta.url));
process.stdout.write(await seal(...JSON.parse(readFileSync(0))));
