/* What markup cannot do: open and close the dialog, put focus where it belongs, show refusals.
   Works with htmx 2 and 4; everything also works without it. */
(() => {
  "use strict";
  const find = (id) => document.getElementById(id);
  let opener = "";
  const inDialog = (node) => node.id === "solicense-dialog-body";

  /* The content has come: open the dialog, or put focus into the new content. */
  const arrived = (body) => {
    const dialog = body.closest("dialog");
    if (dialog && !dialog.open) {
      opener = document.activeElement ? document.activeElement.id : "";
      dialog.showModal();
    }
    const heading = body.querySelector("[data-sl-focus]");
    if (heading && !body.contains(document.activeElement)) heading.focus();
  };

  /* A new panel has replaced the one with the dialog: what was in focus is gone. */
  const replaced = () => {
    const lost = !document.activeElement || document.activeElement === document.body;
    const said = find("solicense-status");
    if (lost && said && said.firstElementChild) {
      said.tabIndex = -1;
      said.focus();
    }
  };

  const observer = new MutationObserver((changes) => {
    for (const change of changes) {
      if (!change.addedNodes.length) continue;
      if (inDialog(change.target)) arrived(change.target);
      else if (change.target.id === "solicense-panel") replaced();
    }
  });

  const close = (event) => {
    const link = event.target.closest("[data-sl-close]");
    const dialog = link && link.closest("dialog");
    if (!dialog) return;
    event.preventDefault();
    dialog.close();
  };

  /* Back to what opened the dialog, or to the list where that is gone. */
  const closed = () => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const back = find(opener) || document.querySelector(".solicense h1");
    if (back.tabIndex < 0) back.tabIndex = -1;
    back.focus();
  };

  /* htmx 2 does not show answers of 400 and above; htmx 4 does. */
  const showRefusal = (event) => {
    const target = event.detail.target;
    if (event.detail.xhr.status >= 400 && target && target.closest(".solicense")) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  };

  const offline = (event) => {
    if (!event.target.closest || !event.target.closest(".solicense")) return;
    const words = find("solicense-offline");
    const alert = find("solicense-alert");
    if (words && alert) alert.replaceChildren(words.content.cloneNode(true));
  };

  /* Whoever says what shall become of somebody has chosen him. */
  const choose = (event) => {
    const select = event.target;
    if (!select.matches || !select.matches("select[name^='target-']")) return;
    const box = find("sl-chosen-" + select.name.slice(7));
    if (box) box.checked = true;
  };

  const start = () => {
    const root = document.querySelector(".solicense");
    if (!root) return;
    observer.observe(root, { childList: true, subtree: true });
    root.addEventListener("click", close);
    root.addEventListener("close", closed, true);
    root.addEventListener("change", choose, true);
    document.body.addEventListener("htmx:beforeSwap", showRefusal);
    document.body.addEventListener("htmx:sendError", offline);
    document.body.addEventListener("htmx:error", offline);
  };
  start();
})();
