// A key of this device or a separate one: the browser asks for it, the form carries its answer.
const FAILED = "Ключ не ответил. Попробуйте ещё раз или выберите другой способ";

export function enhance(form) {
  if (!window.PublicKeyCredential) return;
  const said = form.querySelector("[role=alert]");
  form.hidden = false;
  document.querySelector("[data-without-passkey]")?.remove();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.hidden = true;
    try {
      const options = { publicKey: decoded(JSON.parse(form.dataset.options).publicKey) };
      const answer = await navigator.credentials[form.dataset.passkey](options);
      form.elements.credential.value = JSON.stringify(encoded(answer));
      form.submit();
    } catch {
      said.textContent = FAILED; // refused, too late, or this key is here already: browsers tell these apart to nobody
      said.hidden = false;
    }
  });
}

/** The options of the server with bytes where browsers want bytes. */
function decoded(options) {
  const known = (list) => list?.map((key) => ({ ...key, id: bytes(key.id) }));
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...(options.excludeCredentials && { excludeCredentials: known(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: known(options.allowCredentials) }),
  };
}

/** The answer as the server reads it: bytes as text. */
function encoded(answer) {
  const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle } = answer.response;
  const given = { clientDataJSON, attestationObject, authenticatorData, signature, userHandle };
  const response = Object.fromEntries(
    Object.entries(given)
      .filter(([, value]) => value)
      .map(([name, value]) => [name, text(value)]),
  );
  const clientExtensionResults = answer.getClientExtensionResults();
  return { id: answer.id, rawId: text(answer.rawId), type: answer.type, response, clientExtensionResults };
}

function bytes(words) {
  const binary = atob(words.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
