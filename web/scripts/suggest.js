// An input that proposes while one types (ARIA combobox). The server answers with options; without the script
// the input is plain text and the server finds the match itself.
//   <div class="suggest"><input data-suggest="/join/employers" data-suggest-into="employer_id" name="employer"></div>
//   <input type="hidden" name="employer_id">
// The fragment: <li role="option" data-value="17" data-label="顺通物流">顺通物流<small>城东街道</small></li> …
let lists = 0;

export function offerSuggestions(input) {
  const list = document.createElement("ul");
  list.id = `suggest-${++lists}`;
  list.className = "suggest__list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels?.[0]?.textContent ?? "可选的");
  input.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off" })) {
    input.setAttribute(name, value);
  }
  const into = input.dataset.suggestInto && input.form?.elements[input.dataset.suggestInto];
  let timer;
  let asked = 0;
  let at = -1;

  const options = () => [...list.querySelectorAll('[role="option"]')];
  const open = (yes) => {
    list.hidden = !yes;
    input.setAttribute("aria-expanded", String(yes));
    if (!yes) point(-1);
  };
  const point = (index) => {
    at = index;
    options().forEach((option, i) => {
      option.id ||= `${list.id}-${i}`;
      option.setAttribute("aria-selected", String(i === index));
      if (i === index) option.scrollIntoView({ block: "nearest" });
    });
    const active = options()[index];
    if (active) input.setAttribute("aria-activedescendant", active.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const choose = (option) => {
    // A proposal with an address is a page to go to.
    if (option.dataset.href) return location.assign(option.dataset.href);
    input.value = option.dataset.label ?? option.textContent.trim();
    if (into) into.value = option.dataset.value ?? "";
    open(false);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const ask = async () => {
    const text = input.value.trim();
    if (!text) return open(false);
    const mine = ++asked;
    const address = new URL(input.dataset.suggest, location.href);
    address.searchParams.set("q", text);
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (mine !== asked || !answer?.ok || document.activeElement !== input) return;
    list.innerHTML = await answer.text();
    point(-1);
    open(list.childElementCount > 0);
  };

  input.addEventListener("input", () => {
    if (into) into.value = "";
    clearTimeout(timer);
    timer = setTimeout(ask, 200);
  });
  input.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape") open(false);
    else if (list.hidden || !count) return;
    else if (event.key === "ArrowDown") point((at + 1) % count);
    else if (event.key === "ArrowUp") point((at + count - 1) % count);
    else if (event.key === "Enter" && at >= 0) choose(options()[at]);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", () => setTimeout(() => open(false), 150));
  // Before the blur, so that a tap chooses.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest('[role="option"]');
    if (option) choose(option);
  });
}
