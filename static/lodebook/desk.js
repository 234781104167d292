// After a step on the desk the page opens with the focus on the next row, and what came of it is read out.
"use strict";
(() => {
  const PLACE = "desk-row"; // the place in its section of the row that a step was about
  document.querySelectorAll("[data-rows]").forEach((list) => {
    list.addEventListener("submit", (event) => {
      sessionStorage.setItem(PLACE, [...list.children].findIndex((one) => one.contains(event.target)));
    });
  });
  const refused = document.querySelector("#main [aria-invalid=true]");
  if (refused) {
    refused.focus();
    return;
  }
  const left = document.querySelectorAll("[data-focus] > li");
  const place = Number(sessionStorage.getItem(PLACE));
  sessionStorage.removeItem(PLACE);
  const next = left[Math.max(Math.min(place, left.length - 1), 0)];
  const said = document.getElementById("messages");
  const target = next ? next.querySelector("[tabindex='0']") : said && document.querySelector("main");
  if (!said || !target || !new URLSearchParams(location.search).has("next")) return;
  target.setAttribute("aria-describedby", "messages");
  target.focus();
})();
