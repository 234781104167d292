// One tab stop for each row of the desk: arrow right and left move within a row, up and down from row to row. After a
// step the page opens with the focus on the next row, and what came of it is read out.
"use strict";
(() => {
  const parts = (row) => [...row.querySelectorAll("a[href], input:not([type=hidden]), select, button")];
  const stop = (row, at) => parts(row).forEach((part, place) => { part.tabIndex = place === at ? 0 : -1; });
  document.querySelectorAll("[data-rows]").forEach((list) => {
    const rows = [...list.children];
    rows.forEach((row) => stop(row, 0));
    const go = (row, at) => {
      const found = row && parts(row)[at];
      if (!found) return;
      stop(row, at);
      found.focus();
    };
    list.addEventListener("focusin", (event) => {
      const row = rows.find((one) => one.contains(event.target));
      if (row) stop(row, parts(row).indexOf(event.target));
    });
    list.addEventListener("keydown", (event) => {
      const row = rows.find((one) => one.contains(event.target));
      if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
      const at = parts(row).indexOf(event.target);
      const isText = event.target.matches("input:not([type=checkbox])");
      const inside = isText && event.target.value !== "";
      const moves = {
        ArrowDown: () => go(rows[rows.indexOf(row) + 1], 0),
        ArrowUp: () => go(rows[rows.indexOf(row) - 1], 0),
        ArrowRight: () => go(row, at + 1),
        ArrowLeft: () => go(row, at - 1),
      };
      const move = moves[event.key];
      if (!move || (inside && event.key.endsWith("t"))) return;
      event.preventDefault();
      move();
    });
  });
  const next = document.querySelector("[data-focus] > li");
  const said = document.getElementById("messages");
  const target = next ? parts(next)[0] : said && document.querySelector("main");
  if (!said || !target || !new URLSearchParams(location.search).has("next")) return;
  target.setAttribute("aria-describedby", "messages");
  target.focus();
})();
