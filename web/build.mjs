// Builds web/dist: hashed styles, scripts and icons under dist/assets, the service worker and the manifests beside it,
// each as gzip and as Brotli and not as it is; and web/tables, which other crates embed. Run by `npm run build`; needs no network.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { buildData } from "./build/data.mjs";
import { buildSprite } from "./build/sprite.mjs";

const here = import.meta.dirname;
const dist = path.join(here, "dist");
const assets = path.join(dist, "assets");
// The browsers that WeChat and phones of the last five years bring.
const target = ["chrome87", "safari15", "firefox90"];

await rm(dist, { recursive: true, force: true });
await mkdir(assets, { recursive: true });

/** Logical name to hashed file name. */
const names = {};

async function bundle(entryPoints, options = {}) {
  const { metafile } = await build({
    absWorkingDir: here,
    entryPoints,
    outdir: assets,
    entryNames: "[name].[hash]",
    chunkNames: "part.[hash]",
    bundle: true,
    minify: true,
    metafile: true,
    target,
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
    ...options,
  });
  for (const [file, output] of Object.entries(metafile.outputs)) {
    if (output.entryPoint) names[path.basename(output.entryPoint)] = path.basename(file);
  }
}

async function hashed(name, text) {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const { name: stem, ext } = path.parse(name);
  names[name] = `${stem}.${hash}${ext}`;
  await writeFile(path.join(assets, names[name]), text);
}

await bundle(["styles/member.css", "styles/console.css", "styles/print.css", "styles/screen.css"]);
await bundle(["scripts/member.js", "scripts/console.js", "scripts/charts.js", "scripts/screen.js"], { format: "esm", splitting: true });
await hashed("icons.svg", await buildSprite(JSON.parse(await readFile(path.join(here, "icons.json"), "utf8"))));
for (const mark of ["logo.svg", "logo-tile.svg"]) {
  await hashed(mark, await readFile(path.join(here, "brand", mark), "utf8"));
}

// What the phone keeps for the time without a network. The worker's text changes with any of these names.
const kept = ["member.css", "member.js", "icons.svg", "logo.svg"].map((name) => `/assets/${names[name]}`);
const worker = await build({
  absWorkingDir: here,
  entryPoints: ["scripts/sw.js"],
  bundle: true,
  minify: true,
  write: false,
  target,
  charset: "utf8",
  define: { KEPT: JSON.stringify(kept), GENERATION: JSON.stringify(createHash("sha256").update(kept.join()).digest("hex").slice(0, 8)) },
});
await writeFile(path.join(dist, "sw.js"), worker.outputFiles[0].text);

const site = JSON.parse(await readFile(path.join(here, "static/manifest.webmanifest"), "utf8"));
site.icons = [{ src: `/assets/${names["logo-tile.svg"]}`, sizes: "any", type: "image/svg+xml", purpose: "any" }];
await writeFile(path.join(dist, "manifest.webmanifest"), JSON.stringify(site));
await writeFile(path.join(dist, "favicon.svg"), await readFile(path.join(here, "brand/logo-tile.svg")));

const tables = path.join(here, "tables");
await rm(tables, { recursive: true, force: true });
await mkdir(tables);
await buildData(tables);
// A megabyte of places that few pages ask for.
const places = path.join(tables, "regions.tsv");
await writeFile(`${places}.gz`, gzipSync(await readFile(places), { level: 9 }));

for (const folder of [dist, assets]) {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(folder, entry.name);
    const text = await readFile(file);
    await writeFile(`${file}.gz`, gzipSync(text, { level: 9 }));
    await writeFile(`${file}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
    await rm(file);
  }
}
// Written last: whoever finds it finds everything.
await writeFile(path.join(dist, "manifest.json"), `${JSON.stringify(names, null, 2)}\n`);
