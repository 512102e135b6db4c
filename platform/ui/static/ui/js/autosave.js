// A form that saves itself as it is typed into: soon after the last key, not more often than every few seconds, when a
// link leads away and when the page is left. It says «Сохранено» only of what the server has answered for.
import { watch } from "./departure.js";
import { Keeper } from "./keeper.js";
import { places } from "./places.js";

export function enhance(form) {
  const keeper = new Keeper(form);
  const changed = () => keeper.noteChange();
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  places(form, changed);
  watch(form, keeper);
}
