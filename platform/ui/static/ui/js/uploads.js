// Every chosen file is sent by itself: its row shows how far it is and offers to cancel or to repeat. The answer of the
// server is the row of a file that is there, or a sentence about what is wrong with it; the other files are not touched.
import { size } from "./drop.js";
import { send } from "./send.js";

const AT_ONCE = 3;

export function enhance(block) {
  const input = block.querySelector("input[type=file]");
  const list = block.querySelector("[data-files]");
  const waiting = [];
  block.closest("form").querySelectorAll("[data-without-script]").forEach((part) => (part.hidden = true));
  let chosen = 0;
  let taken = 0;
  let busy = 0;

  const count = () => {
    block.querySelector("[data-count]").textContent = chosen ? `Загружено ${taken} из\u00a0${chosen}` : "";
  };

  const next = () => {
    while (busy < AT_ONCE && waiting.length) {
      busy += 1;
      waiting.shift()().finally(() => {
        busy -= 1;
        next();
      });
    }
  };

  const upload = (file, row) => async () => {
    if (!row.isConnected) return;
    const show = (part, shown) => (row.querySelector(part).hidden = !shown);
    const button = row.querySelector("button");
    const sending = send(block, file, (percent) => {
      row.querySelector("progress").value = percent;
      row.querySelector("[data-percent]").textContent = percent < 100 ? `${percent}\u00a0%` : "Сохраняем…";
    });
    row.dataset.state = "uploading";
    [".meter", "button"].forEach((part) => show(part, true));
    show("[data-tone=bad]", false);
    [button.textContent, button.dataset.kind] = ["Отменить", "quiet"];
    button.onclick = () => {
      sending.cancel();
      chosen -= 1;
      row.remove();
      count();
    };
    const answer = await sending.answer;
    if (answer.html) {
      row.outerHTML = answer.html;
      taken += 1;
      count();
    } else if (answer.error) {
      row.dataset.state = "error";
      show(".meter", false);
      show("[data-tone=bad]", true);
      row.querySelector("[data-error]").textContent = answer.error;
      [button.textContent, button.dataset.kind] = answer.again ? ["Повторить", ""] : ["Убрать", "danger"];
      if (answer.again) button.onclick = () => (waiting.push(upload(file, row)), next());
    }
  };

  addEventListener("beforeunload", (event) => busy && event.preventDefault()); // «Уйти со страницы?»
  input.addEventListener("change", () => {
    for (const file of input.files) {
      const row = block.querySelector("template").content.firstElementChild.cloneNode(true);
      row.querySelector(".paper").textContent = file.name.includes(".") ? file.name.split(".").pop().slice(0, 4).toUpperCase() : "";
      row.querySelector("[data-name]").textContent = file.name;
      row.querySelector("[data-size]").textContent = size(file.size);
      list.append(row);
      chosen += 1;
      waiting.push(upload(file, row));
    }
    input.value = ""; // else the form would send them once more
    count();
    next();
  });
}
