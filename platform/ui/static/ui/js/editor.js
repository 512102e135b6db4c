// A small editor over a textarea which holds HTML. The server cleans what arrives; here pasted text is cleaned so that
// a person sees what will be kept.

const STATES = ["bold", "italic", "underline", "insertUnorderedList", "insertOrderedList"];

export function enhance(editor) {
  const source = editor.querySelector("textarea");
  const toolbar = editor.querySelector("[role=toolbar]");
  const link = editor.querySelector(".link-row");
  const address = link.querySelector("input");
  const paper = Object.assign(document.createElement("div"), {
    className: "prose",
    contentEditable: "true",
    innerHTML: cleaned(source.value),
  });
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
      toolbar
        .querySelector(`[data-command=${name}]`)
        .setAttribute("aria-pressed", String(document.queryCommandState(name)));
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
    place = paper.contains(document.getSelection().anchorNode)
      ? document.getSelection().getRangeAt(0).cloneRange()
      : null;
    address.value = document.getSelection().anchorNode?.parentElement?.closest("a")?.getAttribute("href") ?? "";
    link.hidden = false;
    address.focus();
  });
  link.querySelector("button").addEventListener("click", insert);
  address.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), insert()));
  paper.addEventListener("input", write);
  source.addEventListener("change", () => {
    paper.innerHTML = cleaned(source.value); // put back by a script
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

// --- Cleaning
// The tags a text may have, the same as the server keeps.

const ALLOWED = new Set(["P", "BR", "STRONG", "EM", "U", "UL", "OL", "LI", "A"]);
const SAME = { B: "STRONG", I: "EM", DIV: "P", H1: "P", H2: "P", H3: "P", H4: "P", H5: "P", H6: "P" };
const DROPPED = new Set(["SCRIPT", "STYLE", "TITLE", "META", "LINK", "TEMPLATE", "IFRAME", "OBJECT", "SVG"]);

/** The HTML with allowed tags only: others leave their text behind, attributes go, but for the address of a link. */
function cleaned(html) {
  const source = new DOMParser().parseFromString(html, "text/html");
  const target = document.implementation.createHTMLDocument().body;
  copy(source.body, target);
  target.querySelectorAll("p:empty").forEach((paragraph) => paragraph.remove());
  return target.innerHTML;
}

function copy(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) {
      to.append(node.data);
    } else if (node.nodeType === Node.ELEMENT_NODE && !DROPPED.has(node.tagName.toUpperCase())) {
      copy(node, within(node, to));
    }
  }
}

function within(node, to) {
  const name = SAME[node.tagName] ?? node.tagName;
  // A paragraph in a paragraph or in an item of a list is only its text.
  if (!ALLOWED.has(name) || (name === "P" && to.closest("p, li"))) return to;
  const address = node.getAttribute("href") ?? "";
  const kept = to.ownerDocument.createElement(name);
  if (name === "A") {
    if (!/^(https?:|mailto:|tel:|\/)/i.test(address)) return to;
    kept.setAttribute("href", address);
  }
  // A list stands beside a paragraph, never in it.
  (name === "UL" || name === "OL" ? (to.closest("p")?.parentNode ?? to) : to).append(kept);
  return kept;
}
