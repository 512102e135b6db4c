// The row of one file in a list of uploads: how far it is, what is wrong with it, and one button.
import { size } from "./drop.js";

/** A new row for `file`, not in the list yet. */
export function draw(template, file, print) {
  const row = template.content.firstElementChild.cloneNode(true);
  const format = file.name.includes(".") ? file.name.split(".").pop().slice(0, 4).toUpperCase() : "";
  row.dataset.print = print;
  row.querySelector(".paper").textContent = format;
  row.querySelector("[data-name]").textContent = file.name;
  row.querySelector("[data-size]").textContent = size(file.size);
  row.querySelector("[data-of]").textContent = ` ${file.name}`;
  row.querySelector("progress").setAttribute("aria-label", `Загрузка файла ${file.name}`);
  return row;
}

/** It is being sent; `onCancel` is its button. */
export function sending(row, onCancel) {
  row.dataset.state = "uploading";
  row.querySelector(".meter").hidden = false;
  row.querySelector("[data-tone=bad]").hidden = true;
  button(row, "Отменить", "quiet", onCancel);
}

export function progress(row, share) {
  const percent = Math.floor(100 * share);
  row.querySelector("progress").value = percent;
  row.querySelector("[data-percent]").textContent = share < 1 ? `${percent}\u00a0%` : "Проверяем и сохраняем…";
}

export function pausing(row) {
  row.querySelector("[data-percent]").textContent = "Нет связи. Загрузка продолжится сама";
}

/** It did not go; the button tries again where that helps, else takes the row away. */
export function failed(row, refusal, { onAgain, onRemove }) {
  row.dataset.state = "error";
  row.querySelector(".meter").hidden = true;
  row.querySelector("[data-tone=bad]").hidden = false;
  row.querySelector("[data-error]").textContent = refusal.error ?? "Файл не загрузился. Повторите";
  if (refusal.again ?? true) button(row, "Повторить", "", onAgain);
  else button(row, "Убрать", "danger", onRemove);
}

function button(row, words, kind, onclick) {
  const place = row.querySelector("button");
  place.querySelector("[data-act]").textContent = words;
  place.dataset.kind = kind;
  place.onclick = onclick;
}

/** Says in `place` how many of the files of this visit are there, and names those that are not. */
export function tally(place) {
  const files = new Map(); // row → "going", "there" or {lost: a name}
  return (row, how) => {
    if (how) files.set(row, how);
    else files.delete(row);
    const all = [...files.values()];
    const lost = all.filter((file) => file.lost).map((file) => file.lost);
    const words = all.length ? `Загружено ${all.filter((file) => file === "there").length} из\u00a0${all.length}` : "";
    place.textContent = lost.length ? `${words}. Не\u00a0загружено: ${lost.join(", ")}` : words;
  };
}
