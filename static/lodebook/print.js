// A button that prints the page, and what was asked at the foot of every printed sheet. The button is shown where this
// runs; without it the browser's own menu prints, and the first sheet alone says what was asked.
"use strict";
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
document.querySelectorAll('meta[name="each-sheet"]').forEach((asked) => {
  const text = asked.content.replace(/\s+/g, " ").trim();
  const escaped = text.replace(/["\\<]/g, (one) => `\\${one.charCodeAt(0).toString(16)} `);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`@page { @bottom-left { content: "${escaped}"; font: 7pt sans-serif; width: 80% } }`);
  document.adoptedStyleSheets.push(sheet);
});
