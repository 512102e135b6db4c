// What a page of a draft sends to be kept.

const NOT_CONTENT = new Set(["csrfmiddlewaretoken", "key", "version", "page", "turn", "upload", "files", "title", "comment", "do"]);
const NOT_SENT = ["upload", "files", "title", "comment"]; // files go by themselves, see uploads.js

/** All that a person has written, as one text. */
export function content(form) {
  const pairs = [...new FormData(form)].filter(([name, value]) => !NOT_CONTENT.has(name) && typeof value === "string");
  return JSON.stringify(pairs);
}

/** Was something typed before this script came, or before a sign-in? Then it is not saved yet. */
export function isTouched(form) {
  const changed = (field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  const fields = form.querySelectorAll("input:not([type=hidden], [type=file]), textarea");
  return "refilled" in form.dataset || [...fields].some(changed);
}

/** The name of this very page: no other has it, even after a reload. */
export function pageName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Each has a further number, so that one that comes late is known. */
export function takeTurn(form) {
  form.elements.turn.value = Number(form.elements.turn.value) + 1;
}

export function sheet(form) {
  takeTurn(form);
  const body = new FormData(form);
  for (const name of NOT_SENT) body.delete(name);
  body.set("do", "keep");
  return body;
}

/** The answer of the server; of a page that is no answer, its status only. Throws where the line is broken. */
export async function post(form, body, { keepalive = false, isSecond = false } = {}) {
  const asked = { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" }, keepalive };
  const answer = await fetch(form.action, asked);
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  const said = { status: answer.status, ...(isJson ? await answer.json() : {}) };
  if (said.code !== "stale_token" || isSecond) return said;
  // Signed in anew in another tab: the answer brings the token of today, and every form of the page gets it.
  for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = said.token;
  body.set("csrfmiddlewaretoken", said.token);
  return post(form, body, { keepalive, isSecond: true });
}
