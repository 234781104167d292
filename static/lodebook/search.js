// Shows what is found as it is typed. Arrow keys choose, Enter opens, Escape closes; without a choice the page of all
// that is found opens.
"use strict";
(() => {
  const WAIT = 150;
  const form = document.querySelector("[data-search]");
  if (!form) return;
  const field = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  const told = document.createElement("p");
  let rows = [];
  let chosen = -1;
  let waiting;
  list.id = "site-search-found";
  list.className = "site-search__found";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Found");
  list.hidden = true;
  told.className = "usa-sr-only";
  told.setAttribute("role", "status");
  form.append(list, told);
  Object.entries({
    role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list",
  }).forEach(([name, value]) => field.setAttribute(name, value));
  const close = () => {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    chosen = (place + rows.length) % rows.length;
    [...list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === chosen)));
    field.setAttribute("aria-activedescendant", list.children[chosen].id);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  };
  const row = (hit, place) => {
    const made = document.createElement("li");
    made.id = `site-search-${place}`;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    const kind = document.createElement("span");
    kind.className = "kind";
    kind.textContent = hit.kind;
    made.append(kind, ` ${hit.name}${hit.why ? ` (${hit.why})` : ""}`);
    made.addEventListener("mousedown", (event) => {
      event.preventDefault();
      window.location.assign(hit.address);
    });
    return made;
  };
  const ask = async () => {
    const text = field.value.trim();
    if (!text) {
      close();
      return;
    }
    const answer = await fetch(`${form.dataset.search}?${new URLSearchParams({ q: text })}`).catch(() => null);
    if (!answer || !answer.ok || field.value.trim() !== text) return;
    const found = await answer.json();
    rows = found.hits;
    chosen = -1;
    list.replaceChildren(...rows.map(row));
    list.hidden = !rows.length;
    field.setAttribute("aria-expanded", String(Boolean(rows.length)));
    field.removeAttribute("aria-activedescendant");
    told.textContent = rows.length ? `${found.count} found` : "Nothing found";
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, WAIT);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? rows.length - 1 : chosen - 1);
    }
    if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      window.location.assign(rows[chosen].address);
    }
  });
  field.addEventListener("blur", close);
})();
