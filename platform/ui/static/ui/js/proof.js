// Proof of work (accounts.security.proof_of_work): finds the number whose hash the server gave while the person types.
const SOLVED = "Проверка пройдена, форму можно отправлять.";
const SOON = "Ещё секунда: браузер заканчивает проверку, форма отправится сама.";
const HELPLESS = "Этот браузер не может пройти проверку. Откройте кабинет в другом браузере или позвоните нам.";

export function enhance(block) {
  const form = block.closest("form");
  const answer = block.querySelector("input");
  const words = block.querySelector("[role=status]");
  const { nonce, hash, token, limit } = block.dataset;
  const solved = solve(nonce, hash, Number(limit)).then(
    (number) => {
      answer.value = `${token} ${number}`;
      words.textContent = SOLVED;
    },
    () => (words.textContent = HELPLESS),
  );
  form.addEventListener("submit", (event) => {
    if (answer.value || !block.isConnected || event.submitter?.name) return; // a button with a name asks for something else
    event.preventDefault();
    words.textContent = SOON;
    solved.then(() => answer.value && form.requestSubmit(event.submitter));
  });
}

async function solve(nonce, hash, limit) {
  const encoder = new TextEncoder();
  for (let number = 0; number < limit; number++) {
    const digest = await crypto.subtle.digest("SHA-256", encoder.encode(`${nonce}${number}`));
    if (hex(digest) === hash) return number;
  }
  throw new Error("no such number");
}

function hex(digest) {
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
