/** `<ul data-reorder>`: each line gets a button that moves it up; what is sent follows the order of the lines. */
export function reorder(list) {
  for (const line of list.children) {
    const name = line.textContent.trim();
    const up = document.createElement("button");
    up.type = "button";
    up.className = "picks__up";
    up.setAttribute("aria-label", `${name}往前移`);
    up.textContent = "↑";
    up.addEventListener("click", () => {
      line.previousElementSibling?.before(line);
      up.focus();
    });
    line.append(up);
  }
}
