/** A button that copies the text of an input: `<button data-copy="id of the input">`. Where the browser refuses, the text is selected. */
export function copyFrom(button) {
  const input = document.getElementById(button.dataset.copy);
  button.addEventListener("click", async () => {
    input.focus();
    input.select();
    try {
      await navigator.clipboard.writeText(input.value);
      button.lastChild.textContent = "已复制";
    } catch {
      button.lastChild.textContent = "请按Ctrl+C复制";
    }
  });
}
