// The form of a deal: shows the terms of the instrument that is chosen, goes on at an award that was added, and proposes
// names behind a semicolon. Without it every field can still be reached, in folds.
"use strict";
(() => {
  const filled = (row) => [...row.querySelectorAll("input, textarea, select")].some((field) => {
    const usual = field.tagName === "SELECT" ? [...field.options].find((one) => one.defaultSelected) : null;
    return field.value && !(usual ? field.value === usual.value && field.name.endsWith("floor_currency") : false);
  });
  const emptyCopied = (row) => row.querySelectorAll("input, textarea").forEach((field) => {
    if (field.value === field.defaultValue) field.value = "";
  });
  const fit = (award, opens) => {
    const chosen = award.querySelector("select[name$='-instrument']").value;
    award.querySelectorAll(".form-row[data-for]").forEach((row) => {
      const isOf = row.dataset.for.split(" ").includes(chosen);
      // What was copied from another award and the instrument has no place for is no answer of the person.
      if (opens && chosen && !isOf && award.id === goesOn) emptyCopied(row);
      row.hidden = !isOf && !filled(row) && !row.classList.contains("errors");
    });
    if (opens && chosen) award.querySelectorAll("details[data-opens]").forEach((fold) => { fold.open = true; });
  };
  const added = /^#a\d+$/.test(window.location.hash) ? document.querySelector(window.location.hash) : null;
  const goesOn = added ? added.id : "";
  const awards = document.querySelectorAll(".deal-award");
  // Somebody quick has chosen an instrument before this script ran.
  const isChosen = (award) => {
    const select = award.querySelector("select[name$='-instrument']");
    const usual = [...select.options].find((one) => one.defaultSelected);
    return select.value !== (usual ? usual.value : "");
  };
  awards.forEach((award) => fit(award, isChosen(award)));
  document.addEventListener("change", (event) => {
    const award = event.target.closest(".deal-award");
    if (award && event.target.name.endsWith("-instrument")) fit(award, true);
  });
  if (added) {
    added.querySelector("select[name$='-instrument']").focus();
    added.scrollIntoView();
  }
  const lists = new Map();
  document.addEventListener("input", (event) => {
    const field = event.target;
    const apart = field.dataset && field.dataset.several;
    if (!apart) return;
    const named = field.dataset.list || field.getAttribute("list");
    if (!lists.has(named)) lists.set(named, [...(document.getElementById(named) || { options: [] }).options].map((one) => one.value));
    field.dataset.list = named;
    const end = field.value.lastIndexOf(apart) + 1;
    const before = end ? `${field.value.slice(0, end)} ` : "";
    const typed = field.value.slice(end).trim().toLowerCase();
    const own = document.getElementById(`${field.id}_list`) || document.createElement("datalist");
    own.id = `${field.id}_list`;
    field.after(own);
    own.replaceChildren(...lists.get(named).filter((one) => typed && one.toLowerCase().includes(typed)).slice(0, 20).map((one) => {
      const option = document.createElement("option");
      option.value = before + one;
      return option;
    }));
    field.setAttribute("list", own.id);
  });
})();
