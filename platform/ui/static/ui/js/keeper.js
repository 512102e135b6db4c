// Saves the form of a draft and says truly how that went.
import { OFFLINE, refused } from "./refused.js";
import { Remarks } from "./remarks.js";
import { content, isTouched, pageName, post, sheet } from "./sheet.js";

const REST = 2_000; // milliseconds after the last key
const EVERY = 5_000; // milliseconds between two saves
const AGAIN = 10_000; // milliseconds until what failed is tried once more

export class Keeper {
  sending = null; // the content on its way
  isLeaving = false; // a button of the form was pressed, or somebody has chosen to go without saving
  isStuck = false; // another page has written, or the draft is no draft any more: only a person can go on
  #lastAt = 0;
  #timer = null;

  constructor(form) {
    this.form = form;
    const status = form.querySelector("[data-saved]");
    this.say = (...words) => status.replaceChildren(...words);
    this.remarks = new Remarks(form);
    this.saved = isTouched(form) ? null : content(form);
    form.elements.page.value = pageName();
    if (this.saved === null) this.later(REST);
  }

  get isDirty() {
    return content(this.form) !== this.saved;
  }

  noteChange() {
    if (this.isStuck || !this.isDirty) return;
    if (this.sending === null) this.say("Есть несохранённые изменения");
    this.later(REST);
  }

  later(pause) {
    clearTimeout(this.#timer);
    if (!this.isStuck) this.#timer = setTimeout(() => this.save(), Math.max(pause, this.#lastAt + EVERY - Date.now()));
  }

  /** Is all that is typed kept now? `isLast`: the page is being left, so a save on its way is not waited for. */
  async save({ isLast = false, keepalive = false } = {}) {
    clearTimeout(this.#timer);
    const now = content(this.form);
    if (this.isStuck || this.isLeaving || now === this.saved) return now === this.saved;
    if (this.sending !== null && !(isLast && now !== this.sending)) return this.later(REST), false;
    this.sending = now;
    this.#lastAt = Date.now();
    this.say("Сохраняем…");
    try {
      return this.#take(await post(this.form, sheet(this.form), { keepalive }), now);
    } catch {
      this.say(OFFLINE);
      this.later(AGAIN);
      return false;
    } finally {
      this.sending = null;
    }
  }

  #take(said, sent) {
    if (said.version !== undefined) return this.#keep(said, sent);
    this.isStuck = said.status === 409;
    this.say(...refused(this.form, said));
    this.later(AGAIN);
    return false;
  }

  #keep(said, sent) {
    this.saved = sent;
    this.form.elements.version.value = said.version;
    this.remarks.show(said.remarks);
    if (this.isDirty) return this.later(REST), false;
    this.say(`${this.form.querySelector(".summary") ? "Набранное сохранено" : "Сохранено"} ${said.at}`);
    return true;
  }
}
