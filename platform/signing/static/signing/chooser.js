// The list of certificates of this computer, the unsuitable ones greyed with the reason.
import { certificates, day, detect } from "./cades_signer.js";

/** Fills the <fieldset> and returns how to learn which one is chosen. Rejects with SigningError. */
export async function offerCertificates(fieldset) {
  await detect();
  const owner = fieldset.dataset;
  const list = (await certificates()).map((one) => ({ ...one, problem: one.problem || strange(one, owner) }));
  list.sort((one, other) => Boolean(one.problem) - Boolean(other.problem));
  const template = fieldset.querySelector("template");
  const options = list.map((certificate, number) => drawn(template, certificate, number));
  fieldset.querySelector("[data-options]").replaceChildren(...options);
  const first = fieldset.querySelector("input:enabled");
  if (first) first.checked = true;
  fieldset.hidden = false;
  return {
    count: list.filter((one) => !one.problem).length,
    chosen: () => fieldset.querySelector("input:checked")?.value,
  };
}

/** A certificate of another organisation. One of a person alone may do with a power of attorney: the server tells. */
function strange(certificate, { inn, ogrn }) {
  if (!ogrn || !certificate.ogrn || certificate.ogrn === ogrn) return "";
  return `Сертификат выдан на ИНН ${certificate.inn.replace(/^00/, "")}, а кабинет — на ИНН ${inn}. Выберите сертификат своей организации или приложите МЧД`;
}

function drawn(template, certificate, number) {
  const option = template.content.cloneNode(true);
  const input = option.querySelector("input");
  const fill = (name, words) => (option.querySelector(`[data-${name}]`).textContent = words);
  input.id = `certificate-${number}`;
  input.value = certificate.thumbprint;
  input.disabled = Boolean(certificate.problem);
  option.querySelector("label").htmlFor = input.id;
  fill(
    "owner",
    [certificate.name, certificate.person].filter((part, place, all) => all.indexOf(part) === place).join(", "),
  );
  fill(
    "about",
    `ИНН\u00a0${certificate.inn.replace(/^00/, "") || "не указан"}, издатель: ${certificate.issuer}, действует до\u00a0${day(certificate.until)}`,
  );
  const reason = option.querySelector("[data-problem]");
  reason.textContent = certificate.problem;
  reason.hidden = !certificate.problem;
  return option;
}
