// What is wrong with the layout of this page, in words. Asked by test_layout.py at each width.
() => {
  const faults = new Set();
  const root = document.documentElement;
  const wide = root.clientWidth;
  if (root.scrollWidth > wide) faults.add(`the page is ${root.scrollWidth} px wide`);

  const named = (element) => {
    const classes =
      typeof element.className === "string" && element.className ? `.${element.className.split(" ").join(".")}` : "";
    return `${element.tagName.toLowerCase()}${classes}`;
  };
  const UNSEEN = ".hush, .skip, select, textarea, option, datalist, svg, template, noscript, script, style";
  const unseen = (head) => head && getComputedStyle(head).clipPath !== "none"; // the heads of a table made of cards
  const shown = (element) =>
    !unseen(element.closest("thead")) &&
    !element.closest(UNSEEN) &&
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true });

  // The lines of every text.
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!node.data.trim() || !shown(node.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width > 1 && box.height > 1) lines.push({ box, node, element: node.parentElement });
    }
    // Ordinary words; an address of a page or of somebody's mail is none.
    for (const found of node.data.matchAll(/(?<![^\s«(„])[\p{L}\p{M}]{2,24}(?![^\s»)“.,:;!?…])/gu)) {
      range.setStart(node, found.index);
      range.setEnd(node, found.index + found[0].length);
      const tops = new Set(
        [...range.getClientRects()].filter((box) => box.width > 0.5).map((box) => Math.round(box.top)),
      );
      if (tops.size > 1)
        faults.add(`BROKEN ${found[0]} in ${named(node.parentElement)} of ${named(node.parentElement.parentElement)}`);
    }
  }

  // Cut by the page, or by what holds it and hides what sticks out.
  for (const { box, element } of lines) {
    let scrolls = false;
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const overflow = getComputedStyle(at).overflowX;
      if (overflow === "visible") continue;
      if (overflow === "auto" || overflow === "scroll") {
        scrolls = true;
        break;
      }
      const edge = at.getBoundingClientRect();
      if (box.right > edge.right + 1 || box.left < edge.left - 1) faults.add(`cut: ${named(element)} in ${named(at)}`);
    }
    if (!scrolls && (box.right > wide + 1 || box.left < -1)) faults.add(`beyond the page: ${named(element)}`);
    // Out of the sheet on which it lies.
    const sheet = element.closest(
      "td, th, .panel, .sheet, .doc, .file, .notice, .button, .tag, .chip, .choice, .entry",
    );
    if (sheet && !scrolls) {
      const edge = sheet.getBoundingClientRect();
      if (box.right > edge.right + 1 || box.left < edge.left - 1)
        faults.add(`out of its sheet: ${named(element)} in ${named(sheet)}`);
    }
  }

  // Under a neighbour: a text over another, or over a control that is not its own.
  const things = lines.map((line) => ({ ...line, text: true }));
  for (const element of document.querySelectorAll(".button, .input, img, .paper, .tag, input")) {
    if (!shown(element) || element.type === "hidden" || element.matches("[type=file]")) continue;
    const box = element.getBoundingClientRect();
    if (box.width > 1 && box.height > 1) things.push({ box, element, node: element, text: false });
  }
  things.sort((a, b) => a.box.top - b.box.top);
  for (let i = 0; i < things.length; i++) {
    for (let j = i + 1; j < things.length && things[j].box.top < things[i].box.bottom - 3; j++) {
      const [a, b] = [things[i], things[j]];
      if (a.node === b.node || a.element.contains(b.element) || b.element.contains(a.element)) continue;
      if (!a.text && !b.text) continue;
      const over = (first, second) => Math.min(a.box[second], b.box[second]) - Math.max(a.box[first], b.box[first]);
      if (over("left", "right") > 2 && over("top", "bottom") > 6) {
        const label = (thing) => `${named(thing.element)} «${thing.element.textContent.trim().slice(0, 20)}»`;
        faults.add(`one over another: ${label(a)} and ${label(b)}`);
      }
    }
  }
  return [...faults];
};
