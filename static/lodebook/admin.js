// Names the parts that the select widget draws after the page, so that a screen reader can speak them.
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
  window.addEventListener("load", () => {
    all();
    new MutationObserver(all).observe(document.body, { childList: true, subtree: true, attributeFilter: ["aria-owns"] });
  });
  document.addEventListener("focusin", (event) => {
    const field = event.target;
    if (field.classList.contains("select2-search__field") && !field.getAttribute("aria-label")) {
      field.setAttribute("aria-label", "Search");
    }
  });
})();
