// «Скопировать» beside a requisite: the words of the element that the button names. Without scripts they are selected by hand.
const SHOWN = 2000; // ms

export function enhance(button) {
  if (!navigator.clipboard) return;
  const words = button.innerHTML;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy).textContent.trim();
    await navigator.clipboard.writeText(text.replaceAll("\u00a0", " "));
    button.textContent = "Скопировано";
    setTimeout(() => {
      button.innerHTML = words;
    }, SHOWN);
  });
}
