// What is wrong with half-done answers, said quietly, and not of the field that is being typed into.

export class Remarks {
  constructor(form) {
    this.form = form;
    this.said = {};
    for (const place of form.querySelectorAll("[data-remark]:not([hidden])")) {
      this.said[place.dataset.remark] = place.textContent;
    }
    form.addEventListener("focusout", () => setTimeout(() => this.show(this.said)));
  }

  show(said) {
    this.said = said;
    for (const place of this.form.querySelectorAll("[data-remark]")) {
      const words = said[place.dataset.remark] ?? "";
      if (words && place.closest(".field").contains(document.activeElement)) continue;
      place.textContent = words;
      place.hidden = !words;
    }
  }
}
