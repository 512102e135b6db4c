// «Новый код можно запросить в 14:05:42» becomes a clock that runs, and the button wakes when the time has come.
export function enhance(block) {
  const words = block.querySelector("[data-countdown-words]");
  const button = block.querySelector("button");
  const end = performance.now() + 1000 * Number(block.dataset.countdown);
  button.disabled = true;
  const timer = setInterval(tick, 1000);
  tick();

  function tick() {
    const left = Math.ceil((end - performance.now()) / 1000);
    if (left > 0) {
      words.textContent = `Новый код можно запросить через ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      return;
    }
    clearInterval(timer);
    words.textContent = "Код не пришёл? Запросите новый.";
    button.disabled = false;
  }
}
