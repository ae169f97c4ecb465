// One SVG file with the Tabler icons that icons.json names. Outline icons take their stroke from the page, filled ones
// are named with `-filled`.
import { readFile } from "node:fs/promises";
import path from "node:path";

const icons = path.join(import.meta.dirname, "../node_modules/@tabler/icons/icons");

async function symbol(style, name) {
  const source = await readFile(path.join(icons, style, `${name}.svg`), "utf8").catch(() => {
    throw new Error(`icons.json names ${style} icon ${name}, which @tabler/icons does not have`);
  });
  const shapes = source
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>[\s\S]*$/, "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" \/>/, "")
    .replace(/\s*\n\s*/g, "");
  const paint =
    style === "filled"
      ? 'fill="currentColor"'
      : 'fill="none" stroke="currentColor" stroke-linecap="round" stroke-linejoin="round"';
  return `<symbol id="${name}${style === "filled" ? "-filled" : ""}" viewBox="0 0 24 24" ${paint}>${shapes}</symbol>`;
}

export async function buildSprite({ outline, filled }) {
  const symbols = await Promise.all([
    ...outline.map((name) => symbol("outline", name)),
    ...filled.map((name) => symbol("filled", name)),
  ]);
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}
