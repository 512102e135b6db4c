// «Проверка рабочего места»: the browser, the plug-in, the CSP, certificates, and a signature that goes nowhere.
import { detect, signDigest } from "./cades_signer.js";
import { offerCertificates } from "./chooser.js";

const page = document.querySelector("[data-self-test]");
const check = (name) => page.querySelector(`[data-check="${name}"]`);

page.querySelector("[data-again]").addEventListener("click", () => location.reload());
run();

async function run() {
  settle("browser", true, "Подходит");
  try {
    const { plugin, csp } = await detect();
    settle("plugin", true, `Установлен, версия ${plugin}`);
    settle("csp", true, `Установлен, версия ${csp}`);
  } catch (error) {
    const isCsp = error.code === "no_csp";
    if (isCsp) settle("plugin", true, "Установлен");
    settle(isCsp ? "csp" : "plugin", false, error.message);
    return;
  }
  try {
    const { count, chosen } = await offerCertificates(page.querySelector("[data-certificates]"));
    settle("certificates", count > 0, count ? `Найдено подходящих: ${count}` : "Подходящих сертификатов нет");
    if (count) offerTrial(chosen);
  } catch (error) {
    settle("certificates", false, error.message);
  }
}

function offerTrial(chosen) {
  const button = page.querySelector("[data-trial]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await signDigest(chosen(), { 256: "0".repeat(64), 512: "0".repeat(128) }); // of no document
      settle("trial", true, "Подпись создана: рабочее место готово");
    } catch (error) {
      settle("trial", false, error.message);
    }
  });
}

function settle(name, isGood, words) {
  const place = check(name);
  place.querySelector("[data-waiting]").hidden = true;
  const shown = place.querySelector(isGood ? "[data-good]" : "[data-bad]");
  place.querySelector(isGood ? "[data-bad]" : "[data-good]").hidden = true;
  shown.hidden = false;
  shown.querySelector("[data-words]").textContent = words;
}
