// Stands in for «КриптоПро ЭЦП Browser plug-in» in the demonstration and the tests: the same objects and calls, the
// same strictness; certificates and signatures come from the test authority of the site. A test may put
// window.standIn = {absent: "words"}, {isEmpty: true} or {fail: {step: "SignHash", message: "… (0x8010006E)"}} before it.
(() => {
  const ADDRESS = "/demo/signer/";
  const KEYS = { "1.2.643.7.1.1.1.1": 101, "1.2.643.7.1.1.1.2": 102 };
  const step = (name) => {
    const fail = window.standIn?.fail;
    if (fail?.step === name) throw new Error(fail.message);
  };
  const wrong = () => new Error("The parameter is incorrect. (0x80070057)");

  // Properties are read as promises and written through propset_*; methods return promises.
  const live = (fields, methods = {}) => {
    const state = { ...fields };
    return new Proxy(
      {},
      {
        get(_, key) {
          if (key === "then") return undefined;
          if (key === "$") return state;
          if (typeof key === "string" && key.startsWith("propset_")) {
            return async (value) => {
              step(key);
              state[key.slice(8)] = value;
            };
          }
          if (key in methods)
            return async (...values) => {
              step(key);
              return methods[key](state, ...values);
            };
          return (async () => {
            step(key);
            return state[key];
          })();
        },
      },
    );
  };
  const version = (text) => ({ toString: async () => text });
  const collection = (items) =>
    live(
      { Count: items.length },
      {
        Item: (_, number) => items[number - 1],
        Find: (_, kind, wanted) => collection(items.filter((item) => kind !== 0 || item.$.Thumbprint === wanted)),
      },
    );
  const certificate = (facts) =>
    live(facts, {
      HasPrivateKey: () => facts.HasPrivateKey,
      PublicKey: () => live({ Algorithm: live({ Value: facts.Algorithm }) }),
    });
  const objects = {
    "CAdESCOM.About": () => live({ PluginVersion: version("2.0.15000") }, { CSPVersion: () => version("5.0.13000") }),
    "CAdESCOM.Store": () =>
      live(
        {},
        {
          async Open(store) {
            const response = await fetch(ADDRESS, { headers: { Accept: "application/json" } });
            const { certificates } = await response.json();
            store.Certificates = collection(window.standIn?.isEmpty ? [] : certificates.map(certificate));
          },
          Close() {},
        },
      ),
    "CAdESCOM.HashedData": () =>
      live(
        {},
        {
          SetHashValue(state, value) {
            const size = { 101: 64, 102: 128 }[state.Algorithm];
            const hex = value.replace(/\s/g, "");
            if (hex.length !== size || !/^[0-9A-F]+$/i.test(hex)) throw wrong();
            state.Hash = hex;
          },
        },
      ),
    "CAdESCOM.CPSigner": () => live({ AuthenticatedAttributes2: live({}, { Add() {} }) }),
    "CADESCOM.CPAttribute": () => live({}),
    "CAdESCOM.CadesSignedData": () =>
      live(
        {},
        {
          async SignHash(_, hashed, signer) {
            const { Algorithm, Thumbprint } = signer.$.Certificate.$;
            if (hashed.$.Algorithm !== KEYS[Algorithm]) throw wrong();
            const body = new FormData();
            body.set("thumbprint", Thumbprint);
            body.set("hash", hashed.$.Hash);
            const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
            const response = await fetch(ADDRESS, { method: "POST", body, headers: { "X-CSRFToken": token } });
            if (!response.ok) throw new Error("The keyset does not exist. (0x80090016)");
            return (await response.json()).signature;
          },
        },
      ),
  };
  const makers = Object.fromEntries(Object.entries(objects).map(([name, make]) => [name.toLowerCase(), make]));
  const plugin = new Promise((resolve, reject) => {
    setTimeout(() => (window.standIn?.absent ? reject(new Error(window.standIn.absent)) : resolve()));
  });
  plugin.catch(() => {});
  plugin.CreateObjectAsync = async (name) => {
    step(name);
    return makers[name.toLowerCase()]();
  };
  plugin.getLastError = (error) => error?.message ?? String(error);
  window.cadesplugin = plugin;
})();
