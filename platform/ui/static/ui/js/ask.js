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
export async function ask(method, address, asked) {
  for (const pause of [...PAUSES, null]) {
    let { status, said, moved } = await request(method, address, asked);
    // Signed in anew in another tab: the answer brings the token of today, and every form of the page gets it.
    if (renew(status, said)) ({ status, said, moved } = await request(method, address, asked));
    if (asked.signal?.aborted) throw {};
    if (moved) throw { error: SIGNED_OUT };
    if (status >= 200 && status < 300) return said;
    if (status && status < 500 && status !== 429) throw { error: "Файл не загрузился. Повторите", again: helps(status, said), ...said };
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
export function tell(address, token) {
  fetch(address, { method: "POST", headers: { "X-CSRFToken": fresh || token }, keepalive: true }).catch(() => {});
}
