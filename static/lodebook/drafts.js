// Saves what is typed in a form that writes a fact: after a pause, and when the page is left. Fills the form from the
// draft when it is opened again. When the session has ended it keeps the form open until the person is signed in again.
"use strict";
(() => {
  const PAUSE = 1000;
  const form = [...document.querySelectorAll("#content form[method=post]")].find(
    (one) => one.id.endsWith("_form") && one.querySelector("[name$='why'], [name=reason]"),
  );
  if (!form) return;
  const address = window.location.pathname + window.location.search;
  const left = new Set(["hidden", "password", "file", "submit", "button", "image", "reset"]);
  const fieldsOf = () => [...form.elements].filter(
    (field) => field.name && !left.has(field.type) && !field.classList.contains("calendar-day"),
  );
  const heading = () => (document.querySelector("#content h1, h1") || document.body).innerText.trim();
  // Of most forms only what the person touched is kept: the rest is filled in anew, as it then stands on record.
  const keepsAll = Boolean(form.querySelector("input[name=awards]"));
  const touched = new Set();
  const valuesOf = (field) => (field.tagName === "SELECT"
    ? [...field.options].filter((option) => option.selected).map((option) => option.value).join()
    : `${field.checked} ${field.value}`);
  const first = new Map(fieldsOf().map((field) => [field, valuesOf(field)]));
  let saved = "";
  let timer = 0;
  let underWay = null;
  let isSignedOut = false;
  let isSent = false;

  const state = document.createElement("div");
  state.className = "draft-state";
  state.setAttribute("role", "status");
  form.append(state);
  const tell = (words) => { state.replaceChildren(words); };

  // How many fields hold something that is not there by itself: of a list that is its first choice.
  const stepOf = (fields) => fields.filter((one) => {
    const field = form.elements[one.name];
    return !field || field.tagName !== "SELECT" || field.selectedIndex > 0;
  }).length;
  const typed = () => {
    const found = new Map();
    for (const field of fieldsOf()) {
      if (!keepsAll && !touched.has(field.name)) continue;
      if ((field.type === "checkbox" || field.type === "radio") && !field.checked) continue;
      const one = found.get(field.name) || { name: field.name, values: [], labels: [] };
      if (field.tagName === "SELECT") {
        for (const option of field.selectedOptions) {
          one.values.push(option.value);
          one.labels.push(option.textContent.trim());
        }
      } else {
        one.values.push(field.value);
        one.labels.push("");
      }
      found.set(field.name, one);
    }
    if (!keepsAll) return [...found.values()];
    const filled = [...found.values()].filter((one) => one.values.some((text) => text));
    const awards = { name: "awards", values: [form.querySelector("input[name=awards]").value], labels: [""] };
    return stepOf(filled) ? [...filled, awards] : [];
  };
  const begun = JSON.stringify(typed());
  const isDirty = () => JSON.stringify(typed()) !== saved;

  const ask = async (address_, options) => {
    const answer = await fetch(address_, { redirect: "manual", headers: { Accept: "application/json" }, ...options });
    if (answer.type === "opaqueredirect") return null;
    return answer;
  };
  const signedOut = () => {
    isSignedOut = true;
    const words = document.createElement("p");
    words.className = "errornote";
    words.setAttribute("role", "alert");
    words.tabIndex = -1;
    words.append("You are signed out. Nothing you typed is lost: ");
    const link = document.createElement("a");
    link.href = "/login/?next=/admin/";
    link.target = "_blank";
    link.textContent = "sign in in a new tab";
    words.append(link, ", come back to this one, and go on.");
    tell(words);
    words.focus();
  };
  // The token of a form is another one after a sign-in. It is read from an answer that no other site can read.
  const renew = async () => {
    const answer = await ask(`/admin/draft/?${new URLSearchParams({ address })}`).catch(() => null);
    if (!answer || !answer.ok) return null;
    const kept = await answer.json();
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((one) => { one.value = kept.token; });
    return kept;
  };
  const send = async (isLeaving) => {
    const fields = typed();
    const text = JSON.stringify(fields);
    const [kind, ...rest] = heading().split(": ");
    const deal = form.querySelector("input[name=deal]");
    const count = stepOf(fields.filter((one) => one.name !== "awards"));
    const body = new URLSearchParams({
      address, kind, fields: text,
      name: deal ? deal.value : rest.join(": "),
      step: `${count} ${count === 1 ? "field" : "fields"} filled in`,
      csrfmiddlewaretoken: form.querySelector("[name=csrfmiddlewaretoken]").value,
    });
    const answer = await ask("/admin/draft/", { method: "POST", body, keepalive: isLeaving && text.length < 50000 });
    if (!answer) return "signed out";
    if (!answer.ok) return "refused";
    const told = await answer.json();
    if (told.is_busy) return "busy";
    saved = text;
    if (told.saved_at) tell(`Saved as your draft at ${told.saved_at.slice(11)}. Nothing is on record.`);
    return "saved";
  };
  const save = async () => {
    clearTimeout(timer);
    if (underWay) await underWay;
    if (!isDirty() || isSent) return isSignedOut ? "signed out" : "saved";
    underWay = (async () => {
      let outcome = await send(false).catch(() => "no answer");
      // Another tab signed in anew: this one goes on with the new token.
      if (outcome === "refused" && (await renew())) outcome = await send(false).catch(() => "no answer");
      return outcome;
    })();
    const outcome = await underWay;
    underWay = null;
    if (outcome === "signed out") signedOut();
    else if (outcome === "saved") isSignedOut = false;
    else if (!isSent) timer = setTimeout(save, PAUSE * 5);
    return outcome;
  };
  const later = (event) => {
    const field = event.target;
    if (field.form !== form || isSent) return;
    // The admin tells of a change as each page opens. Where a field says what it said, nobody touched it.
    if (!touched.has(field.name) && first.get(field) === valuesOf(field)) return;
    touched.add(field.name);
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  if (window.django && window.django.jQuery) window.django.jQuery(form).on("change", "select", later);

  // A form is sent once what is typed is kept: where the session has ended meanwhile, it stays.
  form.addEventListener("submit", async (event) => {
    if (isSent) return;
    clearTimeout(timer);
    if (!underWay && !isDirty() && !isSignedOut) {
      isSent = true;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    if (isSignedOut) await renew();
    saved = "";
    if ((await save()) === "signed out") return;
    isSent = true;
    form.requestSubmit(button);
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) isSent = false; });
  window.addEventListener("pagehide", () => {
    if (!isSent && !isSignedOut && isDirty()) send(true).catch(() => {});
  });
  window.addEventListener("focus", async () => {
    if (isSignedOut && (await renew())) {
      isSignedOut = false;
      saved = "";
      await save();
    }
  });

  const choose = (select, one) => {
    one.values.forEach((value, place) => {
      const known = [...select.options].find((option) => option.value === value);
      if (known) known.selected = true;
      else if (select.classList.contains("admin-autocomplete")) select.append(new Option(one.labels[place], value, true, true));
    });
  };
  const fill = (fields) => {
    const named = new Map(fields.map((one) => [one.name, one]));
    for (const field of fieldsOf()) {
      const one = named.get(field.name);
      if (!one) continue;
      touched.add(field.name);
      if (field.type === "checkbox" || field.type === "radio") field.checked = one.values.includes(field.value);
      else if (field.tagName === "SELECT") choose(field, one);
      else field.value = one.values[0];
      const fold = field.closest("details");
      if (fold && one.values.some((text) => text)) fold.open = true;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      if (window.django && window.django.jQuery && field.tagName === "SELECT") window.django.jQuery(field).trigger("change.select2");
    }
  };
  const restored = (kept) => {
    const words = document.createElement("p");
    words.className = "preview draft-found";
    words.setAttribute("role", "status");
    const link = document.createElement("a");
    link.href = kept.delete;
    link.textContent = "Delete the draft or start anew";
    words.append(`Filled in from your draft of ${kept.saved_at}. `, link);
    form.before(words);
  };
  const isTyped = Boolean(document.querySelector("#content form .errorlist, #content .errornote")) || "typed" in form.dataset;
  saved = begun;
  if (isTyped) {
    renew().then((kept) => {
      if (kept && !kept.fields.length && !keepsAll) return; // refused with nothing typed
      if (kept) kept.fields.forEach((one) => touched.add(one.name));
      saved = "";
      timer = setTimeout(save, PAUSE);
    });
  } else {
    renew().then((kept) => {
      if (!kept || !kept.fields.length || JSON.stringify(typed()) !== begun) return;
      // The form of a deal comes filled in, with as many awards as were typed.
      if (!keepsAll) fill(kept.fields);
      saved = JSON.stringify(typed());
      clearTimeout(timer);
      if (!window.location.hash) restored(kept);
    });
  }
})();
