/**
 * Every page that a person can reach, for the screenshots and the accessibility test. A page that is added to the product
 * is added here.
 *
 * `as`: the demo role that sees it (nobody: a visitor). `follow`: from `path`, the first link of this kind is opened.
 */
export const PAGES = [
  { name: 'home-visitor', face: 'member', path: '/' },
  { name: 'sign-in', face: 'member', path: '/sign-in' },
  { name: 'join', face: 'member', path: '/join' },
  { name: 'home', face: 'member', path: '/', as: 'member' },
  { name: 'console', face: 'console', path: '/console', as: 'county' },
  { name: 'console-search', face: 'console', path: '/console/search?q=林', as: 'county' },
  { name: 'sheet', face: 'console', path: '/console/sheet', as: 'county' },
  { name: 'measures', face: 'console', path: '/console/measures', as: 'county' },
  { name: 'measure', face: 'console', path: '/console/measures/joined', as: 'county' },
  { name: 'posts', face: 'console', path: '/console/posts', as: 'admin' },
  { name: 'post', face: 'console', path: '/console/posts', follow: '.table a.t', as: 'admin' },
  { name: 'post-new', face: 'console', path: '/console/posts/new', as: 'admin' },
  { name: 'audit', face: 'console', path: '/console/audit', as: 'auditor' },
  { name: 'audit-chain', face: 'console', path: '/console/audit/chain', as: 'auditor' },
  { name: 'settings', face: 'console', path: '/console/settings', as: 'admin' },
  { name: 'setting', face: 'console', path: '/console/settings/groups.eight', as: 'admin' },
];

/** The two pictures of the README. */
export const README = { member: 'home', console: 'console' };

/** Opens one of the pages in `page`, which is signed in already. Throws unless it is shown. */
export async function visit(page, { path, follow }) {
  let answer = await page.goto(path);
  if (follow) {
    const link = await page.locator(follow).first().getAttribute('href');
    answer = await page.goto(link);
  }
  if (answer.status() !== 200) throw new Error(`${page.url()} answered ${answer.status()}`);
  // What htmx loads by itself belongs to the page.
  await page.waitForFunction(() => !document.querySelector('.htmx-request'));
}

/** Large type (关怀模式), as the switch in the product sets it. */
export function enlarge(page) {
  return page.evaluate(() => document.documentElement.setAttribute('data-type', 'large'));
}
