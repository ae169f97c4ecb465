/** `<input type="checkbox" data-select-all="person">` ticks all of that name in its form and shows the bulk bar:
 *  `[data-bulk]` with `[data-bulk-count]` inside. */
export function selectAll(all) {
  const scope = all.form ?? document;
  const boxes = () => [...scope.querySelectorAll(`input[type="checkbox"][name="${CSS.escape(all.dataset.selectAll)}"]`)];
  const bar = scope.querySelector("[data-bulk]");
  const show = () => {
    const ticked = boxes().filter((box) => box.checked).length;
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
    for (const box of boxes()) box.closest("tr")?.classList.toggle("is-picked", box.checked);
    if (!bar) return;
    bar.hidden = ticked === 0;
    const count = bar.querySelector("[data-bulk-count]");
    if (count) count.textContent = ticked;
  };
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
    show();
  });
  scope.addEventListener("change", (event) => {
    if (event.target !== all && event.target.name === all.dataset.selectAll) show();
  });
  show();
}
