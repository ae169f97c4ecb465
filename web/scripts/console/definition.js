// What a figure means: opens on hover, focus and tap, stays while the pointer is inside, closes on Esc.
// Without the script it opens on hover and focus (`.has-tip` in the styles).
export function define() {
  const close = (except) => {
    for (const button of document.querySelectorAll('.def[aria-expanded="true"]')) {
      if (button === except) continue;
      button.setAttribute("aria-expanded", "false");
      button.closest(".has-tip")?.classList.remove("is-open");
    }
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".def");
    if (!button) return event.target.closest(".tip") ? undefined : close();
    close(button);
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    const frame = button.closest(".has-tip");
    frame?.classList.toggle("is-open", open);
    frame?.classList.toggle("is-shut", !open);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    close();
    event.target.closest?.(".has-tip")?.classList.add("is-shut");
    for (const frame of document.querySelectorAll(".has-tip:hover")) frame.classList.add("is-shut");
  });
  // A closed one opens again after pointer and focus have left it.
  const reopen = (event) => {
    const frame = event.target.closest?.(".has-tip");
    if (frame && !frame.contains(event.relatedTarget)) frame.classList.remove("is-shut");
  };
  document.addEventListener("pointerout", reopen);
  document.addEventListener("focusout", reopen);
}
