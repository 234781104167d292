"""What is measured of the rows of a printed page: lines that cover each other, backgrounds, sizes of type."""

LINES = """() => {
  const seen = (one) => one.getClientRects().length > 0 && getComputedStyle(one).visibility === "visible";
  const clear = (colour) => colour === "transparent" || colour.endsWith(", 0)");
  const troubles = [];
  document.querySelectorAll("table.data").forEach((table) => {
    const lines = [];
    [...table.rows].filter(seen).slice(0, 40).forEach((row) => {
      const sizes = new Set();
      const texts = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const text = texts.currentNode;
        const within = text.parentElement;
        if (!text.data.trim() || within.closest(".usa-sr-only, .money__short, svg") || !seen(within)) continue;
        const range = document.createRange();
        range.selectNodeContents(text);
        const boxes = [...range.getClientRects()].filter((box) => box.width > 2);
        if (boxes.length === 0) continue;
        sizes.add(getComputedStyle(within).fontSize);
        boxes.forEach((box) => lines.push({box, said: text.data.trim().slice(0, 40)}));
      }
      if (sizes.size > 1) troubles.push(`sizes ${[...sizes]} in a row: ${row.innerText.slice(0, 60)}`);
      [...row.cells].filter(seen).forEach((cell) => {
        const style = getComputedStyle(cell);
        if (style.display === "inline" && !clear(style.backgroundColor))
          troubles.push(`a background covers the line above: ${cell.innerText.slice(0, 60)}`);
      });
    });
    lines.sort((one, other) => one.box.top - other.box.top);
    lines.forEach((one, place) => {
      if (one.box.right > document.documentElement.clientWidth + 1) troubles.push(`over the edge: ${one.said}`);
      for (const other of lines.slice(place + 1)) {
        if (other.box.top > one.box.bottom - 2) break;
        if (Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left) > 2)
          troubles.push(`"${other.said}" stands on "${one.said}"`);
      }
    });
  });
  return [...new Set(troubles)];
}"""
"""JavaScript that gives a sentence for each fault of the first forty rows of every table."""
