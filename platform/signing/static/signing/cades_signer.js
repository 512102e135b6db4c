// Signing with «КриптоПро ЭЦП Browser plug-in», whose own cadesplugin_api.js stands before this.
// A document does not travel to the browser to be signed: the server sends its Streebog digests.
import { explained, noPlugin, SigningError } from "./refusals.js";

export { SigningError };

const GOST = {
  "1.2.643.7.1.1.1.1": { bits: 256, algorithm: 101 }, // CADESCOM_HASH_ALGORITHM_CP_GOST_3411_2012_256
  "1.2.643.7.1.1.1.2": { bits: 512, algorithm: 102 }, // CADESCOM_HASH_ALGORITHM_CP_GOST_3411_2012_512
};
const BY_THUMBPRINT = 0; // CAPICOM_CERTIFICATE_FIND_SHA1_HASH
const CADES_BES = 1;

/** The versions of the plug-in and of the CSP. Rejects with SigningError: no_plugin, timeout, no_csp. */
export function detect() {
  return guarded(async () => {
    if (!window.cadesplugin) throw noPlugin();
    await window.cadesplugin; // never returned from here: it is thenable and would be unwrapped
    const about = await create("CAdESCOM.About");
    const plugin = await (await about.PluginVersion).toString();
    try {
      const csp = await (await about.CSPVersion("", 80)).toString(); // 80: the provider of ГОСТ Р 34.10-2012 (256)
      return { plugin, csp };
    } catch {
      throw new SigningError("no_csp", "Необходимо, чтобы на компьютере был установлен КриптоПро CSP");
    }
  });
}

/** All personal certificates; `problem` says why one cannot sign. Rejects with no_certificates when there are none. */
export function certificates() {
  return guarded(() =>
    withStore(async (all) => {
      const found = [];
      for (let number = 1, count = await all.Count; number <= count; number++) {
        found.push(await described(await all.Item(number)));
      }
      if (!found.length) {
        throw new SigningError(
          "no_certificates",
          "Не найдено ни одного сертификата. Установите личный сертификат электронной подписи.",
        );
      }
      return found;
    }),
  );
}

/** Base64 of a detached CAdES-BES over {256: hex, 512: hex}: digests of the stored file, computed by the server. */
export function signDigest(thumbprint, digests) {
  return guarded(() =>
    withStore(async (all) => {
      const found = await all.Find(BY_THUMBPRINT, thumbprint);
      if (!(await found.Count)) throw new SigningError("no_certificates", "Сертификат не найден. Обновите страницу.");
      const certificate = await found.Item(1);
      const { bits, algorithm } = GOST[await keyOf(certificate)];

      const hashed = await create("CAdESCOM.HashedData");
      await hashed.propset_Algorithm(algorithm); // must precede SetHashValue
      await hashed.SetHashValue(digests[bits].toUpperCase());

      const time = await create("CADESCOM.CPAttribute");
      await time.propset_Name(0); // CADESCOM_AUTHENTICATED_ATTRIBUTE_SIGNING_TIME
      await time.propset_Value(new Date());

      const signer = await create("CAdESCOM.CPSigner");
      await signer.propset_Certificate(certificate);
      await signer.propset_CheckCertificate(true);
      await signer.propset_Options(0); // the whole chain but the root
      await (await signer.AuthenticatedAttributes2).Add(time);

      return (await create("CAdESCOM.CadesSignedData")).SignHash(hashed, signer, CADES_BES);
    }),
  );
}

async function guarded(action) {
  try {
    return await action();
  } catch (error) {
    throw explained(error);
  }
}

function create(name) {
  return window.cadesplugin.CreateObjectAsync(name);
}

async function withStore(work) {
  const store = await create("CAdESCOM.Store");
  await store.Open(2, "My", 2); // of the current user, personal, with all that is allowed
  try {
    return await work(await store.Certificates);
  } finally {
    await store.Close();
  }
}

async function keyOf(certificate) {
  return (await (await certificate.PublicKey()).Algorithm).Value;
}

async function described(item) {
  const subject = await item.SubjectName;
  const of = (...keys) => keys.map((key) => attribute(subject, key)).find(Boolean) ?? "";
  const since = new Date(await item.ValidFromDate);
  const until = new Date(await item.ValidToDate);
  return {
    thumbprint: await item.Thumbprint,
    name: of("CN"),
    person: [of("SN"), of("G")].filter(Boolean).join(" "),
    inn: of("ИНН ЮЛ", "ИННЮЛ", "INNLE") || of("ИНН", "INN"),
    ogrn: of("ОГРН", "OGRN") || of("ОГРНИП", "OGRNIP"),
    issuer: attribute(await item.IssuerName, "CN"),
    until,
    problem: await problem(item, since, until),
  };
}

async function problem(item, since, until) {
  if (!GOST[await keyOf(item)]) return "Ключ не по ГОСТ Р 34.10-2012. Выберите другой";
  if (until < Date.now()) return `Срок действия сертификата истёк ${day(until)}. Выберите другой`;
  if (since > Date.now()) return `Сертификат начнёт действовать ${day(since)}. Выберите другой`;
  return (await item.HasPrivateKey())
    ? ""
    : "Не найден закрытый ключ. Вставьте носитель (Рутокен, JaCarta) и повторите";
}

export function day(date) {
  return date.toLocaleDateString("ru-RU");
}

/** Of a name as Windows writes it: CN="ООО ""Ромашка""", ОГРН=… */
function attribute(name, key) {
  const match = new RegExp(`(?:^|,\\s*)${key}=("(?:[^"]|"")*"|[^,]*)`).exec(name);
  return match ? match[1].replace(/^"|"$/g, "").replace(/""/g, '"').trim() : "";
}
