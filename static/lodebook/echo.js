// Says below a field of a date, of money, of a percentage, of a number or of a state what was typed, as it will be kept.
// A state is read by the country in the field beside it. A refusal waits until the field is left, and stays.
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
  // The field of the same part of the form that is named as the one beside.
  const beside = (field) => {
    const name = field.dataset.echoBeside;
    return name && field.form ? field.form.elements[field.name.replace(/[^-]*$/, name)] : null;
  };
  const newest = new WeakMap();
  const tell = async (field, isDone) => {
    const said = place(field);
    const turn = (newest.get(field) || 0) + 1;
    newest.set(field, turn);
    const text = field.value.trim();
    if (!text) {
      said.textContent = "";
      return;
    }
    const other = beside(field);
    const asked = new URLSearchParams({ kind: field.dataset.echo, text, beside: other ? other.value : "" });
    const answer = await fetch(`/admin/echo/?${asked}`, { headers: { Accept: "application/json" }, redirect: "manual" }).catch(() => null);
    if (!answer || !answer.ok || newest.get(field) !== turn) return;
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
    const field = event.target;
    // What was typed just before is told now: told later it would take the refusal away.
    clearTimeout(waiting);
    if (field.dataset && field.dataset.echo) tell(field, true);
    if (!field.form) return;
    [...field.form.querySelectorAll("[data-echo-beside]")].filter((one) => beside(one) === field).forEach((one) => tell(one, true));
  });
  // What a form comes filled in with is said as well, one field after another; what was refused has its sentence already.
  const begin = async () => {
    for (const field of document.querySelectorAll("[data-echo]")) {
      if (field.value.trim() && !field.closest(".errors") && !newest.has(field)) await tell(field, false);
    }
  };
  begin();
})();
