// 关怀模式. The link works without the script (the server sets the same cookie and comes back).
const year = 365 * 24 * 60 * 60;

export function switchType() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-type-switch]");
    if (!link) return;
    event.preventDefault();
    const root = document.documentElement;
    const large = root.dataset.type !== "large";
    if (large) root.dataset.type = "large";
    else delete root.dataset.type;
    document.cookie = `type=${large ? "large" : "normal"}; path=/; max-age=${year}; samesite=lax`;
    for (const one of document.querySelectorAll("[data-type-switch]")) {
      one.setAttribute("aria-label", large ? "关怀模式：字恢复原样" : "关怀模式：字大一些");
      one.href = `/type?to=${large ? "normal" : "large"}`;
    }
  });
}
