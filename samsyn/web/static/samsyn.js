// Small comforts. Every page works without this file.
(() => {
  "use strict";

  const say = (text) => {
    const box = document.getElementById("announcer");
    if (!box) return;
    box.textContent = "";
    setTimeout(() => { box.textContent = text; }, 50); // a change, so that it is read again
  };

  // On load, and in every part that htmx brings in.
  const enhance = (root) => {
    for (const button of root.querySelectorAll("[data-copy][hidden], [data-print][hidden]")) button.hidden = false;
    const summary = root.matches?.("[data-error-summary]") ? root : root.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  };

  // Unsaved text: forms marked data-warn-unsaved
  const changed = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-warn-unsaved")) changed.add(form);
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...changed].some((form) => form.isConnected)) event.preventDefault();
  });

  // The menu of a narrow screen
  document.addEventListener("click", (event) => {
    const menu = event.target.closest("[data-menu]");
    if (menu) menu.setAttribute("aria-expanded", String(menu.getAttribute("aria-expanded") !== "true"));
  });

  // One form is sent once. htmx sends its own (and prevents the default).
  const locked = new Set();
  const unlock = () => { locked.forEach((one) => { one.disabled = false; }); locked.clear(); };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    changed.delete(form);
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-repeatable")) return;
    setTimeout(() => { // after the button's own value is taken
      for (const one of form.elements) {
        if (one.type === "submit" && !one.disabled) { one.disabled = true; locked.add(one); }
      }
    });
    setTimeout(unlock, 10000); // no answer: may be tried again
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) unlock(); }); // the browser's back button

  // Ctrl+Enter (or ⌘+Enter) in a text area sends its form
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    if (event.target.tagName !== "TEXTAREA" || !event.target.form) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });

  // Print the page
  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });

  // Copy the text of the element a button points at
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    if (!source) return;
    const box = document.getElementById("announcer");
    try {
      await navigator.clipboard.writeText("value" in source ? source.value : source.innerText);
      button.dataset.done = "";
      setTimeout(() => { delete button.dataset.done; }, 3000);
      say(box.dataset.copied);
    } catch {
      say(box.dataset.notCopied);
    }
  });

  enhance(document);
  document.addEventListener("htmx:load", (event) => {
    const part = event.detail.elt;
    if (part !== document.body) enhance(part);
    if (part.id === "main" && !part.querySelector("[data-following]")) say(document.title); // what was waited for
  });
})();
