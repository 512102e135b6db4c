// A choice on which the other questions depend: whoever chooses gets them at once, with all that was typed, and the
// focus stays. Without a script there is a button for it.
export function enhance(block) {
  block.querySelector("[data-without-script]").hidden = true;
  block.addEventListener("change", async (event) => {
    const form = block.closest("form");
    const button = block.querySelector("button");
    try {
      const page = await fetch(form.action, { method: "POST", body: new FormData(form, button) });
      if (!page.ok || page.redirected) throw new Error("not the same page any more");
      const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
      const drawn = document.importNode(fresh.getElementById("main"), true);
      document.getElementById("main").replaceWith(drawn);
      document.title = fresh.title;
      document.getElementById(event.target.id)?.focus();
      drawn.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
    } catch {
      form.requestSubmit(button);
    }
  });
}
