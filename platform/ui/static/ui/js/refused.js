// Why a draft was not saved, in words, and what a person can do about it.

export const OFFLINE = "Изменения не сохранены: нет связи. Не закрывайте страницу, сохраним, как только связь вернётся.";
const UNKNOWN = "Изменения не сохранены. Попробуем ещё раз; на всякий случай скопируйте набранное.";

/** What to say; an answer that shows both sides of a conflict is put into its place. */
export function refused(form, said) {
  if (said.code === "draft_changed") showConflict(form, said.html);
  if (said.code !== "signed_out") return [said.error ?? UNKNOWN];
  const link = document.createElement("a");
  Object.assign(link, { href: form.action, target: "_blank", textContent: "Войдите в новой вкладке" });
  return ["Изменения не сохранены: вход в кабинет закончился. ", link, " и вернитесь сюда: сохранение продолжится само."];
}

function showConflict(form, html) {
  const place = form.querySelector("[data-conflict]");
  place.innerHTML = html;
  place.scrollIntoView({ block: "center" });
}
