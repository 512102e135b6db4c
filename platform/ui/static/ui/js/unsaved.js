// Whoever leaves a page with something typed and not sent is asked whether they mean it. A form that has been sent, that
// is as it was drawn, that saves itself, or that asks for a password is left without a word. Where one of several forms
// is sent, nobody is asked: what is typed in the others is kept.

const watched = new Set();
let sent = null;

export function enhance(form) {
  if (form.querySelector("[name=login]")) forgetAll();
  if (form.querySelector("[type=password], [autocomplete=one-time-code]")) return;
  const [drawn, fields] = [written(form), pairs(form)];
  const refilled = restore(form) || "refilled" in form.dataset; // what stands in it was typed before, and is not sent yet
  form.addEventListener("input", () => watched.add({ form, drawn, fields, refilled }), { once: true });
  if (refilled) watched.add({ form, drawn, fields, refilled });
}

function written(form) {
  const text = ([name, value]) => (value instanceof File ? [name, value.name] : [name, value]);
  return JSON.stringify([...new FormData(form)].map(text).filter(([name]) => name !== "csrfmiddlewaretoken"));
}

function isChanged({ form, drawn, refilled, kept }) {
  return (
    form.isConnected && form !== sent && !kept && !("autosave" in form.dataset) && (refilled || written(form) !== drawn)
  );
}

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  sent = event.target;
  forget(sent);
  for (const one of watched) one.kept = isChanged(one) && keep(one.form, one.fields);
});
addEventListener("pageshow", () => {
  sent = null; // «back» shows the page as it was left
  for (const one of watched) one.kept = false;
});
addEventListener("beforeunload", (event) => {
  if (![...watched].some(isChanged)) return;
  event.preventDefault(); // «Уйти со страницы?»
  setTimeout(() => dispatchEvent(new Event("pageshow")), 100); // whoever stays finds the buttons awake, see app.js
});

// --- The other forms of the page
// Of several forms on a page one is sent; what is typed in the others waits in the storage of this tab and stands in
// them again when they are drawn next. Only what the person has changed is kept, and the version of what they saw.

const PREFIX = "typed in ";
const NOTE = "Введённое раньше на месте. Оно ещё не отправлено.";
const HIDDEN = new Set(["csrfmiddlewaretoken", "key"]); // drawn anew each time

/** The same form of another drawing: where it is sent, and which of those it is. */
function nameOf(form) {
  const address = (one) => new URL(one.getAttribute("action") || location.pathname, location.href).pathname;
  const alike = [...document.forms].filter((other) => other.method === "post" && address(other) === address(form));
  return `${PREFIX}${address(form)} ${alike.indexOf(form)}`;
}

function pairs(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !HIDDEN.has(name));
}

/** `drawn`: the pairs as they came from the server. Says whether all is kept: a chosen file cannot be. */
function keep(form, drawn) {
  const before = new Set(drawn.map(String));
  const now = pairs(form);
  const left = new Set(drawn.map(([name]) => name)); // a tick taken away leaves no pair
  now.forEach(([name]) => left.delete(name));
  const changed = new Set([...now.filter((pair) => !before.has(String(pair))).map(([name]) => name), ...left]);
  if (!changed.size) return false;
  const values = now.filter(([name]) => changed.has(name) || name.endsWith("version"));
  sessionStorage.setItem(nameOf(form), JSON.stringify({ names: [...changed], values }));
  return ![...new FormData(form)].some(([, value]) => value instanceof File && value.name);
}

function forget(form) {
  sessionStorage.removeItem(nameOf(form));
}

/** Says whether something was put back. */
function restore(form) {
  const kept = JSON.parse(sessionStorage.getItem(nameOf(form)) ?? "null");
  forget(form);
  if (!kept || "refilled" in form.dataset) return false;
  for (const control of form.elements) {
    const values = kept.values.filter(([name]) => name === control.name).map(([, value]) => value);
    if (!kept.names.includes(control.name) && !values.length) continue;
    if (control.type === "checkbox" || control.type === "radio") control.checked = values.includes(control.value);
    else if (control.type !== "file" && values.length) control.value = values[0];
    if (control.closest("[data-editor]")) control.dispatchEvent(new Event("change"));
  }
  form.prepend(
    Object.assign(document.createElement("p"), { className: "mute small", textContent: NOTE, role: "status" }),
  );
  return true;
}

/** Whoever signs in next in this tab finds nothing of the one before. */
function forgetAll() {
  Object.keys(sessionStorage)
    .filter((name) => name.startsWith(PREFIX))
    .forEach((name) => sessionStorage.removeItem(name));
}
