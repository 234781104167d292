// One tab stop for each row of a table or of a list of rows: arrow right and left move within a row, up and down from
// row to row.
"use strict";
(() => {
  const STOPS = "a[href], input:not([type=hidden]), select, button, summary, [tabindex='0'], [data-stop]";
  const parts = (row) => [...row.querySelectorAll(STOPS)].filter((part) => part.getClientRects().length);
  const stop = (row, kept) => row.querySelectorAll(STOPS).forEach((part) => {
    part.dataset.stop = ""; // what has been taken out of the way of Tab is found again
    part.tabIndex = part === kept ? 0 : -1;
  });
  const moved = (row, at) => {
    const found = row && parts(row)[at];
    if (found) { stop(row, found); found.focus(); }
    return Boolean(found);
  };
  const isTyped = (part, key) => (key.endsWith("t") ? part.matches("input:not([type=checkbox])") && part.value !== ""
    : part.matches("select"));
  document.querySelectorAll("[data-rows], main tbody, main .news").forEach((list) => {
    const rows = () => [...list.children];
    const row = (event) => rows().find((one) => one.contains(event.target));
    rows().forEach((one) => stop(one, parts(one)[0] || one.querySelector(STOPS))); // in a closed fold nothing is seen yet
    list.addEventListener("focusin", (event) => { if (row(event)) stop(row(event), event.target.closest(STOPS)); });
    list.addEventListener("keydown", (event) => {
      const from = row(event);
      if (!from || event.ctrlKey || event.altKey || event.metaKey || isTyped(event.target, event.key)) return;
      const at = parts(from).indexOf(event.target.closest(STOPS));
      const place = rows().indexOf(from);
      const moves = {
        ArrowDown: () => rows().slice(place + 1).some((one) => moved(one, 0)),
        ArrowUp: () => rows().slice(0, place).reverse().some((one) => moved(one, 0)),
        ArrowRight: () => moved(from, at + 1),
        ArrowLeft: () => at > 0 && moved(from, at - 1),
      };
      if (moves[event.key]?.()) event.preventDefault();
    });
  });
})();
