/** On a phone a row of this table is a card (narrow.css): a number or a day is told by its column's name there. */
export function nameCells(table) {
  const heads = [...table.querySelectorAll(":scope > thead th")].map((head) => (head.querySelector(".sr, .visually-hidden") ? "" : head.textContent.trim()));
  for (const row of table.querySelectorAll(":scope > tbody > tr")) {
    // A first cell is what the row is about.
    for (const cell of [...row.cells].slice(1)) {
      const says = cell.textContent.trim() && !cell.querySelector(".btn, .stamp, .t, form");
      if (says && heads[cell.cellIndex] && cell.matches(".r, .nowrap, .num")) cell.dataset.head = heads[cell.cellIndex];
    }
  }
}
