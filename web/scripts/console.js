// The console's script. Lists, forms and links work without it.
import "./htmx.js";
import { keepBusy } from "./busy.js";
import { offerSuggestions } from "./suggest.js";
import { copyFrom } from "./console/copy.js";
import { define } from "./console/definition.js";
import { openDialogs } from "./console/dialog.js";
import { drop } from "./console/drop.js";
import { closeMenus, filterPosts } from "./console/menu.js";
import { reorder } from "./console/reorder.js";
import { selectAll } from "./console/select.js";
import { nameCells } from "./console/stack.js";
import { askWhen } from "./when.js";
import { onEach } from "./each.js";

keepBusy();
define();
openDialogs();
closeMenus();
onEach("[data-filter-list]", filterPosts);
onEach("[data-suggest]", offerSuggestions);
onEach("[data-when]", askWhen);
onEach("[data-select-all]", selectAll);
onEach(".table--stack", nameCells);
onEach("[data-reorder]", reorder);
onEach("[data-drop]", drop);
onEach("[data-copy]", copyFrom);
onEach("[data-focus]", (element) => element.focus());
onEach("[data-print]", (button) => button.addEventListener("click", () => print()));
onEach("form[data-auto-submit]", (form) => form.addEventListener("change", () => form.requestSubmit()));
onEach("[data-chart]", (frame) => import("./charts.js").then(({ draw }) => draw(frame)));

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const find = document.querySelector("[data-global-search]");
  if (!find) return;
  event.preventDefault();
  find.focus();
  find.select();
});
