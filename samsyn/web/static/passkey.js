// Keys (passkeys). The page says in data attributes what is to be done; webauthn-json.js talks to the browser.
(() => {
  "use strict";

  const failed = (form) => {
    const box = form.querySelector("[data-passkey-error]");
    if (box) { box.hidden = false; box.focus(); }
  };

  const optionsFor = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no options");
    return (await answer.json()).request_options;
  };

  // A key that signs in on its own must be kept on the device and ask for its PIN or finger.
  const withPasswordless = (options, isPasswordless) => {
    const wanted = options.publicKey.authenticatorSelection;
    wanted.residentKey = isPasswordless ? "required" : "discouraged";
    wanted.requireResidentKey = isPasswordless;
    if (isPasswordless) wanted.userVerification = "required";
    return options;
  };

  const credentialFor = async (form) => {
    const options = await optionsFor(form);
    if (form.dataset.passkey !== "add") return window.webauthnJSON.get(options);
    const box = form.elements.namedItem("passwordless");
    return window.webauthnJSON.create(withPasswordless(options, Boolean(box && box.checked)));
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.webauthnJSON || !window.PublicKeyCredential) continue;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      const input = form.elements.namedItem("credential");
      if (input.value) return;
      event.preventDefault();
      event.stopPropagation();
      try {
        input.value = JSON.stringify(await credentialFor(form));
        form.submit();
      } catch {
        failed(form);
      }
    });
  }
})();
