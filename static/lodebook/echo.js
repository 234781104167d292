// Says below a field of a date, of money, of a percentage or of a number what was typed, as it will be kept. A refusal
// waits until the field is left.
"use strict";
(() => {
  const WAIT = 250;
  const place = (field) => {
    const id = `${field.id}_echo`;
    let said = document.getElementById(id);
    if (!said) {
      said = document.createElement("div");
      said.id = id;
      said.className = "help echo";
      said.setAttribute("role", "status");
      (field.closest(".flex-container") || field).insertAdjacentElement("afterend", said);
    }
    return said;
  };
  const tell = async (field, isDone) => {
    const said = place(field);
    const text = field.value.trim();
    if (!text) {
      said.textContent = "";
      return;
    }
    const asked = new URLSearchParams({ kind: field.dataset.echo, text });
    const answer = await fetch(`/admin/echo/?${asked}`, { headers: { Accept: "application/json" }, redirect: "manual" }).catch(() => null);
    if (!answer || !answer.ok || field.value.trim() !== text) return;
    const told = await answer.json();
    said.textContent = told.said || (isDone ? told.refused : "");
    said.classList.toggle("refused", Boolean(told.refused));
  };
  let waiting;
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!field.dataset || !field.dataset.echo) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => tell(field, false), WAIT);
  });
  document.addEventListener("change", (event) => {
    if (event.target.dataset && event.target.dataset.echo) tell(event.target, true);
  });
})();
