// Pages work without scripts; each of these only shortens the way. A page loads what its markup asks for.
const WAITING = "Отправляем…";
const WANTED = [
  ["[data-reveal]", () => import("./reveal.js")],
  ["[data-copy]", () => import("./copy.js")],
  ["[data-uploads]", () => import("./uploads.js")],
  ["[data-drop]", () => import("./drop.js")],
  ["[data-live]", () => import("./live.js")],
  ["[data-editor]", () => import("./editor.js")],
  ["[data-key]", () => import("./keys.js")],
  ["[data-passkey]", () => import("./passkey.js")],
  ["[data-resubmits]", () => import("./resubmit.js")],
  ["[data-proof]", () => import("./proof.js")],
  ["[data-autosave]", () => import("./autosave.js")],
  ["[data-countdown]", () => import("./countdown.js")],
  ["form[method=post]:not([data-autosave], [data-signing], [data-passkey])", () => import("./unsaved.js")],
];

/** Bring to life what is under `root`. */
async function enhance(root) {
  for (const [selector, load] of WANTED) {
    const found = root.querySelectorAll(selector);
    if (found.length) {
      const { enhance: start } = await load();
      found.forEach(start);
    }
  }
}

document.addEventListener("drawn", (event) => enhance(event.target)); // a part of the page came anew, see live.js
enhance(document);

// After the first press a button says «Отправляем…» and waits; the server takes a second press for the first anyway.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || event.target.method === "get" || !button?.matches(".button")) return;
  // Disabled only after the browser has gathered the form: a disabled button does not send its own name.
  setTimeout(() => {
    button.dataset.words = button.innerHTML;
    button.textContent = button.dataset.busy ?? WAITING;
    button.setAttribute("aria-busy", "true");
    button.disabled = true;
  });
});

// «Back» shows the page as it was left: wake its buttons.
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[data-words]")) {
    button.innerHTML = button.dataset.words;
    delete button.dataset.words;
    button.removeAttribute("aria-busy");
    button.disabled = false;
  }
});
