// `<form data-drop>` with `<label class="drop">` around a file input: takes a dropped file, sends at once, shows how far
// it is. Without the script it is a file input and a button.
export function drop(form) {
  const area = form.querySelector(".drop");
  const input = form.querySelector('input[type="file"]');
  const words = area.querySelector("[data-drop-words]");

  const send = () => {
    const progress = document.createElement("progress");
    progress.max = 1;
    progress.setAttribute("aria-label", "上传进度");
    area.append(progress);
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      progress.value = loaded / total;
      if (words) words.textContent = loaded < total ? `正在上传，${Math.floor((100 * loaded) / total)}%` : "已上传，正在检查";
    });
    request.addEventListener("load", () => {
      // The answer is the page that follows, or this one with its messages.
      if (request.responseURL !== location.href && request.status < 400) return location.assign(request.responseURL);
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      document.querySelector("main").replaceWith(page.querySelector("main") ?? document.createElement("main"));
      document.querySelector("[data-focus]")?.focus();
      const again = document.querySelector("form[data-drop]");
      if (again) drop(again);
    });
    request.addEventListener("error", () => {
      progress.remove();
      if (words) words.textContent = "没有传上去，请检查网络后再选一次文件";
    });
    request.open("POST", form.action);
    request.send(new FormData(form));
  };

  input.addEventListener("change", () => input.files.length && send());
  for (const name of ["dragenter", "dragover"]) {
    area.addEventListener(name, (event) => {
      event.preventDefault();
      area.classList.add("is-over");
    });
  }
  for (const name of ["dragleave", "drop"]) area.addEventListener(name, () => area.classList.remove("is-over"));
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    send();
  });
}
