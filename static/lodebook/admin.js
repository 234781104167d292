// Leads to the first field that was refused, or to what was said of the whole form, and names the parts that the select
// widget draws after the page, so that a screen reader can speak them.
"use strict";
(() => {
  const name = (select) => {
    const label = document.querySelector(`label[for="${select.id}"]`);
    const drawn = select.nextElementSibling;
    if (!label || !drawn || !drawn.classList.contains("select2")) return;
    const text = label.textContent.trim().replace(/:$/, "");
    drawn.querySelectorAll("[role=combobox], [role=textbox], [role=searchbox], textarea, input").forEach((part) => {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", text);
    });
    drawn.querySelectorAll("[role=combobox][aria-owns]").forEach((part) => {
      part.setAttribute("aria-controls", part.getAttribute("aria-owns"));
    });
    drawn.querySelectorAll("ul > span").forEach((part) => part.setAttribute("role", "listitem"));
    drawn.querySelectorAll("ul.select2-selection__rendered").forEach((part) => part.setAttribute("aria-label", text));
  };
  const all = () => document.querySelectorAll("select.admin-autocomplete").forEach(name);
  const toTheRefused = () => {
    const field = document.querySelector("#content form [aria-invalid=true]:not([type=hidden])");
    if (!field) {
      const said = document.querySelector("#content form .errorlist.nonfield");
      if (said) said.tabIndex = -1;
      if (said) said.focus();
      return;
    }
    const drawn = field.nextElementSibling;
    const shown = drawn && drawn.classList.contains("select2") ? drawn.querySelector("[role=combobox], textarea, input") : field;
    (shown || field).focus();
  };
  window.addEventListener("load", () => {
    all();
    toTheRefused();
    new MutationObserver(all).observe(document.body, { childList: true, subtree: true, attributeFilter: ["aria-owns"] });
  });
  document.addEventListener("focusin", (event) => {
    const field = event.target;
    if (field.classList.contains("select2-search__field") && !field.getAttribute("aria-label")) {
      field.setAttribute("aria-label", "Search");
    }
  });
})();
