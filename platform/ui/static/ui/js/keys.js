// A link with data-key="j" is followed when that key is pressed, unless something is being typed.

export function enhance(link) {
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    // By the place of the key: the same one in a Russian layout.
    if (event.code === `Key${link.dataset.key.toUpperCase()}`) link.click();
  });
}
