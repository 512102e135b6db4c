// Every chosen file is sent by itself, a few at once: its row shows how far it is and offers to cancel or to repeat. When
// a file is there, the page is asked for its row (`data-filed`). One that does not go does not touch the others.
import { size } from "./drop.js";

const AT_ONCE = 3;

export function enhance(block) {
  const place = { url: block.dataset.uploads, purpose: block.dataset.purpose };
  const token = block.closest("form").elements.csrfmiddlewaretoken.value;
  const list = block.querySelector("[data-files]");
  const note = tally(block.querySelector("[data-count]"));
  const waiting = [];
  let busy = 0;

  const later = (...work) => {
    waiting.push(...work);
    for (; busy < AT_ONCE && waiting.length; busy += 1)
      waiting
        .shift()()
        .finally(() => ((busy -= 1), later()));
  };
  const forget = (row, key) => {
    if (key) tell(`${place.url}${key}/cancel/`, token); // else it is swept
    row.remove();
    note(row, null);
  };
  const settle = async (row, key, asked) => {
    row.outerHTML = (await ask("POST", block.dataset.filed, { ...asked, body: { upload: key } })).html;
  };

  const upload = (file, row, there) => async () => {
    if (!row.isConnected) return;
    const stop = new AbortController();
    let key = there;
    const asked = { token, signal: stop.signal, onPause: () => pausing(row) };
    const onRemove = () => (stop.abort(), forget(row, key));
    note(row, "going");
    sending(row, onRemove);
    const hear = { onBegun: (begun) => (key = begun), onSent: (sent) => progress(row, sent / file.size) };
    try {
      there ??= await send(file, place, asked, hear);
      await settle(row, there, asked);
      note(row, "there");
    } catch (refusal) {
      if (!row.isConnected) return;
      if (refusal.again === false) key = null; // the server has thrown it away
      note(row, { lost: file.name });
      failed(row, refusal, { onAgain: () => later(upload(file, row, there)), onRemove });
    }
  };

  const take = async (file) => {
    const print = await fingerprint(file);
    const known = list.querySelector(`[data-print="${print}"]`);
    if (known?.dataset.state === "uploading") return; // the same file twice in one handful
    known?.remove(); // it stopped on the way, and goes on in a new row
    const row = list.appendChild(draw(block.querySelector("template"), file, print));
    note(known, null);
    later(upload(file, row));
  };
  const choose = (input) => {
    [...input.files].forEach(take);
    input.value = ""; // else the form would send them once more
  };
  addEventListener("beforeunload", (event) => {
    if (!busy) return;
    event.preventDefault(); // «Уйти со страницы?»
    setTimeout(() => dispatchEvent(new Event("pageshow")), 100); // whoever stays finds the buttons awake, see app.js
  });
  block.addEventListener("change", ({ target }) => target.type === "file" && choose(target));
  block.addEventListener("click", (event) => {
    const button = event.target.closest("[data-forget]");
    if (!button) return;
    event.preventDefault();
    forget(button.closest(".file"), button.value);
  });
  block.querySelectorAll("input[type=file]").forEach(choose); // chosen before this script came
  for (const row of list.querySelectorAll("[data-ready]")) settle(row, row.dataset.ready, { token }).catch(() => {});
  block
    .closest("form")
    .querySelectorAll("[data-without-script]")
    .forEach((part) => (part.hidden = true));
}

// --- A row
// The row of one file in a list of uploads: how far it is, what is wrong with it, and one button.

/** A new row for `file`, not in the list yet. */
function draw(template, file, print) {
  const row = template.content.firstElementChild.cloneNode(true);
  const format = file.name.includes(".") ? file.name.split(".").pop().slice(0, 4).toUpperCase() : "";
  row.dataset.print = print;
  row.querySelector(".paper").textContent = format;
  row.querySelector("[data-name]").textContent = file.name;
  row.querySelector("[data-size]").textContent = size(file.size);
  row.querySelector("[data-of]").textContent = ` ${file.name}`;
  row.querySelector("progress").setAttribute("aria-label", `Загрузка файла ${file.name}`);
  return row;
}

/** It is being sent; `onCancel` is its button. */
function sending(row, onCancel) {
  row.dataset.state = "uploading";
  row.querySelector(".meter").hidden = false;
  row.querySelector("[data-tone=bad]").hidden = true;
  button(row, "Отменить", "quiet", onCancel);
}

function progress(row, share) {
  const percent = Math.floor(100 * share);
  row.querySelector("progress").value = percent;
  row.querySelector("[data-percent]").textContent = share < 1 ? `${percent}\u00a0%` : "Проверяем и сохраняем…";
}

function pausing(row) {
  row.querySelector("[data-percent]").textContent = "Нет связи. Загрузка продолжится сама";
}

/** It did not go; the button tries again where that helps, else takes the row away. */
function failed(row, refusal, { onAgain, onRemove }) {
  row.dataset.state = "error";
  row.querySelector(".meter").hidden = true;
  row.querySelector("[data-tone=bad]").hidden = false;
  row.querySelector("[data-error]").textContent = refusal.error ?? "Файл не загрузился. Повторите";
  if (refusal.again ?? true) button(row, "Повторить", "", onAgain);
  else button(row, "Убрать", "danger", onRemove);
}

function button(row, words, kind, onclick) {
  const place = row.querySelector("button");
  place.querySelector("[data-act]").textContent = words;
  place.dataset.kind = kind;
  place.onclick = onclick;
}

/** Says in `place` how many of the files of this visit are there, and names those that are not. */
function tally(place) {
  const files = new Map(); // row → "going", "there" or {lost: a name}
  return (row, how) => {
    if (how) files.set(row, how);
    else files.delete(row);
    const all = [...files.values()];
    const lost = all.filter((file) => file.lost).map((file) => file.lost);
    const words = all.length ? `Загружено ${all.filter((file) => file === "there").length} из\u00a0${all.length}` : "";
    place.textContent = lost.length ? `${words}. Не\u00a0загружено: ${lost.join(", ")}` : words;
  };
}

// --- A file
// One file to the server in parts, the protocol of documents/views. A file chosen again after a cut or a reload goes on
// where it stopped: the server knows it by its fingerprint.

const LOOKING = 300; // seconds that the server may take to look into a large file
const BEGINNINGS = 3; // how often a file is begun before a person is told that it does not go
const BEGUN_ANEW = new Set(["upload_lost", "parts_missing"]); // S3 has forgotten it, or parts are missing

/** Name, size and time of the last change, as one short word. */
async function fingerprint(file) {
  const words = new TextEncoder().encode(`${file.name}|${file.size}|${file.lastModified}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", words));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The key of the upload, when all of `file` is there and found good. `place`: url and purpose of the uploads;
 * `asked`: as of `ask`; `onBegun(key)`, `onSent(bytes)` tell how far it is. Throws what `ask` does.
 */
async function send(file, place, asked, { onBegun, onSent }) {
  for (let beginning = 1; ; beginning += 1) {
    const fields = { name: file.name, size: file.size, purpose: place.purpose, fingerprint: await fingerprint(file) };
    const begun = await ask("POST", place.url, { ...asked, body: fields });
    onBegun(begun.key);
    try {
      await sendParts(file, begun, `${place.url}${begun.key}/`, asked, onSent);
      await ask("POST", `${place.url}${begun.key}/finish/`, { ...asked, patience: LOOKING });
      return begun.key;
    } catch (refusal) {
      if (beginning === BEGINNINGS || !BEGUN_ANEW.has(refusal.code)) throw refusal;
    }
  }
}

async function sendParts(file, { chunk_size: chunk, parts }, address, asked, onSent) {
  const known = new Set(parts);
  const part = (number) => file.slice((number - 1) * chunk, number * chunk);
  let sent = parts.reduce((sum, number) => sum + part(number).size, 0);
  onSent(sent);
  for (let number = 1; (number - 1) * chunk < file.size; number += 1) {
    if (known.has(number)) continue;
    const body = part(number);
    const onProgress = (gone) => onSent(sent + Math.min(gone, body.size));
    await ask("PUT", `${address}parts/${number}/`, { ...asked, body, onProgress });
    sent += body.size;
    onSent(sent);
  }
}

// --- A question to the server
// One question to the server that answers in JSON. What breaks on the way is asked again, with growing pauses and as
// soon as the line is back; what the server refuses is not.

const PAUSES = [1, 2, 4, 8, 16, 30, 30]; // seconds between tries in a row, then a person decides
const SILENCE = 60; // seconds without a byte going, after which a line counts as dead
const BROKEN = "Файл не загрузился: пропала связь";
const SIGNED_OUT = "Вы вышли из кабинета. Войдите в другой вкладке и нажмите ещё раз";

/**
 * The JSON of the answer. `asked`: token, body (fields, or the bytes of a file), signal, patience (seconds),
 * onProgress(bytes gone), onPause(). Throws {code, error: a sentence, again: whether trying helps};
 * an empty one when `signal` has stopped it.
 */
async function ask(method, address, asked) {
  for (const pause of [...PAUSES, null]) {
    let { status, said, moved } = await request(method, address, asked);
    // Signed in anew in another tab: the answer brings the token of today, and every form of the page gets it.
    if (renew(status, said)) ({ status, said, moved } = await request(method, address, asked));
    if (asked.signal?.aborted) throw {};
    if (moved) throw { error: SIGNED_OUT };
    if (status >= 200 && status < 300) return said;
    if (status && status < 500 && status !== 429)
      throw { error: "Файл не загрузился. Повторите", again: helps(status, said), ...said };
    if (pause === null) throw { error: said?.error ?? BROKEN, again: true };
    asked.onPause?.();
    await rest(pause, asked.signal);
  }
}

let fresh = ""; // the token of today, where the one of the page is of an earlier session

function renew(status, said) {
  if (status !== 403 || said?.code !== "stale_token" || said.token === fresh) return false;
  fresh = said.token;
  for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = fresh;
  return true;
}

/** Does trying again help? Not with a file that is refused for what it is (422), unless it came broken. */
function helps(status, said) {
  return status !== 422 || ["file_broken", "part_of_wrong_size"].includes(said?.code);
}

/** XMLHttpRequest, because fetch does not tell how much has gone. A broken line is status 0. */
function request(method, address, { token, body = {}, signal, patience = SILENCE, onProgress }) {
  return new Promise((resolve) => {
    const xhr = new XMLHttpRequest();
    let watch;
    const listen = () => {
      clearTimeout(watch);
      watch = setTimeout(() => xhr.abort(), 1000 * patience);
    };
    xhr.upload.onprogress = (event) => {
      listen();
      onProgress?.(event.loaded);
    };
    xhr.onloadend = () => {
      clearTimeout(watch);
      const moved = xhr.status > 0 && new URL(xhr.responseURL).pathname !== new URL(address, location).pathname;
      resolve({ status: xhr.status, said: xhr.response, moved });
    };
    signal?.addEventListener("abort", () => xhr.abort(), { once: true });
    xhr.responseType = "json";
    xhr.open(method, address);
    xhr.setRequestHeader("Accept", "application/json");
    xhr.setRequestHeader("X-CSRFToken", fresh || token);
    xhr.send(body instanceof Blob ? body : new URLSearchParams(body));
    listen();
  });
}

/** A pause, cut short by the line that is back. Without a line it lasts until there is one. */
function rest(seconds, signal) {
  return new Promise((resolve) => {
    if (navigator.onLine) setTimeout(resolve, 1000 * seconds);
    addEventListener("online", resolve, { once: true });
    signal?.addEventListener("abort", resolve, { once: true });
  });
}

/** Says something and waits for no answer; it arrives even if the page is left at once. */
function tell(address, token) {
  fetch(address, { method: "POST", headers: { "X-CSRFToken": fresh || token }, keepalive: true }).catch(() => {});
}
