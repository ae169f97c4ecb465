/**
 * Pictures of every page in e2e/out: NAME-phone.png, NAME-desktop.png, each also -dark and -large; and those of the README
 * in docs/images. Words after the command choose pages by the beginning of their names.
 */
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { enlarge, PAGES, README, visit } from './pages.mjs';
import { openBrowser, openPage, out, shot } from './rig/browser.mjs';
import { startServer } from './rig/server.mjs';

const images = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'images');
const wanted = process.argv.slice(2);
const chosen = PAGES.filter(({ name }) => wanted.length === 0 || wanted.some((start) => name.startsWith(start)));

const server = await startServer();
const browser = await openBrowser();
const failed = [];
try {
  for (const page of chosen) {
    for (const screen of ['phone', 'desktop']) await picture(page, screen).catch((error) => failed.push(`${page.name}: ${error.message}`));
  }
  if (wanted.length === 0) for (const face of Object.keys(README)) await readmePicture(face).catch((error) => failed.push(`README: ${error.message}`));
} finally {
  await browser.close();
  await server.stop();
}
console.log(`${chosen.length} pages in ${out}`);
for (const line of failed) console.error(line);
process.exitCode = failed.length ? 1 : 0;

async function opened(page, screen) {
  const tab = await openPage(browser, { screen, baseURL: server.url });
  if (page.as) await server.signIn(tab, page.as);
  await visit(tab, page);
  return tab;
}

async function picture(page, screen) {
  const tab = await opened(page, screen);
  await shot(tab, `${page.name}-${screen}`);
  await tab.emulateMedia({ colorScheme: 'dark' });
  await shot(tab, `${page.name}-${screen}-dark`);
  await tab.emulateMedia({ colorScheme: 'light' });
  await enlarge(tab);
  await shot(tab, `${page.name}-${screen}-large`);
  await tab.context().close();
}

/** What the screen shows, without scrolling: a README's picture has the shape of a phone or a desk. */
async function readmePicture(face) {
  const page = PAGES.find(({ name }) => name === README[face]);
  const tab = await opened(page, face === 'member' ? 'phone' : 'desktop');
  fs.mkdirSync(images, { recursive: true });
  await tab.screenshot({ path: path.join(images, `${face}.png`), animations: 'disabled' });
  await tab.context().close();
}
