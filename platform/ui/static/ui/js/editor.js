// A small editor over a textarea which holds HTML. The server cleans what arrives; here pasted text is cleaned so that
// a person sees what will be kept.
import { cleaned } from "./clean.js";

const STATES = ["bold", "italic", "underline", "insertUnorderedList", "insertOrderedList"];

export function enhance(editor) {
  const source = editor.querySelector("textarea");
  const toolbar = editor.querySelector("[role=toolbar]");
  const link = editor.querySelector(".link-row");
  const address = link.querySelector("input");
  const paper = Object.assign(document.createElement("div"), { className: "prose", contentEditable: "true", innerHTML: cleaned(source.value) });
  let place = null;

  paper.setAttribute("role", "textbox");
  paper.setAttribute("aria-multiline", "true");
  paper.setAttribute("aria-labelledby", `${source.id}_label`);
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (source.hasAttribute(name)) paper.setAttribute(name, source.getAttribute(name));
  }

  const write = () => {
    source.value = cleaned(paper.innerHTML);
    editor.querySelector("[data-count]").textContent = `${paper.innerText.trim().length}\u00a0знаков`;
  };
  const marks = () => {
    if (!paper.contains(document.getSelection().anchorNode)) return;
    for (const name of STATES) {
      toolbar.querySelector(`[data-command=${name}]`).setAttribute("aria-pressed", String(document.queryCommandState(name)));
    }
  };
  const run = (command, value) => {
    paper.focus();
    document.execCommand(command, false, value);
    write();
    marks();
  };
  const insert = () => {
    const typed = address.value.trim();
    document.getSelection().removeAllRanges();
    if (place) document.getSelection().addRange(place);
    link.hidden = true;
    const whole = /^(https?:|mailto:|tel:|\/)/.test(typed) ? typed : `https://${typed}`;
    if (!typed) run("unlink");
    else if (place && !place.collapsed) run("createLink", whole);
    else run("insertHTML", Object.assign(document.createElement("a"), { href: whole, textContent: typed }).outerHTML);
  };

  toolbar.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
  toolbar.addEventListener("click", (event) => {
    const command = event.target.closest("button")?.dataset.command;
    if (command !== "createLink") return command && run(command);
    place = paper.contains(document.getSelection().anchorNode) ? document.getSelection().getRangeAt(0).cloneRange() : null;
    address.value = document.getSelection().anchorNode?.parentElement?.closest("a")?.getAttribute("href") ?? "";
    link.hidden = false;
    address.focus();
  });
  link.querySelector("button").addEventListener("click", insert);
  address.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), insert()));
  paper.addEventListener("input", write);
  source.addEventListener("change", () => {
    paper.innerHTML = cleaned(source.value); // put back by a script, see beside.js
    write();
  });
  paper.addEventListener("paste", (event) => {
    event.preventDefault();
    const html = event.clipboardData.getData("text/html");
    run(html ? "insertHTML" : "insertText", html ? cleaned(html) : event.clipboardData.getData("text/plain"));
  });
  document.addEventListener("selectionchange", marks);

  document.execCommand("defaultParagraphSeparator", false, "p");
  [paper.id, source.id] = [source.id, `${source.id}_html`]; // links of the error summary lead to what is seen
  editor.querySelector(".copy").replaceWith(paper); // as tall: nothing below moves
  source.hidden = true;
  delete toolbar.dataset.idle;
  write();
}
