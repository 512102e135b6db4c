// Whoever leaves a page with something typed and not sent is asked whether they mean it. A form that has been sent, that
// is as it was drawn, that saves itself, or that asks for a password is left without a word. Where one of several forms
// is sent, nobody is asked: what is typed in the others is kept, see beside.js.
import { forget, forgetAll, keep, pairs, restore } from "./beside.js";

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
  return form.isConnected && form !== sent && !kept && !("autosave" in form.dataset) && (refilled || written(form) !== drawn);
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
