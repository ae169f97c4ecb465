/** Charts, heated cells and lit houses stay apart for people who see colours otherwise: measured on the tokens themselves. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

/** Linear RGB as it is seen: Machado, Oliveira, Fernandes 2009, severity 1.0. */
const EYES = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};
const linear = (hex) =>
  [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
const seen = (rgb, eye) => EYES[eye].map((row) => Math.min(1, Math.max(0, row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2])));
function lab([r, g, b]) {
  const f = (t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const [x, y, z] = [0.4124 * r + 0.3576 * g + 0.1805 * b, 0.2126 * r + 0.7152 * g + 0.0722 * b, 0.0193 * r + 0.1192 * g + 0.9505 * b];
  const [fx, fy, fz] = [f(x / 0.95047), f(y), f(z / 1.08883)];
  return [116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)];
}
/** How far two colours are from each other for an eye (CIE76); a just noticeable difference is about 2.3. */
function distance(one, other, eye) {
  const [a, b] = [one, other].map((rgb) => lab(seen(rgb, eye)));
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
/** `color-mix(in srgb, a share, b)`, as linear RGB. */
function mixed(a, share, b) {
  const hex = [1, 3, 5].map((at) => Math.round(share * parseInt(a.slice(at, at + 2), 16) + (1 - share) * parseInt(b.slice(at, at + 2), 16)));
  return linear(`#${hex.map((c) => c.toString(16).padStart(2, '0')).join('')}`);
}

const styles = path.join(import.meta.dirname, '../styles');
const tokens = await readFile(path.join(styles, 'tokens.css'), 'utf8');
const [light, dark] = tokens.split('@media (prefers-color-scheme: dark)');
const token = (part, name) => part.match(new RegExp(`${name}: *(#[0-9a-f]{6})`))[1];

for (const eye of Object.keys(EYES)) {
  for (const [mode, part] of Object.entries({ light, dark })) {
    const [xin, you, tint, surface] = ['--xin', '--you', '--xin-tint', '--surface'].map((name) => token(part, name));
    test(`the two lines of a chart are apart: ${mode}, ${eye}`, () => {
      const apart = distance(linear(xin), linear(you), eye);
      assert.ok(apart > 15, `${apart}`);
    });
    test(`heated cells grow darker step by step: ${mode}, ${eye}`, () => {
      const steps = [linear(surface), linear(tint), mixed(xin, 0.24, surface), mixed(xin, 0.38, surface)];
      steps.slice(1).forEach((step, at) => assert.ok(distance(step, steps[at], eye) > 3, `step ${at + 1}`));
    });
  }
}

test('lit houses differ by their light, for every eye', async () => {
  const css = await readFile(path.join(styles, 'screen.css'), 'utf8');
  const walls = [1, 2, 3, 4].map((level) => linear(css.match(new RegExp(`\\.lv${level} \\{ --w: (#[0-9a-f]{6})`))[1]));
  for (const eye of Object.keys(EYES)) {
    walls.slice(1).forEach((wall, at) => {
      const [darker, lighter] = [walls[at], wall].map((rgb) => lab(seen(rgb, eye))[0]);
      assert.ok(lighter - darker > 8, `${eye}, level ${at + 2}: ${lighter} after ${darker}`);
    });
  }
});
