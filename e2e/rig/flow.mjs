/**
 * What a test file of flows begins with: `const flow = flows();`, then
 *
 *   flow('a driver joins by a code', { screen: 'phone' }, async ({ page, server, open }) => { … });
 *
 * One server and one browser serve the file; each flow has pages of its own. A flow also fails by what its pages say on the
 * side: a script error, a refusal by the content policy, an asset that is missing, a fault of the server. The last picture
 * of a failed flow is in e2e/out/failed.
 */
import { after, before, test } from 'node:test';
import { openBrowser, openPage, shot } from './browser.mjs';
import { startServer } from './server.mjs';

/** `options` are those of `startServer`. */
export function flows(options) {
  let server, browser;
  const close = async () => {
    await browser?.close();
    await server?.stop();
  };
  before(async () => {
    const starts = await Promise.allSettled([
      startServer(options).then((started) => (server = started)),
      openBrowser().then((opened) => (browser = opened)),
    ]);
    const failed = starts.find(({ status }) => status === 'rejected');
    if (!failed) return;
    // The runner leaves out `after` when `before` fails, and a browser left open would keep the file from ending.
    await close();
    throw failed.reason;
  });
  after(close);

  /** `as`: a demo role to sign in with first; the rest goes to `openPage` (screen, dark, …). `may`: patterns of complaints to expect. */
  return function flow(name, { as, may = [], ...look }, act) {
    test(name, { timeout: 60_000 }, async () => {
      const pages = [];
      const complaints = [];
      const open = async (own = {}) => {
        const page = await openPage(browser, { baseURL: server.url, ...look, ...own });
        listen(page, complaints);
        pages.push(page);
        return page;
      };
      try {
        const page = await open();
        if (as) await server.signIn(page, as);
        await act({ page, server, open });
        const unexpected = complaints.filter((complaint) => !may.some((pattern) => pattern.test(complaint)));
        if (unexpected.length) throw new Error(`the page complained:\n${unexpected.join('\n')}`);
      } catch (error) {
        for (const [at, page] of pages.entries()) {
          await shot(page, `failed/${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}-${at + 1}`).catch(() => {});
        }
        error.message += `\n  at ${pages.map((page) => page.url()).join(', ')}`;
        throw error;
      } finally {
        await Promise.all(pages.map((page) => page.context().close()));
      }
    });
  };
}

function listen(page, complaints) {
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`));
  page.on('console', (message) => {
    // Answers that are not 200 are judged below, by their status.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    const status = response.status();
    const missing = status === 404 && response.request().resourceType() !== 'document';
    if (status >= 500 || missing) complaints.push(`${status}: ${response.url()}`);
  });
}
