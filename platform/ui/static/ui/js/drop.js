// The drop zone shows that it will take what is dragged over it, and, where files go with the form, what was chosen.

export function enhance(zone) {
  const input = zone.querySelector("input");
  for (const [name, over] of [
    ["dragenter", true],
    ["dragleave", false],
    ["drop", false],
  ]) {
    zone.addEventListener(name, () => zone.toggleAttribute("data-over", over));
  }
  if (zone.closest("[data-uploads]")) return;
  const words = zone.querySelector("p");
  const hint = words.textContent;
  words.setAttribute("role", "status");
  input.addEventListener("change", () => {
    words.textContent = [...input.files].map((file) => `${file.name}, ${size(file.size)}`).join("; ") || hint;
  });
}

/** 1,1 МБ: the same words as the server's. */
export function size(bytes) {
  const units = ["байт", "КБ", "МБ", "ГБ"];
  let unit = 0;
  while (bytes >= 1000 && unit < units.length - 1) {
    bytes /= 1024;
    unit += 1;
  }
  const digits = unit > 1 && bytes < 9.95 ? 1 : 0;
  return `${bytes.toFixed(digits).replace(/\.0$/, "").replace(".", ",")}\u00a0${units[unit]}`;
}
