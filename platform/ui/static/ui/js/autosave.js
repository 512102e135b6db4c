// A form that saves itself as it is typed into: soon after the last key, not more often than every few seconds, when a
// link leads away and when the page is left. It says «Сохранено» only of what the server has answered for.
const REST = 2_000; // milliseconds after the last key
const EVERY = 5_000; // milliseconds between two saves
const AGAIN = 10_000; // milliseconds until what failed is tried once more
const PATIENCE = 5_000; // milliseconds that a link waits for a save
const LARGEST_LAST_WORD = 60_000; // bytes that a browser sends after the page is gone
const NOT_CONTENT = new Set(["csrfmiddlewaretoken", "key", "version", "page", "turn", "upload", "files", "title", "comment", "do"]);
const SIGNED_OUT = "Изменения не сохранены: вход в кабинет закончился. ";
const OFFLINE = "Изменения не сохранены: нет связи. Не закрывайте страницу, сохраним, как только связь вернётся.";

export function enhance(form) {
  const status = form.querySelector("[data-saved]");
  const { version, page, turn } = form.elements;
  let saved = "refilled" in form.dataset ? null : content(form); // what was typed before a sign-in is not saved yet
  let sending = null; // the content on its way
  let lastAt = 0;
  let timer = null;
  let leaving = false; // a button of the form was pressed, or somebody has chosen to go without saving
  let stuck = false; // another page has written, or the draft is no draft any more: only a person can go on
  let warned = false;
  let remarks = {}; // the last that was said of half-done answers
  page.value = name();
  for (const place of form.querySelectorAll("[data-remark]:not([hidden])")) remarks[place.dataset.remark] = place.textContent;

  const isDirty = () => content(form) !== saved;
  const say = (words, ...more) => status.replaceChildren(words, ...more);
  const later = (pause) => {
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(pause, lastAt + EVERY - Date.now()));
  };

  async function save() {
    clearTimeout(timer);
    if (stuck || leaving || !isDirty()) return !isDirty();
    if (sending !== null) return later(REST), false;
    const body = sheet();
    sending = content(form);
    lastAt = Date.now();
    say("Сохраняем…");
    try {
      return take(await post(body), sending);
    } catch {
      say(OFFLINE);
      later(AGAIN);
      return false;
    } finally {
      sending = null;
      if (!stuck && isDirty()) later(REST);
    }
  }

  async function post(body, isSecond = false) {
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual", headers: { Accept: "application/json" } });
    const said = { status: answer.status, ...(await answer.json()) };
    if (said.code !== "stale_token" || isSecond) return said;
    // Signed in anew in another tab: the answer brings the token of today, and every form of the page gets it.
    for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = said.token;
    body.set("csrfmiddlewaretoken", said.token);
    return post(body, true);
  }

  function take(said, sent) {
    if (said.status === 200) {
      saved = sent;
      version.value = said.version;
      remarks = said.remarks;
      remark();
      if (!isDirty()) say(form.querySelector("[role=alert]") ? `Набранное сохранено ${said.at}` : `Сохранено ${said.at}`);
      return !isDirty();
    }
    if (said.code === "draft_changed") conflict(said);
    else if (said.status === 409) (stuck = true), say(said.error);
    else if (said.code === "signed_out") say(SIGNED_OUT, signIn(), " и вернитесь на эту страницу: сохранение продолжится само.");
    else say(said.error ?? "Изменения не сохранены. Попробуем ещё раз.");
    if (!stuck) later(said.status === 429 ? 60_000 : AGAIN);
    return false;
  }

  function conflict(said) {
    stuck = true;
    form.querySelector("[data-conflict]").innerHTML = said.html;
    say(`Изменения не сохранены. ${said.error}`);
    form.querySelector("[data-conflict]").scrollIntoView({ block: "center" });
  }

  /** What is wrong with half-done answers, but not of the field that is being typed into. */
  function remark() {
    for (const place of form.querySelectorAll("[data-remark]")) {
      const words = remarks[place.dataset.remark] ?? "";
      if (words && place.closest(".field").contains(document.activeElement)) continue;
      place.textContent = words;
      place.hidden = !words;
    }
  }

  function signIn() {
    const link = document.createElement("a");
    return Object.assign(link, { href: form.action, target: "_blank", textContent: "Войдите в новой вкладке" });
  }

  function sheet() {
    turn.value = Number(turn.value) + 1;
    const body = new FormData(form);
    for (const name of ["upload", "files", "title", "comment"]) body.delete(name);
    body.set("do", "keep");
    return body;
  }

  /** The page is being left: the last words go after it. */
  function lastWord() {
    if (stuck || leaving || !isDirty() || content(form) === sending) return;
    const now = content(form);
    const keepalive = new Blob([now]).size < LARGEST_LAST_WORD;
    const asked = { method: "POST", body: sheet(), redirect: "manual", headers: { Accept: "application/json" }, keepalive };
    sending = now;
    fetch(form.action, asked)
      .then(async (answer) => take({ status: answer.status, ...(await answer.json()) }, now))
      .catch(() => later(AGAIN)) // it stayed open: say what came of it
      .finally(() => (sending = null));
  }

  /** Whatever leads away waits until what was typed is kept. Who is told that it is not, may press once more. */
  async function hold(event, go) {
    if (leaving || warned || !isDirty()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, false));
    while (sending !== null && !stuck) await new Promise((resolve) => setTimeout(resolve, 50));
    if (await Promise.race([save(), late])) {
      leaving = true;
      go();
    } else {
      warned = true;
      setTimeout(() => (warned = false), AGAIN);
    }
  }

  if (saved === null) later(REST);

  const changed = () => {
    if (stuck || !isDirty()) return;
    if (sending === null) say("Есть несохранённые изменения");
    later(REST);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("focusout", () => setTimeout(remark));
  form.addEventListener("click", (event) => move(event, changed));
  form.addEventListener("submit", () => {
    turn.value = Number(turn.value) + 1;
    leaving = true;
    clearTimeout(timer);
  });
  addEventListener("pageshow", () => (leaving = false));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") lastWord();
    else if (isDirty()) later(0);
  });
  addEventListener("pagehide", lastWord);
  addEventListener("online", () => isDirty() && later(0));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if ("takeSaved" in link.dataset) return void (leaving = true);
    if (link.target || link.getAttribute("href").startsWith("#")) return;
    hold(event, () => link.click());
  });
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form) hold(event, () => event.target.requestSubmit(event.submitter));
    },
    true,
  );
  addEventListener("beforeunload", (event) => {
    if (!leaving && isDirty() && (stuck || warned)) event.preventDefault();
  });
}

/** All that a person has written, as one text. */
function content(form) {
  const pairs = [...new FormData(form)].filter(([name, value]) => !NOT_CONTENT.has(name) && typeof value === "string");
  return JSON.stringify(pairs);
}

/** Of this very page: no other has it, even after a reload. */
function name() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** «Выше», «Ниже»: the row goes, the focus stays. */
function move(event, changed) {
  const button = event.target.closest("[name=up], [name=down]");
  if (!button) return;
  event.preventDefault();
  const row = button.closest(".file");
  const other = button.name === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (button.name === "up") other.before(row);
  else other.after(row);
  changed();
  button.focus();
}
