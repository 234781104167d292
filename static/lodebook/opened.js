// Says, while the page of a proposal is looked at, that it is open, so that no two officers decide side by side.
"use strict";
(() => {
  const mark = document.querySelector("[data-opened]");
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (!mark || !token) return;
  const say = () => {
    if (document.visibilityState !== "visible") return;
    const sent = new URLSearchParams({ proposal: mark.dataset.proposal });
    fetch(mark.dataset.opened, { method: "POST", body: sent, headers: { "X-CSRFToken": token.value } });
  };
  say();
  setInterval(say, 60000);
})();
