/** Menus of the top bar (`<details class="menu">`) close on Esc and on a click elsewhere. */
export function closeMenus() {
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

/** The search over one's posts: hides what does not contain the text. */
export function filterPosts(input) {
  const list = document.getElementById(input.dataset.filterList);
  input.hidden = false;
  input.addEventListener("input", () => {
    const text = input.value.trim();
    for (const line of list.children) line.hidden = Boolean(text) && !line.textContent.includes(text);
  });
}
