// The tags a text may have, the same as the server keeps.

const ALLOWED = new Set(["P", "BR", "STRONG", "EM", "U", "UL", "OL", "LI", "A"]);
const SAME = { B: "STRONG", I: "EM", DIV: "P", H1: "P", H2: "P", H3: "P", H4: "P", H5: "P", H6: "P" };
const DROPPED = new Set(["SCRIPT", "STYLE", "TITLE", "META", "LINK", "TEMPLATE", "IFRAME", "OBJECT", "SVG"]);

/** The HTML with allowed tags only: others leave their text behind, attributes go, but for the address of a link. */
export function cleaned(html) {
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
