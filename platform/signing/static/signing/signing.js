// The page where documents are signed with a certificate: one after another, each with its own answer of the server.
import { signDigest } from "./cades_signer.js";
import { offerCertificates } from "./chooser.js";

// After these there is no use to go on with the next document.
const STOPS = new Set([
  "cancelled",
  "pin",
  "pin_blocked",
  "no_token",
  "no_key",
  "denied",
  "licence",
  "no_plugin",
  "timeout",
]);
const form = document.querySelector("[data-signing]");
const said = form.querySelector("[data-said]");
const button = form.querySelector("[data-sign]");

start();

async function start() {
  form.querySelector("[data-again]").addEventListener("click", () => location.reload());
  try {
    const { count, chosen } = await offerCertificates(form.querySelector("[data-certificates]"));
    form.querySelector("[data-searching]").hidden = true;
    button.hidden = false;
    button.disabled = !count;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      signAll(chosen());
    });
  } catch (error) {
    form.querySelector("[data-searching]").hidden = true;
    form.querySelector("[data-setup]").hidden = false;
    form.querySelector("[data-install]").hidden = error.code !== "no_plugin";
    form.querySelector("[data-csp]").hidden = !["no_plugin", "no_csp", "no_certificates"].includes(error.code);
    form.querySelector("[data-setup-words]").textContent = error.message;
  }
}

async function signAll(thumbprint) {
  const rows = [...document.querySelectorAll("[data-document]")].filter(
    (row) => row.querySelector("[name=document]").checked,
  );
  if (!rows.length) return tell("bad", "Отметьте документы, которые нужно подписать");
  if (!form.querySelector("[data-read]").checked)
    return tell("bad", "Откройте документы и отметьте, что ознакомились с ними");
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  let done = 0;
  let refused = 0;
  for (const [number, row] of rows.entries()) {
    tell("", rows.length > 1 ? `Подписываем документ ${number + 1} из ${rows.length}…` : "Подписываем…");
    const problem = await signOne(row, thumbprint);
    if (problem) refused += 1;
    else done += 1;
    if (STOPS.has(problem?.code)) break;
  }
  button.disabled = false;
  button.removeAttribute("aria-busy");
  rows.forEach(leave);
  finish(done, rows.length - done, refused);
}

/** What is signed does not wait any more: its row goes from the list. */
function leave(row) {
  if (row.querySelector("[name=document]").disabled && !form.dataset.done) (row.closest("li") ?? row).remove();
}

/** Resolves to what went wrong, or to nothing. */
async function signOne(row, thumbprint) {
  const { url, digest256, digest512 } = row.dataset;
  try {
    const signature = await signDigest(thumbprint, { 256: digest256, 512: digest512 });
    const answer = await sent(url, signature);
    const box = row.querySelector("[name=document]");
    box.checked = false;
    box.disabled = true;
    show(row, "good", answer.message);
    return null;
  } catch (error) {
    show(row, "bad", error.message, error.code === "power_needed" || error.code?.startsWith("power_"));
    return error;
  }
}

async function sent(url, signature, isAgain = false) {
  const body = new FormData();
  body.set("signature", signature);
  const token = form.elements.csrfmiddlewaretoken.value;
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      body,
      headers: { Accept: "application/json", "X-CSRFToken": token },
    });
  } catch {
    throw new Error("Нет связи. Подпись не отправлена, повторите.");
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  if (answer.code === "stale_token" && !isAgain) {
    form.elements.csrfmiddlewaretoken.value = answer.token; // signed in anew in another tab
    return sent(url, signature, true);
  }
  throw Object.assign(new Error(answer.error ?? "Сервис временно не отвечает. Повторите через минуту."), {
    code: answer.code,
  });
}

function finish(done, left, refused) {
  if (!left && form.dataset.done) return location.assign(form.dataset.done);
  if (!left) return tell("good", `Подписано документов: ${done}. ${whatWaits()}`);
  const signed = done ? `Подписано документов: ${done}. ` : "";
  tell(
    "bad",
    `${signed}Не подписано: ${left}.${refused < left ? " Остальные не начинали." : ""} Исправьте и повторите: подписаны будут только они.`,
  );
  button.textContent = left > 1 ? `Повторить для оставшихся (${left})` : "Повторить";
}

function whatWaits() {
  const waiting = document.querySelectorAll("[data-document]").length + Number(form.dataset.others);
  button.hidden = !document.querySelector("[data-document]");
  return waiting ? `Ещё ждут подписи: ${waiting}.` : "Больше подписывать нечего.";
}

function show(row, tone, words, needsPower = false) {
  const place = row.querySelector("[data-row-said]");
  place.dataset.tone = tone;
  place.textContent = words;
  place.hidden = false;
  row.querySelector("[data-power]").hidden = !needsPower;
}

function tell(tone, words) {
  said.dataset.tone = tone;
  said.textContent = words;
}
