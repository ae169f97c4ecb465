/**
 * The npm Chromium with a Chinese font from npm: the same browser and the same glyphs on every machine, and no system package.
 * CHROMIUM names another browser where npm has none.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createBrotliDecompress } from 'node:zlib';
import { chromium } from 'playwright-core';

const e2e = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const { resolve } = createRequire(import.meta.url);
/** Unpacked things live inside node_modules, so that `npm ci` throws them away with the version they belong to. */
const cache = path.join(e2e, 'node_modules', '.rig');
const axeSource = fs.readFileSync(resolve('axe-core/axe.min.js'), 'utf8');
const qrSource = fs.readFileSync(resolve('jsqr'), 'utf8');
export const out = path.join(e2e, 'out');

/** The two screens everything is made for. */
export const SCREENS = {
  phone: { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true },
  desktop: { viewport: { width: 1440, height: 900 } },
};

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
  '--no-pings',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
];

/** How the browser is started, the same for every way of opening it. */
async function start() {
  const { program, libraries } = await unpackChromium();
  const env = { ...process.env, FONTCONFIG_FILE: fontConfiguration() };
  if (libraries) env.LD_LIBRARY_PATH = [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { executablePath: program, args: FLAGS, env };
}

/** A running browser (playwright's `Browser`); close it with `close()`. */
export async function openBrowser() {
  return chromium.launch(await start());
}

const look = ({ screen = 'phone', dark = false, ...more }) => ({
  ...SCREENS[screen],
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
  colorScheme: dark ? 'dark' : 'light',
  reducedMotion: 'reduce',
  ...more,
});

/** A page of its own (own cookies): `screen` phone or desktop, `dark`, and anything that playwright's newContext takes. */
export async function openPage(browser, options = {}) {
  const context = await browser.newContext(look(options));
  context.setDefaultTimeout(10_000);
  return context.newPage();
}

/** A page of a browser that keeps everything in `folder`, as a phone does; closing its context closes that browser. */
export async function openLasting(folder, options = {}) {
  const context = await chromium.launchPersistentContext(folder, { ...(await start()), ...look(options) });
  context.setDefaultTimeout(10_000);
  return context.newPage();
}

/** Throws, naming rule, element and remedy, unless the page is free of findings (WCAG 2.0 to 2.2 A and AA, best practices). */
export async function axe(page) {
  const findings = await axeFindings(page);
  if (findings.length) throw new Error(`${page.url()}\n${findings.join('\n')}`);
}

/** What axe finds on the page, a readable line for each element; `rules`: only these. */
export async function axeFindings(page, rules) {
  // Through the debugger and not as a script element, which the page's own policy would rightly refuse.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  const { violations } = await page.evaluate(
    (only) => globalThis.axe.run(document, { runOnly: only ?? ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }),
    rules,
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, html, any, all, none }) => {
      const why = [...any, ...all, ...none].map((check) => check.message).join('; ');
      return `  ${id}: ${help}\n    ${target.join(' ')}  ${html.slice(0, 160)}\n    ${why}`;
    }),
  );
}

/** What another phone's camera reads from the QR code in this element. */
export async function readQr(element) {
  const picture = await element.screenshot();
  const camera = await element.page().context().browser().newPage();
  try {
    await camera.evaluate(qrSource);
    return await camera.evaluate(async (png) => {
      const image = new Image();
      image.src = `data:image/png;base64,${png}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      const context = canvas.getContext('2d');
      context.drawImage(image, 0, 0);
      const { data, width, height } = context.getImageData(0, 0, image.width, image.height);
      return globalThis.jsQR(data, width, height)?.data;
    }, picture.toString('base64'));
  } finally {
    await camera.close();
  }
}

/** What fits in a picture: the browser draws at most 16,384 pixels. */
const LONGEST = 6_000;

/** Saves the whole page as `out/NAME.png`, the beginning of a very long one, and returns the file's path. */
export async function shot(page, name) {
  const file = path.join(out, `${name}.png`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  const [width, height] = await page.evaluate(() => [document.documentElement.clientWidth, document.documentElement.scrollHeight]);
  const clip = height > LONGEST ? { x: 0, y: 0, width, height: LONGEST } : undefined;
  const take = () => page.screenshot({ path: file, fullPage: true, animations: 'disabled', clip });
  // After many pages the browser now and then answers "Unable to capture screenshot", once.
  await take().catch(take);
  return file;
}

/** Unpacks the browser and the libraries that a bare machine lacks; complete or not there, also when several start at once. */
async function unpackChromium() {
  if (process.env.CHROMIUM) return { program: process.env.CHROMIUM };
  const home = path.join(cache, 'chromium');
  const found = { program: path.join(home, 'chromium'), libraries: path.join(home, 'lib') };
  if (fs.existsSync(home)) return found;
  const packed = path.join(e2e, 'node_modules', '@sparticuz', 'chromium', 'bin');
  fs.mkdirSync(cache, { recursive: true });
  const draft = fs.mkdtempSync(path.join(cache, 'unpacking-'));
  const inflated = (name) => [fs.createReadStream(path.join(packed, name)), createBrotliDecompress({ chunkSize: 1 << 21 })];
  const packedLibraries = path.join(draft, 'libraries.tar');
  await Promise.all([
    pipeline(...inflated('chromium.br'), fs.createWriteStream(path.join(draft, 'chromium'), { mode: 0o755 })),
    // Through a file: tar ends at the archive's end mark and may close a pipe before all of it is written.
    pipeline(...inflated('al2023.tar.br'), fs.createWriteStream(packedLibraries)),
  ]);
  execFileSync('tar', ['-x', '-f', packedLibraries, '-C', draft]);
  fs.rmSync(packedLibraries);
  try {
    fs.renameSync(draft, home);
  } catch (error) {
    if (!fs.existsSync(home)) throw error;
    fs.rmSync(draft, { recursive: true, force: true });
  }
  return found;
}

/** Noto Sans SC and nothing else, for every family that a page may ask for. */
function fontConfiguration() {
  const fonts = path.join(path.dirname(resolve('@expo-google-fonts/noto-sans-sc/package.json')));
  const folders = ['400Regular', '500Medium', '600SemiBold', '700Bold'].map((weight) => `<dir>${path.join(fonts, weight)}</dir>`);
  const file = path.join(cache, 'fonts.conf');
  const text = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  ${folders.join('\n  ')}
  <cachedir>${path.join(cache, 'font-cache')}</cachedir>
</fontconfig>
`;
  if (!fs.existsSync(file) || fs.readFileSync(file, 'utf8') !== text) {
    fs.mkdirSync(cache, { recursive: true });
    fs.writeFileSync(file, text);
  }
  return file;
}
