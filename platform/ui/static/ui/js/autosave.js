// A form that saves itself as it is typed into: soon after the last key, not more often than every few seconds, when a
// link leads away and when the page is left. It says «Сохранено» only of what the server has answered for.

export function enhance(form) {
  const keeper = new Keeper(form);
  const changed = () => keeper.noteChange();
  form.addEventListener("input", changed);
  form.addEventListener("change", (event) => {
    changed();
    if (decides(event.target)) keeper.save();
  });
  places(form, changed);
  watch(form, keeper);
}

// --- The saving
// Saves the form of a draft and says truly how that went.

const REST = 2_000; // milliseconds after the last key
const EVERY = 5_000; // milliseconds between two saves
const AGAIN = 10_000; // milliseconds until what failed is tried once more

class Keeper {
  sending = null; // the content on its way
  isLeaving = false; // a button of the form was pressed, or somebody has chosen to go without saving
  isStuck = false; // another page has written, or the draft is no draft any more: only a person can go on
  #lastAt = 0;
  #timer = null;

  constructor(form) {
    this.form = form;
    const status = form.querySelector("[data-saved]");
    this.say = (...words) => status.replaceChildren(...words);
    this.remarks = new Remarks(form);
    this.saved = isTouched(form) ? null : content(form);
    form.elements.page.value = pageName();
    if (this.saved === null) this.later(REST);
  }

  get isDirty() {
    return content(this.form) !== this.saved;
  }

  noteChange() {
    if (this.isStuck || !this.isDirty) return;
    if (this.sending === null) this.say("Есть несохранённые изменения");
    this.later(REST);
  }

  later(pause) {
    clearTimeout(this.#timer);
    if (!this.isStuck) this.#timer = setTimeout(() => this.save(), Math.max(pause, this.#lastAt + EVERY - Date.now()));
  }

  /** Is all that is typed kept now? `isLast`: the page is being left, so a save on its way is not waited for. */
  async save({ isLast = false, keepalive = false } = {}) {
    clearTimeout(this.#timer);
    const now = content(this.form);
    if (this.isStuck || this.isLeaving || now === this.saved) return now === this.saved;
    if (this.sending !== null && !(isLast && now !== this.sending)) return (this.later(REST), false);
    this.sending = now;
    this.#lastAt = Date.now();
    this.say("Сохраняем…");
    try {
      return this.#take(await post(this.form, sheet(this.form), { keepalive }), now);
    } catch {
      this.say(OFFLINE);
      this.later(AGAIN);
      return false;
    } finally {
      this.sending = null;
    }
  }

  #take(said, sent) {
    if (said.version !== undefined) return this.#keep(said, sent);
    this.isStuck = said.status === 409;
    this.say(...refused(this.form, said));
    this.later(AGAIN);
    return false;
  }

  /** These answers have brought up other questions or another category: both are drawn anew, the focus stays. */
  async #redraw() {
    const answer = await fetch(this.form.action);
    if (!answer.ok || answer.redirected || this.isDirty) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (this.isDirty) return; // the next save asks again
    const focused = document.activeElement?.id;
    for (const region of ["[data-questions]", "[data-side]"]) {
      const fresh = page.querySelector(region);
      if (fresh) document.querySelector(region)?.replaceWith(fresh);
    }
    if (focused) document.getElementById(focused)?.focus();
    this.saved = content(this.form);
  }

  #keep(said, sent) {
    this.saved = sent;
    this.form.elements.version.value = said.version;
    this.remarks.show(said.remarks);
    if (said.redraw) this.#redraw();
    if (this.isDirty) return (this.later(REST), false);
    this.say(`${this.form.querySelector(".summary") ? "Набранное сохранено" : "Сохранено"} ${said.at}`);
    return true;
  }
}

/** An answer of a step on which other questions may hang is saved at once. */
function decides(field) {
  return field.matches("[type=radio], select") && field.closest("[data-questions]") !== null;
}

// --- Leaving the page
// Whatever leads away from a draft waits until what was typed is kept; the last words go after a page that is left.

const PATIENCE = 5_000; // milliseconds that a link waits for a save
const SECOND_THOUGHT = 10_000; // milliseconds in which a second press means «leave without saving»
const LARGEST = 60_000; // bytes that a browser sends after the page is gone

function watch(form, keeper) {
  let warned = false;

  const hold = async (event, go) => {
    if (keeper.isLeaving || warned || !keeper.isDirty) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await settled(keeper)) {
      keeper.isLeaving = true;
      go();
    } else {
      warned = true;
      setTimeout(() => (warned = false), SECOND_THOUGHT);
    }
  };
  const lastWord = () => keeper.save({ isLast: true, keepalive: new Blob([content(form)]).size < LARGEST });

  form.addEventListener("submit", () => {
    takeTurn(form);
    keeper.isLeaving = true;
  });
  addEventListener("pageshow", () => (keeper.isLeaving = false));
  addEventListener("pagehide", lastWord);
  addEventListener("online", () => keeper.later(0));
  document.addEventListener("visibilitychange", () => (document.hidden ? lastWord() : keeper.later(0)));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if ("takeSaved" in link.dataset) keeper.isLeaving = true;
    else if (!link.target && !link.getAttribute("href").startsWith("#")) hold(event, () => link.click());
  });
  // «Выход» and the panel for people with low vision are forms of their own.
  const elsewhere = (event) => event.target !== form && hold(event, () => event.target.requestSubmit(event.submitter));
  document.addEventListener("submit", elsewhere, true);
  addEventListener("beforeunload", (event) => {
    if (!keeper.isLeaving && keeper.isDirty && (keeper.isStuck || warned)) event.preventDefault();
  });
}

/** Is everything kept, after a wait that has an end? */
async function settled(keeper) {
  const until = Date.now() + PATIENCE;
  while (keeper.sending !== null && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
  const late = new Promise((resolve) => setTimeout(resolve, until - Date.now(), false));
  return Promise.race([keeper.save(), late]);
}

// --- What is sent
// What a page of a draft sends to be kept.

const NOT_CONTENT = new Set([
  "csrfmiddlewaretoken",
  "key",
  "version",
  "page",
  "turn",
  "upload",
  "files",
  "title",
  "comment",
  "do",
  "asked",
  "told",
]);
const NOT_SENT = ["upload", "files", "title", "comment"]; // files go by themselves, see uploads.js

/** All that a person has written, as one text. */
function content(form) {
  const pairs = [...new FormData(form)].filter(([name, value]) => !NOT_CONTENT.has(name) && typeof value === "string");
  return JSON.stringify(pairs);
}

/** Was something typed before this script came, or before a sign-in? Then it is not saved yet. */
function isTouched(form) {
  const changed = (field) => field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  const fields = form.querySelectorAll("input:not([type=hidden], [type=file]), textarea");
  return "refilled" in form.dataset || [...fields].some(changed);
}

/** The name of this very page: no other has it, even after a reload. */
function pageName() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Each has a further number, so that one that comes late is known. */
function takeTurn(form) {
  form.elements.turn.value = Number(form.elements.turn.value) + 1;
}

function sheet(form) {
  takeTurn(form);
  const body = new FormData(form);
  for (const name of NOT_SENT) body.delete(name);
  body.set("do", "keep");
  return body;
}

/** The answer of the server; of a page that is no answer, its status only. Throws where the line is broken. */
async function post(form, body, { keepalive = false, isSecond = false } = {}) {
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

// --- What was not saved
// Why a draft was not saved, in words, and what a person can do about it.

const OFFLINE = "Изменения не сохранены: нет связи. Не закрывайте страницу, сохраним, как только связь вернётся.";
const UNKNOWN = "Изменения не сохранены. Попробуем ещё раз; на всякий случай скопируйте набранное.";

/** What to say; an answer that shows both sides of a conflict is put into its place. */
function refused(form, said) {
  if (said.code === "draft_changed") showConflict(form, said.html);
  if (said.code !== "signed_out") return [said.error ?? UNKNOWN];
  const link = document.createElement("a");
  Object.assign(link, { href: form.action, target: "_blank", textContent: "Войдите в новой вкладке" });
  return [
    "Изменения не сохранены: вход в кабинет закончился. ",
    link,
    " и вернитесь сюда: сохранение продолжится само.",
  ];
}

function showConflict(form, html) {
  const place = form.querySelector("[data-conflict]");
  place.innerHTML = html;
  place.scrollIntoView({ block: "center" });
}

// --- Remarks
// What is wrong with half-done answers, said quietly, and not of the field that is being typed into.

class Remarks {
  constructor(form) {
    this.form = form;
    this.said = {};
    for (const place of form.querySelectorAll("[data-remark]:not([hidden])")) {
      this.said[place.dataset.remark] = place.textContent;
    }
    form.addEventListener("focusout", () => setTimeout(() => this.show(this.said)));
  }

  show(said) {
    this.said = said;
    for (const place of this.form.querySelectorAll("[data-remark]")) {
      const words = said[place.dataset.remark] ?? "";
      if (words && place.closest(".field").contains(document.activeElement)) continue;
      place.textContent = words;
      place.hidden = !words;
    }
  }
}

// --- The order of files
// «Выше», «Ниже»: the row of a file goes, the focus stays.

function places(form, changed) {
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
