// A button that prints the page, every column of a report on paper, and what was asked at the foot of every sheet. The
// button is shown where this runs; without it the browser's own menu prints what the screen shows, and the first sheet
// alone says what was asked.
"use strict";
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
// The address of a page to be printed ends so: it is printed once it is there, and again when its link is pressed.
if (location.hash === "#print") addEventListener("load", () => window.print());
document.querySelectorAll('a[href$="#print"]').forEach((link) =>
  link.addEventListener("click", (event) => {
    if (link.href !== location.href) return;
    event.preventDefault();
    window.print();
  }),
);
// A report shows the columns that answer it. Whoever prints it from the browser's menu gets every one: the rows are asked
// for while the browser waits, and those of the screen stand again afterwards.
const every = document.querySelector("a[data-every-column]");
const shown = document.querySelector("[data-sheet]");
if (every && shown) {
  const own = [...shown.childNodes];
  addEventListener("beforeprint", () => {
    const ask = new XMLHttpRequest();
    ask.open("GET", every.href, false);
    ask.send();
    const found = new DOMParser().parseFromString(ask.responseText, "text/html").querySelector("[data-sheet]");
    if (ask.status === 200 && found) shown.replaceChildren(...found.childNodes);
  });
  addEventListener("afterprint", () => shown.replaceChildren(...own));
}
document.querySelectorAll('meta[name="each-sheet"]').forEach((asked) => {
  const text = asked.content.replace(/\s+/g, " ").trim();
  const escaped = text.replace(/["\\<]/g, (one) => `\\${one.charCodeAt(0).toString(16)} `);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@page { @bottom-left { content: "${escaped}"; font: 7pt sans-serif; width: 80% } }`);
  document.adoptedStyleSheets.push(sheet);
});
