/* What markup cannot do: open and close the dialog, put focus where it belongs, show refusals, tell
   screen readers. Works with htmx 2 and 4; everything also works without it. */
(() => {
  "use strict";
  /* Nothing is kept but ids: going back, htmx replaces everything below <body>. */
  const find = (id) => document.getElementById(id);
  const ours = (node) => node.closest && node.closest(".solicense");
  const openDialog = () => document.querySelector(".solicense dialog[open]");
  let opener = "";
  let focused = null;

  /* What had the focus was swapped away: the heading of what has come is the next best. */
  const isLost = () => document.activeElement === document.body && focused && !focused.isConnected;
  const focusOn = (node) => {
    if (node.tabIndex < 0) node.tabIndex = -1;
    node.focus();
  };

  /* The content has come: open the dialog, or put focus into the new content. */
  const arrived = (body) => {
    const dialog = body.closest("dialog");
    offerCopy();
    if (dialog && !dialog.open) {
      opener = document.activeElement.id;
      dialog.showModal();
    }
    const heading = body.querySelector("[data-sl-focus]");
    if (heading && !body.contains(document.activeElement)) heading.focus();
  };

  /* A new panel has replaced the one with the dialog: what has happened is said above it. */
  const replaced = () => {
    const status = find("solicense-status");
    if (isLost() && status && status.firstElementChild) focusOn(status);
  };

  /* A part of a list or dialog is another one now. */
  const renewed = (part) => {
    const section = isLost() && part.closest("section[aria-labelledby]");
    if (section) focusOn(find(section.getAttribute("aria-labelledby")));
  };

  /* What stands above the page is not seen behind an open dialog: put it into that. */
  const warned = (alert) => {
    const dialog = openDialog();
    if (dialog && alert.firstChild) find("solicense-dialog-alert").replaceChildren(...alert.childNodes);
  };

  /* Regions that are swapped in are not read out: say it in one that was there before. */
  const announce = (place) => {
    const said = find(openDialog() ? "solicense-dialog-said" : "solicense-said");
    if (!said) return;
    const parts = [...place.querySelectorAll("[data-sl-said]")];
    const words = parts.map((part) => part.textContent.replace(/\s+/g, " ").trim()).join(" ");
    if (said.textContent !== words) said.textContent = words;
  };

  const observer = new MutationObserver((changes) => {
    for (const { addedNodes, target } of changes) {
      if (!addedNodes.length || !ours(target)) continue;
      if (target.id === "solicense-dialog-body") arrived(target);
      else if (target.id === "solicense-panel") replaced();
      else if (target.id === "solicense-alert") warned(target);
      else renewed(target);
      if (![...addedNodes].some((node) => node.querySelector)) continue;
      /* What is quiet stands beside something, or in a region that reads itself out. */
      if (target.closest("#solicense-panel") && !target.closest("[data-sl-quiet]")) announce(target);
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
  const closed = (event) => {
    const at = document.activeElement;
    if (!ours(event.target) || (at !== document.body && !event.target.contains(at))) return;
    focusOn(find(opener) || document.querySelector(".solicense h1"));
  };

  /* The second click of a double click must not press what has come into that place meanwhile. */
  const once = (event) => {
    if (event.detail < 2 || !event.target.closest(".solicense button.sl-main")) return;
    event.preventDefault();
    event.stopPropagation();
  };

  /* htmx 2 does not show answers of 400 and above; htmx 4 does. */
  const showRefusal = (event) => {
    const target = event.detail.target;
    if (event.detail.xhr.status >= 400 && target && ours(target)) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  };

  /* What the page asks for by itself is not answered to anybody. */
  const asked = ({ target }) => ours(target) && target.id !== "solicense-follow";
  const offline = (event) => {
    const words = find("solicense-offline");
    if (asked(event) && words) find("solicense-alert").replaceChildren(words.content.cloneNode(true));
  };
  const tryAgain = (event) => {
    if (!asked(event)) return;
    for (const id of ["solicense-alert", "solicense-dialog-alert"]) find(id)?.replaceChildren();
  };

  /* Whoever says what shall become of somebody has chosen him. */
  const choose = ({ target }) => {
    const box = target.name?.startsWith("target-") && find("sl-chosen-" + target.name.slice(7));
    if (box) box.checked = true;
  };

  /* Copying is only for scripts; a browser lets them where the connection is secure. */
  const offerCopy = () => {
    if (!navigator.clipboard) return;
    for (const button of document.querySelectorAll("[data-sl-copy][hidden]")) button.hidden = false;
  };
  const copy = async ({ target }) => {
    const button = target.closest("[data-sl-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(find(button.dataset.slCopy).value);
    find("sl-copied").textContent = button.dataset.slCopied;
  };

  observer.observe(document.documentElement, { childList: true, subtree: true });
  const listen = (name, action, early) => document.addEventListener(name, action, early);
  listen("focusin", (event) => (focused = event.target));
  listen("click", once, true);
  listen("click", close);
  listen("click", copy);
  listen("DOMContentLoaded", offerCopy);
  listen("close", closed, true);
  listen("change", choose, true);
  listen("htmx:beforeSwap", showRefusal);
  /* htmx 2 names its events so, htmx 4 so. */
  for (const name of ["htmx:beforeRequest", "htmx:before:request"]) listen(name, tryAgain);
  for (const name of ["htmx:sendError", "htmx:error"]) listen(name, offline);
})();
