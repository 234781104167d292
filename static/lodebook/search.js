// Shows what is found as it is typed. Arrow keys choose, Enter takes, Escape closes. The search of the site asks the
// site, and opens what is taken; a field with data-options searches that list on its page, and asks for what is taken.
"use strict";
(() => {
  const WAIT = 150;

  // `find` gives {hits, count} for a text, `take` what happens to the hit that is chosen.
  const searched = (field, { wait, showsAll, find, take }) => {
    const list = document.createElement("ul");
    const told = document.createElement("p");
    let rows = [];
    let chosen = -1;
    let waiting;
    list.id = `${field.id}-found`;
    list.className = "site-search__found";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Found");
    list.hidden = true;
    told.className = "usa-sr-only";
    told.setAttribute("role", "status");
    field.parentElement.append(list, told);
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
      made.id = `${field.id}-${place}`;
      made.setAttribute("role", "option");
      made.setAttribute("aria-selected", "false");
      const kind = document.createElement("span");
      kind.className = "kind";
      kind.textContent = hit.kind;
      made.append(kind, ` ${hit.name}${hit.why ? ` (${hit.why})` : ""}`);
      made.addEventListener("mousedown", (event) => {
        event.preventDefault();
        take(hit);
      });
      return made;
    };
    const ask = async () => {
      const text = field.value.trim();
      if (!text && !showsAll) {
        close();
        return;
      }
      const found = await find(text);
      if (!found || field.value.trim() !== text) return;
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
      waiting = setTimeout(ask, wait);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") close();
      if (list.hidden && showsAll && event.key === "ArrowDown") ask();
      if (list.hidden) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? rows.length - 1 : chosen - 1);
      }
      if (event.key === "Enter" && (chosen >= 0 || (showsAll && rows.length === 1))) {
        event.preventDefault();
        take(rows[Math.max(chosen, 0)]);
      }
    });
    field.addEventListener("blur", close);
  };

  const site = document.querySelector("[data-search]");
  if (site) {
    searched(site.querySelector("input[type=search]"), {
      wait: WAIT,
      showsAll: false,
      find: async (text) => {
        const asked = `${site.dataset.search}?${new URLSearchParams({ q: text })}`;
        const answer = await fetch(asked).catch(() => null);
        return answer && answer.ok ? answer.json() : null;
      },
      take: (hit) => window.location.assign(hit.address),
    });
  }

  document.querySelectorAll("input[data-options]").forEach((field) => {
    const options = JSON.parse(document.getElementById(field.dataset.options).textContent);
    searched(field, {
      wait: 0,
      showsAll: true,
      find: async (text) => {
        const words = text.toLowerCase().split(/\s+/);
        const hits = options.filter((one) => words.every((word) => `${one.name} ${one.slug}`.toLowerCase().includes(word)));
        return { hits, count: hits.length };
      },
      take: (hit) => {
        field.value = hit.name;
        field.form.requestSubmit();
      },
    });
  });
})();
