// A form is sent once. The button that sent it says so and keeps its width.
const waiting = new WeakMap();

function hold(form, button) {
  waiting.set(form, button && { button, label: button.innerHTML });
  if (!button) return;
  button.style.inlineSize = `${button.offsetWidth}px`;
  button.setAttribute("aria-busy", "true");
  button.textContent = button.dataset.busy ?? "正在提交…";
}

/** Lets `form` be sent again. */
export function release(form) {
  const held = waiting.get(form);
  waiting.delete(form);
  if (!held) return;
  held.button.innerHTML = held.label;
  held.button.removeAttribute("aria-busy");
  held.button.style.inlineSize = "";
}

export function keepBusy() {
  document.addEventListener(
    "submit",
    (event) => {
      if (!waiting.has(event.target)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
  // Last in line: a draft that waits for the network has stopped the event by now. A form that opens a dialog's end
  // or a new window, or asks a question by GET, may be sent again.
  window.addEventListener("submit", (event) => {
    const form = event.target;
    const htmx = form.matches("[hx-post], [hx-put], [hx-delete], [hx-patch]");
    if ((event.defaultPrevented && !htmx) || form.method !== "post" || form.target === "_blank") return;
    // The label changes after the browser has read which button was pressed.
    setTimeout(() => hold(form, event.submitter));
  });
  document.addEventListener("htmx:finally:request", (event) => {
    const form = event.target.closest?.("form");
    if (form) release(form);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) for (const form of document.forms) release(form);
  });
}
