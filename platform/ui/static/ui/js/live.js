// Asks a cheap address whether there is something new, only while the page is looked at; the person decides when to
// look, and may switch the asking off. What is typed on the page stays: only one region of it is drawn anew.

const EVERY = 15_000; // milliseconds
const FILES = "files"; // the answer when only the files have been looked at: for viruses, for pictures

export function enhance(block) {
  const news = block.querySelector("[data-news]"); // none on a page that is told of its files only
  const choice = document.querySelector("[data-live-switch]");
  const on = choice?.querySelector("input") ?? { checked: true };
  let tag = null;

  const ask = async () => {
    if (document.hidden || !on.checked || news?.hidden === false) return;
    try {
      const answer = await fetch(block.dataset.live, {
        headers: tag ? { "If-None-Match": tag } : {},
        cache: "no-store",
      });
      tag = answer.headers.get("ETag") ?? tag;
      if (answer.status !== 200 || answer.redirected) return;
      if ((await answer.text()) === FILES) await redraw();
      else if (news) news.hidden = false;
    } catch {
      // No connection now: the next time will do.
    }
  };

  // What was learned of files is drawn at once: nobody has to be asked, nothing moves, and no focus is lost.
  const redraw = async () => {
    const page = await fetch(location.href, { cache: "no-store", headers: { "X-Redraw": FILES } });
    if (!page.ok || page.redirected) return;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
    for (const part of document.querySelectorAll("[data-looked]")) {
      const drawn = fresh.getElementById(part.id);
      if (drawn && !drawn.isEqualNode(part) && !part.contains(document.activeElement)) {
        part.replaceWith(document.importNode(drawn, true));
      }
    }
    const there = new URL(block.dataset.live, location.href);
    const address = fresh.querySelector("[data-live]")?.dataset.live ?? block.dataset.live;
    there.searchParams.set("looked", new URL(address, location.href).searchParams.get("looked"));
    block.dataset.live = there.pathname + there.search;
    tag = null;
  };

  const show = async (event) => {
    event.preventDefault();
    try {
      const page = await fetch(location.href, { cache: "no-store" });
      if (!page.ok || page.redirected) throw new Error("not the same page any more");
      const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
      const region = document.getElementById(block.dataset.region);
      const drawn = document.importNode(fresh.getElementById(block.dataset.region), true);
      region.replaceWith(drawn);
      const address = fresh.querySelector("[data-live]")?.dataset.live;
      if (address) block.dataset.live = address;
      tag = null;
      news.hidden = true;
      drawn.tabIndex = -1;
      drawn.focus({ preventScroll: true });
      drawn.dispatchEvent(new CustomEvent("drawn", { bubbles: true }));
    } catch {
      location.reload();
    }
  };

  block.hidden = false;
  if (choice) {
    choice.hidden = false;
    on.checked = localStorage.getItem("live") !== "off";
    on.addEventListener("change", () => localStorage.setItem("live", on.checked ? "on" : "off"));
  }
  news?.querySelector("a").addEventListener("click", show);
  document.addEventListener("visibilitychange", ask);
  setInterval(ask, EVERY);
}
