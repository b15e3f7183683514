// Comfort only: every page works without this file. No innerHTML, no globals; requests only to keep a session and unsent text.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // A failed form: the error summary is read first.
  document.querySelector(".errors[tabindex]")?.focus();

  // "/" goes to the search box. WCAG 2.1.4: the checkbox in the foot switches it off.
  const box = document.querySelector("input[data-shortcut]");
  const store = (value) => {
    try { return value === undefined ? localStorage.getItem("keys") : localStorage.setItem("keys", value); } catch { return null; }
  };
  let keys = store() !== "off";
  if (box) {
    box.checked = keys;
    box.closest("[hidden]")?.removeAttribute("hidden");
    box.addEventListener("change", () => { keys = box.checked; store(keys ? "on" : "off"); });
  }
  document.addEventListener("keydown", (event) => {
    if (!box || !keys || event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const field = all("input[type=search]").find((one) => one.offsetParent !== null);
    if (field) { event.preventDefault(); field.focus(); field.select(); }
  });

  // Buttons that need a script appear only with it.
  for (const button of all("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // table.sortable: heads become buttons. A cell's data-value goes before its text.
  const order = new Intl.Collator(document.documentElement.lang || "bg", { numeric: true });
  const value = (row, at) => { const cell = row.cells[at]; return cell?.dataset.value ?? cell?.textContent.trim() ?? ""; };
  for (const head of all("table.sortable thead th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const sign = head.ariaSort === "ascending" ? -1 : 1;
      for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
      const body = head.closest("table").tBodies[0];
      body.append(...[...body.rows].sort((a, b) => sign * order.compare(value(a, head.cellIndex), value(b, head.cellIndex))));
    });
  }

  // Security keys: the server asks, the key answers, and the answer goes with the form (WebAuthn).
  const letters = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/[+/=]/g, (one) => ({ "+": "-", "/": "_" })[one] ?? "");
  const bytes = (text) => Uint8Array.from(atob(text.replace(/[-_]/g, (one) => ({ "-": "+", _: "/" })[one])), (one) => one.charCodeAt(0));
  const answered = async (form, isNew) => {
    const body = new URLSearchParams({ _form: form.elements._form.value });
    const asked = await (await fetch("/challenge", { method: "POST", body })).json();
    const [encoder, userVerification] = [new TextEncoder(), "required"];
    const challenge = encoder.encode(asked.challenge);
    const known = asked.keys.map((id) => ({ type: "public-key", id: bytes(id) }));
    if (!isNew) {
      const publicKey = { challenge, allowCredentials: known, userVerification };
      const { rawId, response: said } = await navigator.credentials.get({ publicKey });
      return [rawId, said.clientDataJSON, said.authenticatorData, said.signature].map(letters).join(".");
    }
    const publicKey = {
      challenge, excludeCredentials: known, attestation: "none", rp: { name: asked.site },
      user: { id: encoder.encode(asked.user), name: asked.login, displayName: asked.login },
      pubKeyCredParams: [-7, -257].map((alg) => ({ type: "public-key", alg })),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification },
    };
    const { response: said } = await navigator.credentials.create({ publicKey });
    return [said.clientDataJSON, said.getAuthenticatorData()].map(letters).join(".");
  };
  const offer = (button, said, done) => button.addEventListener("click", async () => {
    said.hidden = true;
    try { done(await answered(button.form, button.dataset.key === "add")); } catch { said.hidden = false; }
  });
  if (window.PublicKeyCredential) {
    for (const part of all("[data-keyless]")) part.hidden = true;
    for (const part of all("[data-keyed]")) {
      part.hidden = false;
      const button = part.querySelector("button[data-key]");
      offer(button, part.querySelector("[role=status]"), (answer) => { button.form.elements.key.value = answer; button.form.submit(); });
    }
    const { key, keyDone, keyFailed } = document.body.dataset;
    for (const field of key ? all("input[autocomplete=one-time-code]") : []) {
      const make = (tag, more) => Object.assign(document.createElement(tag), more);
      const button = make("button", { type: "button", className: "btn quiet", textContent: key });
      const said = make("p", { className: "wrong", role: "status", textContent: keyFailed, hidden: true });
      const part = make("div", { className: "keyed" });
      part.append(button, said);
      field.after(part);
      offer(button, said, (answer) => {
        part.replaceWith(make("input", { type: "hidden", name: field.name, value: "key:" + answer }));
        field.removeAttribute("name");
        Object.assign(field, { value: keyDone, readOnly: true }).focus();
      });
    }
  }

  // A session: warned before it ends, and what is not sent yet is kept for the next one.
  const { idle, stay, ended, form: token } = document.body.dataset;
  if (!idle) return;
  // The Back button must not bring back what the server would no longer show.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  const send = (to, fields) => fetch(to, { method: "POST", body: new URLSearchParams({ ...fields, _form: token }) });
  const dialog = document.getElementById("ending");
  const left = dialog.querySelector("[data-left]");
  const tabs = new BroadcastChannel("zakrila-session");
  let end = 0;
  const renew = () => { end = Date.now() + (idle - 15) * 1000; if (dialog.open) dialog.close(); };
  const leave = async () => {
    clearInterval(clock);
    const forms = all("form[data-draft]").filter((form) => form.dataset.changed);
    try {
      for (const form of forms) {
        await fetch(form.action, { method: "POST", body: new URLSearchParams([...new FormData(form), ["_draft", "keep"]]) });
      }
    } finally { location.replace(ended); }
  };
  const clock = setInterval(() => {
    const seconds = Math.ceil((end - Date.now()) / 1000);
    if (seconds <= 0) leave();
    else if (seconds <= 120) {
      if (!dialog.open) dialog.showModal();
      left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    }
  }, 1000);
  tabs.onmessage = renew;
  const prolong = async () => {
    const answer = await send(stay, {});
    if (!answer.ok) return location.replace(ended);
    renew();
    tabs.postMessage("used");
  };
  dialog.querySelector("[data-stay-button]").addEventListener("click", prolong);
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); prolong(); });
  document.addEventListener("input", (event) => { const form = event.target.form; if (form) form.dataset.changed = "1"; });
  renew();
  tabs.postMessage("used");
})();
