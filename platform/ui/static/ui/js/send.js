// One file to the server in parts, the protocol of documents/views. A file chosen again after a cut or a reload goes on
// where it stopped: the server knows it by its fingerprint.
import { ask } from "./ask.js";

const LOOKING = 300; // seconds that the server may take to look into a large file
const BEGINNINGS = 3; // how often a file is begun before a person is told that it does not go
const BEGUN_ANEW = new Set(["upload_lost", "parts_missing"]); // S3 has forgotten it, or parts are missing

/** Name, size and time of the last change, as one short word. */
export async function fingerprint(file) {
  const words = new TextEncoder().encode(`${file.name}|${file.size}|${file.lastModified}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", words));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * The key of the upload, when all of `file` is there and found good. `place`: url and purpose of the uploads;
 * `asked`: as of `ask`; `onBegun(key)`, `onSent(bytes)` tell how far it is. Throws what `ask` does.
 */
export async function send(file, place, asked, { onBegun, onSent }) {
  for (let beginning = 1; ; beginning += 1) {
    const fields = { name: file.name, size: file.size, purpose: place.purpose, fingerprint: await fingerprint(file) };
    const begun = await ask("POST", place.url, { ...asked, body: fields });
    onBegun(begun.key);
    try {
      await sendParts(file, begun, `${place.url}${begun.key}/`, asked, onSent);
      await ask("POST", `${place.url}${begun.key}/finish/`, { ...asked, patience: LOOKING });
      return begun.key;
    } catch (refusal) {
      if (beginning === BEGINNINGS || !BEGUN_ANEW.has(refusal.code)) throw refusal;
    }
  }
}

async function sendParts(file, { chunk_size: chunk, parts }, address, asked, onSent) {
  const known = new Set(parts);
  const part = (number) => file.slice((number - 1) * chunk, number * chunk);
  let sent = parts.reduce((sum, number) => sum + part(number).size, 0);
  onSent(sent);
  for (let number = 1; (number - 1) * chunk < file.size; number += 1) {
    if (known.has(number)) continue;
    const body = part(number);
    const onProgress = (gone) => onSent(sent + Math.min(gone, body.size));
    await ask("PUT", `${address}parts/${number}/`, { ...asked, body, onProgress });
    sent += body.size;
    onSent(sent);
  }
}
