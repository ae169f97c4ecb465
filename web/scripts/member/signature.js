// Signing by finger. `<div class="pad" data-signature="signature">` writes a PNG data address into the hidden input
// of that name; the strokes travel with it so that a draft can draw them again.
import SignaturePad from "signature_pad";

export function sign(frame) {
  const field = frame.parentElement.querySelector(`input[name="${frame.dataset.signature}"]`);
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-labelledby", frame.getAttribute("aria-labelledby") ?? "");
  frame.prepend(canvas);
  const pad = new SignaturePad(canvas, { penColor: "#211d1a", minWidth: 1, maxWidth: 3 });

  const fit = () => {
    const strokes = pad.toData();
    const ratio = Math.max(window.devicePixelRatio || 1, 1);
    canvas.width = canvas.offsetWidth * ratio;
    canvas.height = canvas.offsetHeight * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    pad.clear();
    pad.fromData(strokes);
  };
  const keep = () => {
    field.strokes = pad.toData();
    field.value = pad.isEmpty() ? "" : pad.toDataURL("image/png");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  pad.addEventListener("endStroke", keep);
  new ResizeObserver(fit).observe(frame);
  frame.querySelector("[data-signature-clear]")?.addEventListener("click", () => {
    pad.clear();
    keep();
  });
  const restore = () => {
    if (!field.strokes?.length || !pad.isEmpty()) return;
    pad.fromData(field.strokes);
    field.value = pad.toDataURL("image/png");
  };
  field.addEventListener("signature:restore", restore);
  fit();
  restore();
}
