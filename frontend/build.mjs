// Builds src/ into static/frontend/: `node build.mjs [--watch]`.

import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

import * as esbuild from "esbuild";
import sharp from "sharp";
import subsetFont from "subset-font";

const OUT = "static/frontend";
const FONTS = "node_modules/@fontsource-variable/bricolage-grotesque/files";
const PRINT_FONTS = "node_modules/@expo-google-fonts/bricolage-grotesque";
// What headlines are made of, in their one weight: German, and the Latin-1 letters of Czech, Polish and Sorbian names.
// A quarter of the whole alphabet's bytes before the first view. With its headers it fits the ten packets that a new connection sends at once.
const HEADLINE_WEIGHT = 700;
const HEADLINE_LETTERS =
  " !\"%&'()*+,-./0123456789:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" +
  "ÄÖÜäöüßÁÉÍÓÚÝáéíóúýàè§°·×«»–‘’‚“”„…€\u00a0\u00ad\u202f";
// Flat drawings with soft edges: a third of the bytes of all colours. Chromium fetches the icon with the first page.
const ICON_COLOURS = 16;
const ICON_DENSITY = 300;
const ICONS = [
  // [drawing, file name, pixels]
  ["favicon", "favicon-32", 32],
  ["any", "icon-192", 192],
  ["any", "icon-512", 512],
  ["maskable", "maskable-512", 512],
  ["monochrome", "monochrome-512", 512],
  ["maskable", "apple-touch-icon-180", 180],
  ...["story", "job", "mentoring", "bookmark"].map((name) => [`shortcut-${name}`, `shortcut-${name}-96`, 96]),
];

const shared = {
  bundle: true,
  minify: true,
  target: "es2022",
  define: { "process.env.NODE_ENV": '"production"' },
  legalComments: "none",
  outdir: OUT,
  logLevel: "warning",
  metafile: true,
};

const bundles = [
  // Addresses in the style sheet stay as written, relative to main.css: Django hashes them.
  { ...shared, entryPoints: ["src/css/main.css", "src/css/framed.css"], external: ["fonts/*", "icons/*", "images/*"] },
  { ...shared, entryPoints: { main: "src/ts/main.ts", filter: "src/ts/live-filter.ts", kept: "src/ts/kept.ts", search: "src/ts/search/main.ts", interest: "src/interest/interest.ts", signup: "src/signup/signup.ts", outbox: "src/signup/waiting-signup.ts", solver: "src/signup/solver.ts", framed: "src/embed/framed.ts", builder: "src/ts/builder.ts", class: "src/ts/submit-once.ts" }, format: "esm" },
  // For other sites, at an address without a hash: api/embeds/views.py serves it.
  { ...shared, entryPoints: { embed: "src/embed/element.ts" }, format: "iife" },
  { ...shared, entryPoints: ["src/worker/worker.ts", "src/worker/kill-switch.ts"], format: "iife" },
];

async function copyFonts() {
  for (const subset of ["latin", "latin-ext"]) {
    await cp(`${FONTS}/bricolage-grotesque-${subset}-wght-normal.woff2`, `${OUT}/fonts/bricolage-grotesque-${subset}.woff2`);
  }
}

async function cutHeadlineFont() {
  const font = await readFile(`${FONTS}/bricolage-grotesque-latin-wght-normal.woff2`);
  const options = { targetFormat: "woff2", variationAxes: { wght: HEADLINE_WEIGHT }, keepFeatures: ["kern"] };
  await writeFile(`${OUT}/fonts/bricolage-grotesque-german.woff2`, await subsetFont(font, HEADLINE_LETTERS, options));
}

/** For what is printed: typst reads no WOFF2 and takes one weight from each file. */
async function copyPrintFonts() {
  await mkdir(`${OUT}/fonts/print`, { recursive: true });
  for (const weight of ["400Regular", "700Bold"]) {
    const name = `BricolageGrotesque_${weight}.ttf`;
    await cp(`${PRINT_FONTS}/${weight}/${name}`, `${OUT}/fonts/print/${name}`);
  }
}

async function drawIcons() {
  await mkdir(`${OUT}/icons`, { recursive: true });
  await cp("src/images/icons/favicon.svg", `${OUT}/icons/favicon.svg`);
  for (const [drawing, name, width] of ICONS) {
    const svg = sharp(`src/images/icons/${drawing}.svg`, { density: ICON_DENSITY }).resize(width);
    await svg.png({ palette: true, colours: ICON_COLOURS, effort: 10, dither: 0 }).toFile(`${OUT}/icons/${name}.png`);
  }
}

async function reportSizes(results) {
  for (const file of results.flatMap(({ metafile }) => Object.keys(metafile.outputs))) {
    const bytes = gzipSync(await readFile(file)).length;
    console.log(`${file}  ${(bytes / 1024).toFixed(1)} KB compressed`);
  }
}

await rm(OUT, { recursive: true, force: true });
await mkdir(`${OUT}/fonts`, { recursive: true });
await Promise.all([copyFonts(), cutHeadlineFont(), copyPrintFonts(), drawIcons(), cp("src/images/screenshots", `${OUT}/screenshots`, { recursive: true })]);
if (process.argv.includes("--watch")) {
  await Promise.all(bundles.map(async (bundle) => (await esbuild.context({ ...bundle, logLevel: "info" })).watch()));
} else {
  await reportSizes(await Promise.all(bundles.map((bundle) => esbuild.build(bundle))));
}
