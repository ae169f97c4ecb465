/** Hides what is asked only where another field was answered so; without this script all of it is shown, and the server leaves out the rest. */
export function askWhen(part) {
  const form = part.closest("form");
  const answers = part.dataset.whenIs.split(" ");
  const look = () => {
    const given = new FormData(form).get(part.dataset.when) ?? "";
    part.hidden = !answers.includes(given);
  };
  form.addEventListener("change", look);
  look();
}
