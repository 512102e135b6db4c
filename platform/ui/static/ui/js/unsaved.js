// Whoever leaves a page with something typed and not sent is asked whether they mean it. A form that has been sent, that
// is as it was drawn, that saves itself, or that asks for a password is left without a word.
const watched = new Set();
let sent = null;

export function enhance(form) {
  if (form.querySelector("[type=password], [autocomplete=one-time-code]")) return;
  const drawn = written(form);
  const refilled = "refilled" in form.dataset; // what stands in it was typed before, and is not sent yet
  form.addEventListener("input", () => watched.add({ form, drawn, refilled }), { once: true });
  if (refilled) watched.add({ form, drawn, refilled });
}

function written(form) {
  const text = ([name, value]) => (value instanceof File ? [name, value.name] : [name, value]);
  return JSON.stringify([...new FormData(form)].map(text).filter(([name]) => name !== "csrfmiddlewaretoken"));
}

function isChanged({ form, drawn, refilled }) {
  return form.isConnected && form !== sent && !("autosave" in form.dataset) && (refilled || written(form) !== drawn);
}

document.addEventListener("submit", (event) => event.defaultPrevented || (sent = event.target));
addEventListener("pageshow", () => (sent = null)); // «back» shows the page as it was left
addEventListener("beforeunload", (event) => {
  if (![...watched].some(isChanged)) return;
  event.preventDefault(); // «Уйти со страницы?»
  setTimeout(() => dispatchEvent(new Event("pageshow")), 100); // whoever stays finds the buttons awake, see app.js
});
