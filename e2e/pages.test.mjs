/** Every page of the product: free of findings, light and dark, on a phone and on a desktop, and never wider than a phone. */
import assert from 'node:assert/strict';
import { enlarge, PAGES, visit } from './pages.mjs';
import { axe, SCREENS } from './rig/browser.mjs';
import { flows } from './rig/flow.mjs';

const flow = flows();

for (const page of PAGES) {
  flow(`${page.name} has no accessibility findings`, { as: page.as, screen: 'desktop' }, async ({ page: tab }) => {
    for (const screen of ['desktop', 'phone']) {
      await tab.setViewportSize(SCREENS[screen].viewport);
      for (const colorScheme of ['light', 'dark']) {
        await tab.emulateMedia({ colorScheme });
        await visit(tab, page);
        await axe(tab);
      }
    }
  });
}

for (const page of PAGES.filter(({ face }) => face === 'member')) {
  flow(`${page.name} fits a phone in large type`, { as: page.as, screen: 'phone' }, async ({ page: tab }) => {
    await visit(tab, page);
    await enlarge(tab);
    const { content, screen } = await tab.evaluate(() => ({ content: document.documentElement.scrollWidth, screen: globalThis.innerWidth }));
    assert.ok(content <= screen, `the page is ${content} px wide on a screen of ${screen}`);
  });
}
