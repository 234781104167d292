// Leads to the first field that was refused, to what was said of the whole form, or to the field for which a proposal
// came back, and names the parts that the select
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
  // What takes the focus for a field: of a list that is searched, what the widget draws in its place.
  const shownOf = (field) => {
    const drawn = field.nextElementSibling;
    const isDrawn = drawn && drawn.classList.contains("select2");
    return (isDrawn && drawn.querySelector("[role=combobox], textarea, input")) || field;
  };
  const TYPED = "#content form :is(input:not([type=hidden], [type=submit]), select, textarea):not([readonly], [disabled])";
  // Of a proposal that came back: the field that its reason names, by the field's name; else the first that is typed in.
  const toTheReturned = () => {
    const back = document.querySelector("[data-came-back]");
    if (!back) return;
    const name = back.dataset.cameBack;
    const named = name && document.querySelector(`#content form [name="${CSS.escape(name)}"]:not([type=hidden])`);
    const field = named || document.querySelector(TYPED);
    if (!field) return;
    const fold = field.closest("details");
    if (fold) fold.open = true;
    shownOf(field).focus();
  };
  const toTheRefused = () => {
    const field = document.querySelector("#content form [aria-invalid=true]:not([type=hidden])");
    if (!field) {
      const said = document.querySelector("#content form .errorlist.nonfield");
      if (said) said.tabIndex = -1;
      if (said) said.focus();
      else toTheReturned();
      return;
    }
    shownOf(field).focus();
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
