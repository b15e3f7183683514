// Comfort only: every page works without this file. No innerHTML, no globals, no requests.
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
})();
