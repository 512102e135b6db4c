// «Выше», «Ниже»: the row of a file goes, the focus stays.

export function places(form, changed) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[name=up], [name=down]");
    if (!button) return;
    event.preventDefault();
    const row = button.closest(".file");
    const isUp = button.name === "up";
    const other = isUp ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    if (isUp) other.before(row);
    else other.after(row);
    changed();
    button.focus();
  });
}
