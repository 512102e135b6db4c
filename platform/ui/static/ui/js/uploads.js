// Every chosen file is sent by itself, a few at once: its row shows how far it is and offers to cancel or to repeat. When
// a file is there, the page is asked for its row (`data-filed`). One that does not go does not touch the others.
import { ask, tell } from "./ask.js";
import { draw, failed, pausing, progress, sending, tally } from "./row.js";
import { fingerprint, send } from "./send.js";

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
    for (; busy < AT_ONCE && waiting.length; busy += 1) waiting.shift()().finally(() => ((busy -= 1), later()));
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
  block.closest("form").querySelectorAll("[data-without-script]").forEach((part) => (part.hidden = true));
}
