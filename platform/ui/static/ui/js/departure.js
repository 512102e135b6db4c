// Whatever leads away from a draft waits until what was typed is kept; the last words go after a page that is left.
import { content, takeTurn } from "./sheet.js";

const PATIENCE = 5_000; // milliseconds that a link waits for a save
const SECOND_THOUGHT = 10_000; // milliseconds in which a second press means «leave without saving»
const LARGEST = 60_000; // bytes that a browser sends after the page is gone

export function watch(form, keeper) {
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
