// «Показать» beside a password.

export function enhance(button) {
  const field = document.getElementById(button.getAttribute("aria-controls"));
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = shown ? "Скрыть" : "Показать";
    button.setAttribute("aria-pressed", String(shown));
  };
  button.hidden = false;
  button.addEventListener("click", () => show(field.type === "password"));
  // A password goes out as a password, so that the browser offers to keep it.
  field.form?.addEventListener("submit", () => show(false));
}
