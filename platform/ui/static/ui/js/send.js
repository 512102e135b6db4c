// One file to the address of its block. XMLHttpRequest, because fetch does not tell how much has gone.
import { size } from "./drop.js";

const BROKEN = { error: "Файл не загрузился: пропала связь", again: true };

/** {answer: a promise of {html} or {error, again} (empty when cancelled), cancel()} */
export function send(block, file, onProgress) {
  const limit = Number(block.dataset.maxSize) || Infinity;
  if (file.size > limit) {
    const error = `Файл «${file.name}» (${size(file.size)}) больше ${size(limit)}. Сожмите его или разделите на части`;
    return { answer: Promise.resolve({ error }), cancel: () => {} };
  }
  const request = new XMLHttpRequest();
  const answer = new Promise((resolve) => {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", block.closest("form").elements.csrfmiddlewaretoken.value);
    data.append("file", file);
    request.upload.onprogress = (event) => onProgress(Math.floor((100 * event.loaded) / event.total));
    request.onerror = () => resolve(BROKEN);
    request.onabort = () => resolve({});
    request.onload = () => {
      const said = request.response ?? {};
      const again = request.status >= 500 || !said.error;
      resolve(said.html ? said : { error: said.error ?? "Файл не загрузился. Повторите", again });
    };
    request.responseType = "json";
    request.open("POST", block.dataset.uploads);
    request.setRequestHeader("Accept", "application/json");
    request.send(data);
  });
  return { answer, cancel: () => request.abort() };
}
