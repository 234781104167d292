// Puts a calendar beside each field of a date: the day that is chosen there is typed into the field.
"use strict";
(() => {
  const add = (field) => {
    if (field.dataset.calendar || field.type !== "text") return;
    field.dataset.calendar = "1";
    const label = document.querySelector(`label[for="${field.id}"]`);
    const words = label ? label.textContent.trim().replace(/:$/, "") : "day";
    const day = document.createElement("input");
    day.type = "date";
    day.className = "calendar-day";
    day.tabIndex = -1;
    day.setAttribute("aria-hidden", "true");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "calendar-button";
    button.textContent = "Calendar";
    button.setAttribute("aria-label", `Choose a day in a calendar: ${words}`);
    button.addEventListener("click", () => {
      if (/^\d{4}-\d{2}-\d{2}$/.test(field.value)) day.value = field.value;
      day.showPicker();
    });
    day.addEventListener("change", () => {
      if (!day.value) return;
      field.value = day.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
    });
    const holder = document.createElement("span");
    holder.className = "calendar";
    holder.append(button, day);
    field.after(holder);
  };
  document.querySelectorAll("input[data-echo=date]").forEach(add);
})();
