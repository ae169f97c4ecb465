/**
 * Every page that a person can reach, for the screenshots and the accessibility test. A page that is added to the product
 * is added here.
 *
 * `as`: the demo role that sees it (nobody: a visitor). `follow`: from `path`, the first link whose address matches is opened,
 * and so on. `arrange`: what a person does first on the page. `status`: what the page answers, where that is not 200.
 */
import { fillWho, fillWork } from './joining.mjs';

const member = (name, path, more) => ({ name, face: 'member', path, ...more });
const desk = (name, path, more) => ({ name, face: 'console', path, as: 'county', ...more });

/** A case has a number of twelve digits. */
const CASE = /^\/console\/cases\/\d{12}$/;
const COUNSELLING = /^\/console\/counselling\/\d{12}$/;
const DUTY = /^\/console\/duty\/\d+/;
const BOOKING = /^\/me\/bookings\/\d+$/;
const OWN_CASE = /^\/me\/cases\/\d{12}$/;
const MEDIATION = /^\/console\/mediations\/\d{12}$/;
const OWN_MATTER = /^\/me\/matters\/J\d+$/;
const MATTER = /^\/console\/matters\/J\d+$/;
const OWN_MEDIATION = /^\/me\/mediations\/\d{12}$/;
const POSTING = /^\/publicity\/[\w-]{16}$/;
/** Reports and what they are made from. */
const REPORT = /^\/console\/reports\/\d+$/;
const REPORT_FORM = /^\/console\/reports\/forms\/\d+$/;
const ROUND = /^\/console\/reports\/rounds\/\d+$/;
const PROMISE = /^\/console\/promises\/\d+$/;
const PUBLIC_PROMISE = /^\/promises\/\d+$/;
const PLAN = /^\/console\/plans\/\d+$/;
const RECORD = /^\/console\/evidence\/\d+$/;
const AID_FILE = /^\/console\/aid\/files\/\d+$/;
const CALL = /^\/console\/aid\/calls\/\d+$/;
const GRID = /^\/console\/grids\/\d+$/;
const CODE = /^\/console\/codes\/(?!new|batch)[^/?]+$/;
const FOUNDING = /^\/console\/foundings\/\d+$/;
const A_UNION = /^\/console\/unions\/(?!1$)\d+$/;
/** The list with the firm's union that has committees. */
const LOGISTICS = '/console/unions?view=list&q=顺通物流工会';
/** Nobody's card. */
const BAD_CARD = '/verify/nothing-that-was-ever-shown';

export const PAGES = [
  member('home-visitor', '/'),
  member('sign-in', '/sign-in'),
  member('invitation-ended', '/invitation/ended', { status: 404 }),
  member('sign-in-password', '/sign-in?way=password'),
  member('sign-in-code', '/sign-in', { arrange: askForCode }),
  member('join', '/join'),
  member('join-code-unknown', '/join/nothing', { status: 404 }),
  member('verify', '/verify'),
  member('verify-bad', BAD_CARD),
  member('offline', '/offline'),
  member('outbox', '/dev/outbox'),
  member('not-found', '/nowhere', { status: 404 }),
  member('home-newcomer', '/', { as: 'visitor' }),
  member('join-who', '/join/who', { as: 'visitor' }),
  member('join-who-other', '/join/who?document=other', { as: 'visitor' }),
  member('join-work', '/join/who', { as: 'visitor', arrange: (page) => fillWho(page, NEWCOMER) }),
  member('join-union', '/join/who', { as: 'visitor', arrange: toUnion }),
  member('home-applicant', '/', { as: 'applicant' }),
  member('join-done', '/join/done', { as: 'applicant' }),
  member('joining', '/me/joining', { as: 'applicant' }),
  member('home', '/', { as: 'member' }),
  member('home-chair', '/', { as: 'chair' }),
  member('house-you', '/homes/you', { as: 'member' }),
  member('join-member', '/join/member', { as: 'member' }),
  member('me', '/me', { as: 'member' }),
  member('me-officer', '/me', { as: 'chair' }),
  member('card', '/me/card', { as: 'member' }),
  member('card-number', '/me/card', { as: 'member', arrange: (page) => page.getByRole('button', { name: '报数字' }).click() }),
  member('photo', '/me/photo', { as: 'member' }),
  member('union', '/me/union', { as: 'member' }),
  member('membership', '/me/membership', { as: 'member' }),
  member('transfer', '/me/membership/transfer', { as: 'member' }),
  member('keep', '/me/membership/keep?cause=retired', { as: 'member' }),
  member('leave', '/me/membership/leave', { as: 'member' }),
  member('own-grid', '/me/grid', { as: 'member' }),
  member('own-promises', '/promises'),
  member('promises-other-year', '/promises?year=2020'),
  member('own-promise', '/promises', { follow: [PUBLIC_PROMISE] }),
  member('promise-member', '/promises', { as: 'member', follow: [PUBLIC_PROMISE] }),
  member('publicity', '/publicity'),
  member('publicity-one', '/publicity', { follow: [POSTING] }),
  member('services-hardship', '/services/hardship', { as: 'member' }),
  member('services-autumn', '/services/autumn', { as: 'member' }),
  member('own-services', '/services'),
  member('services-found', '/services?q=老板不发工资'),
  member('services-none', '/services?q=qqq'),
  member('service-ask', '/services/pay', { as: 'member' }),
  member('service-ask-visitor', '/services/rights', { as: 'visitor' }),
  member('own-cases', '/me/cases', { as: 'member' }),
  member('case', '/me/cases', { as: 'member', follow: [OWN_CASE] }),
  member('matter-vote', '/me/cases', { as: '15400000961', follow: [OWN_CASE, OWN_MATTER] }),
  member('matter-asked', '/me/cases', { as: '15400000972', follow: [OWN_CASE, OWN_MATTER] }),
  member('counselling-ask', '/services/mind', { as: 'member' }),
  member('slots', '/services/advice/slots', { as: 'member' }),
  member('slots-counsellor', '/services/mind/slots', { as: 'member' }),
  member('bookings', '/me/bookings', { as: 'member' }),
  member('booking', '/me/bookings', { as: 'member', follow: [BOOKING] }),
  member('mediation-ask', '/services/mediation', { as: 'member' }),
  member('mediation', '/me/cases', { as: 'member', follow: [OWN_CASE, OWN_MEDIATION] }),
  member('mediation-paper', '/me/cases', { as: 'member', follow: [OWN_CASE, OWN_MEDIATION, /\/papers\/agreement$/] }),
  member('own-places', '/places'),
  member('place', '/places', { follow: [/^\/places\/\d+$/] }),
  member('messages', '/me/messages', { as: 'member' }),
  member('messages-chair', '/me/messages', { as: 'chair' }),
  member('message', '/me/messages', { as: 'chair', follow: [/^\/me\/messages\/\d+$/] }),
  member('records', '/me/records', { as: 'member' }),
  member('devices', '/me/devices', { as: 'member' }),
  member('data', '/me/data', { as: 'member' }),
  member('data-applicant', '/me/data', { as: 'applicant' }),
  member('data-print', '/me/data/print', { as: 'member' }),
  member('correction-ask', '/me/data/correction', { as: 'member' }),
  member('erasure', '/me/data/erasure', { as: 'member' }),
  member('erasure-applicant', '/me/data/erasure', { as: 'applicant' }),
  member('erasure-newcomer', '/me/data/erasure', { as: 'visitor' }),
  member('second-factor', '/me/second-factor', { as: 'chair' }),
  member('password', '/me/password', { as: 'member' }),
  member('found', '/found'),
  member('found-new', '/found/new', { as: 'member' }),
  member('foundings-mine', '/me/foundings', { as: 'member' }),
  member('foundings-mine-none', '/me/foundings', { as: 'applicant' }),
  member('founding-mine', '/me/foundings', { as: 'member', follow: [/^\/me\/foundings\/\d+$/] }),
  member('founding-mine-paper', '/me/foundings', { as: 'member', follow: [/^\/me\/foundings\/\d+$/, /\/papers\/request$/] }),
  member('gallery-member', '/console/gallery/member', { as: 'county' }),

  desk('console', '/console'),
  desk('console-chair', '/console', { as: 'chair' }),
  desk('console-none', '/console', { as: 'member', status: 403 }),
  desk('members', '/console/members'),
  desk('members-empty', '/console/members?q=没有这个人'),
  desk('member', '/console/members', { follow: [/^\/console\/members\/\d+$/] }),
  desk('member-edit', '/console/members', { as: 'chair', follow: [/^\/console\/members\/\d+$/, /^\/console\/members\/\d+\/edit$/] }),
  desk('member-new', '/console/members/new', { as: 'chair' }),
  desk('ways', '/console/ways', { as: 'chair' }),
  desk('way', '/console/ways', { as: 'chair', follow: [/^\/console\/ways\/\d+$/] }),
  desk('way-paper', '/console/ways', { as: 'chair', follow: [/^\/console\/ways\/\d+$/, /\/paper$/] }),
  desk('way-transfer', '/console/ways/transfer', { as: 'chair' }),
  desk('member-ways', '/console/members', { as: 'chair', follow: [/^\/console\/members\/\d+$/, /^\/console\/members\/\d+\/ways$/] }),
  desk('expulsion', '/console/members', { as: 'chair', follow: [/^\/console\/members\/\d+$/, /^\/console\/members\/\d+\/ways$/, /\/expulsion$/] }),
  desk('unions', '/console/unions'),
  desk('unions-list', '/console/unions?view=list'),
  desk('union-card', '/console/unions?view=list', { follow: [/^\/console\/unions\/\d+$/] }),
  desk('union-new', '/console/unions/new'),
  desk('union-edit', '/console/unions?view=list', { follow: [/^\/console\/unions\/\d+$/, /\/edit$/] }),
  desk('union-move', '/console/unions?view=list', { follow: [/^\/console\/unions\/(?!1$)\d+$/, /\/move$/] }),
  desk('employers', '/console/employers'),
  desk('employer', '/console/employers', { follow: [/^\/console\/employers\/\d+$/] }),
  desk('employer-edit', '/console/employers', { follow: [/^\/console\/employers\/\d+$/, /\/edit$/] }),
  desk('employer-new', '/console/employers/new'),
  desk('joinings', '/console/joinings', { as: 'chair' }),
  desk('joining-desk', '/console/joinings', { as: 'chair', follow: [/^\/console\/joinings\/\d+$/] }),
  desk('codes', '/console/codes'),
  desk('code', '/console/codes', { follow: [CODE] }),
  desk('code-new', '/console/codes/new'),
  desk('poster', '/console/codes', { follow: [/\/poster$/] }),
  desk('poster-a3', '/console/codes', { follow: [/\/poster$/, /\/poster\?design=a3$/] }),
  desk('stickers', '/console/codes', { follow: [/\/poster$/, /\/poster\?design=sticker$/] }),
  desk('codes-batch', '/console/codes/batch'),
  desk('codes-print', '/console/codes/batch', { follow: [/^\/console\/codes\/prints\/\d+$/] }),
  desk('grids', '/console/grids'),
  desk('grid', '/console/grids', { follow: [GRID] }),
  desk('grid-new', '/console/grids/new'),
  desk('grid-edit', '/console/grids', { follow: [GRID, /\/edit$/] }),
  desk('pairs', '/console/pairs'),
  desk('pair', '/console/pairs', { follow: [/^\/console\/pairs\/\d+$/] }),
  desk('pair-new', '/console/pairs/new'),
  desk('visits', '/console/visits'),
  desk('firms', '/console/unions?view=list&q=货运行业工会联合会', { follow: [/^\/console\/unions\/(?!1$)\d+$/, /\/console\/firms\?/] }),
  desk('stands', '/console/desk-mode'),
  member('stand', '/console/desk-mode', { as: 'organiser', follow: [/^\/console\/desk-mode\/./] }),
  desk('case-hardship', '/console/cases?service=hardship', { follow: [CASE] }),
  member('visit', '/console/cases?service=hardship', { as: 'county', follow: [CASE, /\/visit$/] }),
  desk('publicity-desk', '/console/cases?service=hardship&q=', { follow: [CASE, /^\/console\/publicity\//] }),
  desk('aid-files', '/console/aid/files'),
  desk('aid-file', '/console/aid/files', { follow: [AID_FILE] }),
  desk('aid-file-pay', '/console/aid/files', { follow: [AID_FILE, /act=pay/] }),
  desk('aid-file-review', '/console/aid/files', { follow: [AID_FILE, /act=review/] }),
  desk('aid-calls', '/console/aid/calls'),
  desk('aid-call-new', '/console/aid/calls?new=1'),
  desk('aid-call', '/console/aid/calls', { follow: [CALL] }),
  desk('cases', '/console/cases'),
  desk('cases-over', '/console/cases?view=over'),
  desk('cases-none', '/console/cases?q=没有这个人'),
  desk('case-desk', '/console/cases', { follow: [CASE] }),
  desk('case-act', '/console/cases?service=pay', { follow: [CASE, /act=hand-over/] }),
  desk('matters', '/console/matters'),
  desk('matters-over', '/console/matters?view=over'),
  desk('matters-groups', '/console/matters/new', { as: 'county' }),
  desk('matter', '/console/matters', { as: 'county', follow: [MATTER] }),
  desk('matter-offer', '/console/matters', { as: 'county', follow: [MATTER, /act=offer/] }),
  desk('matter-fill', '/console/matters', { as: 'county', follow: [MATTER, /act=fill/] }),
  desk('matter-import', '/console/matters', { as: 'county', follow: [MATTER, /\/imports$/] }),
  desk('matter-paper', '/console/matters', { as: 'county', follow: [MATTER, /\/papers\/request$/] }),
  desk('case-new', '/console/cases/new'),
  desk('cases-workload', '/console/cases/workload'),
  desk('cases-second', '/console/cases/second', { as: 'county' }),
  desk('services', '/console/services', { as: 'county' }),
  desk('case-counter', '/console/cases/new?service=pay'),
  desk('counselling', '/console/counselling', { as: '15400000951' }),
  desk('counselling-own', '/console/counselling', { as: '15400000951', follow: [COUNSELLING] }),
  desk('counselling-reply', '/console/counselling', { as: '15400000951', follow: [COUNSELLING, /act=reply/] }),
  desk('counselling-late', '/console/counselling'),
  desk('counselling-clock', '/console/counselling', { follow: [COUNSELLING] }),
  desk('counselling-guardian', '/console/counselling', { as: '15400000953' }),
  desk('counselling-figures', '/console/counselling/figures'),
  desk('duty', '/console/duty'),
  desk('duty-next', '/console/duty', { arrange: (page) => page.getByRole('link', { name: '下一周' }).click() }),
  desk('duty-new', '/console/duty/new'),
  desk('duty-lawyer', '/console/duty', { as: '15400000955', follow: [DUTY] }),
  desk('mediations', '/console/mediations'),
  desk('mediations-over', '/console/mediations?view=over'),
  desk('mediations-none', '/console/mediations?q=没有这个人'),
  desk('mediations-mediator', '/console/mediations', { as: '15400000931' }),
  desk('mediation-signing', '/console/mediations', { as: '15400000931', follow: [MEDIATION] }),
  desk('mediation-draft', '/console/mediations?q=顺达货运', { as: '15400000931', follow: [MEDIATION, /act=draft/] }),
  desk('mediation-paper-form', '/console/mediations?q=顺达货运', { follow: [MEDIATION, /act=paper/] }),
  desk('mediation-failed', '/console/mediations?view=over', { follow: [MEDIATION] }),
  desk('mediation-new', '/console/mediations/new'),
  desk('consultations', '/console/consultations'),
  desk('places', '/console/places'),
  desk('place-edit', '/console/places', { follow: [/^\/console\/places\/\d+/] }),
  desk('place-new', '/console/places/new'),
  desk('rosters', '/console/rosters', { as: 'chair' }),
  desk('members-columns', '/console/members?cols=phone.groups.document.number&order=joined', { arrange: (page) => page.getByText('选列').click() }),
  desk('members-saving', '/console/members?sex=2', { arrange: (page) => page.getByText('存为视图').click() }),
  desk('members-last', '/console/members?last=1'),
  desk('views', '/console/views', { as: 'chair' }),
  desk('exports', '/console/exports', { as: 'chair' }),
  desk('bulk-acts', '/console/members/acts', { as: 'chair' }),
  desk('bulk-act', '/console/members/acts', { as: 'chair', follow: [/^\/console\/members\/acts\/\d+$/] }),
  desk('bulk-notice', '/console/members/acts/new?all=1&state=active&kind=notice&title=电影票&body=周六放映', { as: 'chair' }),
  desk('bulk-new', '/console/members/acts/new?all=1&state=active&kind=group&add_group=房产中介员', { as: 'chair' }),
  desk('duplicates', '/console/duplicates'),
  desk('duplicates-employers', '/console/duplicates?kind=employer'),
  desk('duplicate', '/console/duplicates', { follow: [/^\/console\/duplicates\/\d+$/] }),
  desk('duplicate-preview', '/console/duplicates', {
    follow: [/^\/console\/duplicates\/\d+$/],
    arrange: (page) => page.getByRole('button', { name: '下一步，看合并后的样子' }).click(),
  }),
  desk('duplicate-employer', '/console/duplicates?kind=employer', { follow: [/^\/console\/duplicates\/\d+$/] }),
  desk('coverage', '/console/coverage'),
  desk('promises', '/console/promises'),
  desk('promises-given', '/console/promises', { as: 'auditor' }),
  desk('promise', '/console/promises', { follow: [PROMISE] }),
  desk('promise-new', '/console/promises/new'),
  desk('promise-edit', '/console/promises', { follow: [PROMISE, /\/edit$/] }),
  desk('promise-story', '/console/promises', { follow: [PROMISE, /\/stories\/new$/] }),
  desk('plans', '/console/plans'),
  desk('plan', '/console/plans', { follow: [PLAN] }),
  desk('plan-new', '/console/plans/new'),
  desk('plan-edit', '/console/plans', { follow: [PLAN, /\/edit$/] }),
  desk('evidence', '/console/evidence'),
  desk('evidence-waiting', '/console/evidence?view=waiting', { follow: [RECORD] }),
  desk('evidence-none', '/console/evidence?kind=nothing'),
  desk('evidence-new', '/console/evidence/new'),
  desk('contacts', '/console/contacts'),
  desk('contacts-open', '/console/contacts?view=open'),
  desk('contact', '/console/contacts?view=open', { follow: [/^\/console\/employers\/\d+\/contact$/] }),
  desk('contacts-assign', '/console/contacts', {
    arrange: async (page) => {
      await page.locator('input[name=employer]').first().check();
      await page.getByRole('button', { name: '分派联系' }).click();
    },
  }),
  desk('foundings', '/console/foundings'),
  desk('foundings-none', '/console/foundings?stage=refused'),
  desk('founding-new', '/console/foundings/new'),
  desk('founding-asked', '/console/foundings?stage=asked', { follow: [FOUNDING] }),
  desk('founding-refusing', '/console/foundings?stage=asked', { follow: [FOUNDING, /\?act=refuse$/] }),
  desk('founding-short', '/console/foundings?stage=preparing', { follow: [FOUNDING] }),
  desk('founding-leaving', '/console/foundings?stage=preparing', { follow: [FOUNDING, /\?leave=/] }),
  desk('founding-recruiting-paper', '/console/foundings?stage=preparing', { follow: [FOUNDING, /\/papers\/recruiting$/] }),
  desk('founding-founded', '/console/foundings?stage=founded', { follow: [FOUNDING] }),
  desk('founding-record-paper', '/console/foundings?stage=founded', { follow: [FOUNDING, /\/papers\/record$/] }),
  desk('founding-reply-paper', '/console/foundings?stage=founded', { follow: [FOUNDING, /\/papers\/reply$/] }),
  desk('election', '/console/terms', { follow: [/^\/console\/elections\/\d+$/] }),
  desk('election-open', '/console/foundings/3', { follow: [/^\/console\/elections\/\d+$/] }),
  desk('election-ballot', '/console/foundings/3', { follow: [/^\/console\/elections\/\d+$/, /\/papers\/ballot$/] }),
  desk('election-tally', '/console/foundings/3', { follow: [/^\/console\/elections\/\d+$/, /\/papers\/tally$/] }),
  desk('terms', '/console/terms'),
  desk('terms-over', '/console/terms?view=over'),
  desk('terms-without', '/console/terms?view=without'),
  desk('committee-over', '/console/terms?view=over', { follow: [/\/committee$/] }),
  desk('committee', LOGISTICS, { follow: [A_UNION, /\/committee$/] }),
  desk('committee-leaving', LOGISTICS, { follow: [A_UNION, /\/committee$/, /\?leave=/] }),
  desk('closing', LOGISTICS, { follow: [A_UNION, /\/closing$/] }),
  desk('closing-preview', LOGISTICS, {
    follow: [A_UNION, /\/closing$/],
    arrange: async (page) => {
      await page.getByLabel('撤销').check();
      await page.getByRole('button', { name: '看看会变什么' }).click();
      await page.getByRole('button', { name: '撤销这家工会' }).waitFor();
    },
  }),
  desk('posts', '/console/posts', { as: 'admin' }),
  desk('post', '/console/posts', { as: 'admin', follow: [/^\/console\/posts\/\d+$/] }),
  desk('post-new', '/console/posts/new', { as: 'admin' }),
  desk('audit', '/console/audit', { as: 'auditor' }),
  desk('audit-chain', '/console/audit/chain', { as: 'auditor' }),
  desk('settings', '/console/settings', { as: 'admin' }),
  desk('setting', '/console/settings', { as: 'admin', follow: [/^\/console\/settings\/./] }),
  desk('visibility', '/console/visibility'),
  desk('visibility-found', '/console/visibility?q=林', { as: 'chair' }),
  desk('visibility-nothing', '/console/visibility?q=没有这个人', { as: 'chair' }),
  desk('visibility-lack', '/console/visibility?q=林', { as: 'admin' }),
  desk('member-account', '/console/members', { as: 'chair', follow: [/^\/console\/members\/\d+$/, /^\/console\/members\/\d+\/account$/] }),
  desk('search', '/console/search?q=林'),
  desk('search-nothing', '/console/search?q=没有这个人'),
  desk('sheet', '/console/sheet'),
  desk('board', '/console/sheet?m=members,unions,coverage.from100,joined,cases,cases.in_time_rate&against=year'),
  desk('board-dimension', '/console/sheet?m=cases,cases.channel,joined_group&by=dimension&period=year'),
  desk('board-odd', '/console/sheet?m=members,nothing&period=own&from=2026-12-31&to=2026-01-01'),
  desk('chair', '/console/union', { as: 'chair' }),
  desk('screen', '/console/screen'),
  desk('screens', '/console/screens'),
  desk('measures', '/console/measures'),
  desk('reports', '/console/reports'),
  desk('report-new', '/console/reports/forms/new'),
  desk('report-form', '/console/reports', { follow: [REPORT_FORM] }),
  desk('report-form-cell', '/console/reports/forms/1?cell=D6'),
  desk('report', '/console/reports', { follow: [REPORT] }),
  desk('report-open', '/console/reports', { follow: [ROUND, REPORT] }),
  desk('report-later', '/console/reports/1/later'),
  desk('report-print', '/console/reports/1/print'),
  desk('report-round', '/console/reports', { follow: [ROUND] }),
  desk('report-round-new', '/console/reports/forms/1/rounds/new'),
  desk('counted', '/console/counted?measure=cases.solved'),
  desk('measure', '/console/measures', { follow: [/^\/console\/measures\/./] }),
  desk('gallery', '/console/gallery'),
  desk('console-not-found', '/console/unions/999999', { status: 404 }),
];

/** The two pictures of the README. */
export const README = { member: 'card', console: 'console' };

/** Somebody whom the demo does not know. */
const NEWCOMER = { name: '罗一帆', sex: '1' };

async function askForCode(page) {
  // Another phone each time: a phone gets one code in a minute.
  await page.getByLabel('手机号').fill(`199${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`);
  await page.getByRole('button', { name: /验证码/ }).click();
  await page.locator('input[name=code]').waitFor();
}
async function toUnion(page) {
  await fillWho(page, NEWCOMER);
  await fillWork(page, { group: '货车司机' });
}

/** Opens one of the pages in `page`, which is signed in already. Throws unless it is shown. */
export async function visit(page, { path, follow = [], arrange, status = 200 }) {
  let answer = await page.goto(path);
  for (const wanted of follow) {
    const links = await page.locator('a[href]').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    const link = links.find((href) => wanted.test(href));
    if (!link) throw new Error(`${page.url()} has no link like ${wanted}`);
    answer = await page.goto(link);
  }
  if (answer.status() !== status) throw new Error(`${page.url()} answered ${answer.status()}`);
  await arrange?.(page);
  // What htmx loads by itself belongs to the page.
  await page.waitForFunction(() => !document.querySelector('.htmx-request'));
}

/** Large type (关怀模式), as the switch in the product sets it. */
export function enlarge(page, large = true) {
  return page.evaluate((on) => (on ? document.documentElement.setAttribute('data-type', 'large') : document.documentElement.removeAttribute('data-type')), large);
}

/** How much wider than the screen the page is, and by which elements. */
export function overflow(page) {
  return page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - globalThis.innerWidth;
    if (wide <= 0) return '';
    const over = [...document.body.querySelectorAll('*')].filter((one) => one.getBoundingClientRect().right > globalThis.innerWidth + 0.5);
    const named = over.slice(0, 4).map((one) => `${one.tagName.toLowerCase()}.${[...one.classList].join('.')}`);
    return `${wide} px wider than the screen: ${named.join(', ')}`;
  });
}
