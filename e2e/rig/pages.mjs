/** The test of every page of one face, a flow for each: free of findings, light and dark, and never wider than the screen. */
import { enlarge, overflow, PAGES, visit } from '../pages.mjs';
import { axeFindings, SCREENS } from './browser.mjs';
import { flows } from './flow.mjs';

/** Some tables are wider than a phone and scroll inside; the page itself does not, on a tablet and on a desk. */
const TABLET = { width: 820, height: 1180 };
const WIDTHS = { member: [SCREENS.phone.viewport, SCREENS.desktop.viewport], console: [SCREENS.phone.viewport, TABLET, SCREENS.desktop.viewport] };

export function pageTests(face) {
  const flow = flows();
  for (const page of PAGES.filter((one) => one.face === face)) {
    flow(`${page.name} has no accessibility findings and fits its screens`, { as: page.as, screen: 'desktop', may: page.may }, async ({ page: tab }) => {
      const faults = [];
      await visit(tab, page);
      for (const viewport of WIDTHS[face]) {
        await tab.setViewportSize(viewport);
        for (const large of face === 'member' ? [true, false] : [false]) {
          await enlarge(tab, large);
          const over = await overflow(tab);
          if (over) faults.push(`  at ${viewport.width} px${large ? ' in large type' : ''}: ${over}`);
        }
        if (viewport === TABLET) continue;
        for (const colorScheme of ['light', 'dark']) {
          await tab.emulateMedia({ colorScheme });
          // Nothing but the colours differs in the dark.
          const findings = await axeFindings(tab, colorScheme === 'dark' ? ['color-contrast'] : undefined);
          faults.push(...findings.map((finding) => `  at ${viewport.width} px, ${colorScheme}: ${finding.trim()}`));
        }
      }
      if (faults.length) throw new Error(`${tab.url()}\n${[...new Set(faults)].join('\n')}`);
    });
  }
}
