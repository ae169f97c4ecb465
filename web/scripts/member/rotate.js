// A code that is valid for a minute: counts down, then asks for the next one.
//   <div data-rotate-url="/me/card/qr" data-rotate-seconds="60"> with inside it
//   data-rotate-body (replaced), data-rotate-left (seconds), data-rotate-ring (circle with pathLength="100"),
//   data-rotate-lost (shown while no new code can be had)
export function rotate(frame) {
  const period = Number(frame.dataset.rotateSeconds);
  const part = (name) => frame.querySelector(`[data-rotate-${name}]`);
  let until = Date.now() + Number(frame.dataset.rotateRemaining ?? period) * 1000;
  let asking = false;

  const show = () => {
    const left = Math.max(0, Math.ceil((until - Date.now()) / 1000));
    const count = part("left");
    if (count) count.textContent = left;
    part("ring")?.setAttribute("stroke-dashoffset", String(100 - (100 * left) / period));
  };
  const next = async () => {
    asking = true;
    try {
      const answer = await fetch(frame.dataset.rotateUrl, { headers: { "HX-Request": "true" }, cache: "no-store" });
      if (!answer.ok) throw new Error(answer.statusText);
      part("body").innerHTML = await answer.text();
      until = Date.now() + period * 1000;
      part("lost")?.setAttribute("hidden", "");
    } catch {
      part("lost")?.removeAttribute("hidden");
      until = Date.now() + 5000;
    }
    asking = false;
  };
  const tick = () => {
    if (!frame.isConnected) return clearInterval(timer);
    if (document.hidden) return;
    show();
    if (Date.now() >= until && !asking) next().then(show);
  };
  const timer = setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
  show();
}
