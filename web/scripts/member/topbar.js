/** Back goes where one came from, when that was a page of ours; otherwise where the link says. */
export function goBack() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-back]");
    if (!link || history.length < 2 || !document.referrer.startsWith(`${location.origin}/`)) return;
    if (new URL(document.referrer).pathname === location.pathname) return;
    event.preventDefault();
    history.back();
  });
}

/** `<button data-share data-share-url="/join/…" data-share-title="…">`: the phone's own sheet, or the address copied. */
export function share() {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-share]");
    if (!button) return;
    const url = new URL(button.dataset.shareUrl ?? location.href, location.href).href;
    const title = button.dataset.shareTitle ?? document.title;
    try {
      if (navigator.share) await navigator.share({ url, title });
      else {
        await navigator.clipboard.writeText(url);
        button.textContent = "网址已复制";
      }
    } catch {
      // Closed without sharing: nothing to do.
    }
  });
}
