// Keys for pages with many things on them. Everything works without them.
"use strict";

const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

// The link above or below one in a grid: the first in its direction whose middle lies nearest.
function beside(links, at, down) {
  const here = links[at].getBoundingClientRect();
  const middle = here.left + here.width / 2;
  let found = null;
  let row = null;
  const order = down ? links.slice(at + 1) : links.slice(0, at).reverse();
  for (const link of order) {
    const box = link.getBoundingClientRect();
    if (Math.abs(box.top - here.top) < 4) continue;
    if (row !== null && Math.abs(box.top - row) > 4) break;
    row = box.top;
    const off = Math.abs(box.left + box.width / 2 - middle);
    if (found === null || off < found.off) found = { link, off };
  }
  return found && found.link;
}

function moved(key, grid) {
  const links = [...grid.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  if (at < 0) return links[0];
  const rtl = getComputedStyle(grid).direction === "rtl" ? -1 : 1;
  if (key === "ArrowRight") return links[at + rtl];
  if (key === "ArrowLeft") return links[at - rtl];
  if (key === "Home") return links[0];
  if (key === "End") return links[links.length - 1];
  return beside(links, at, key === "ArrowDown");
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && typing(event.target)) event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const search = document.querySelector("[data-search]");
  if (event.key === "/" && search) {
    search.focus();
    search.select();
    event.preventDefault();
    return;
  }
  const grid = document.querySelector("[data-grid]");
  const inside = grid && (grid.contains(document.activeElement) || document.activeElement === document.body);
  if (inside && (event.key.startsWith("Arrow") || ((event.key === "Home" || event.key === "End") && grid.contains(document.activeElement)))) {
    const next = moved(event.key, grid);
    if (next) {
      next.focus();
      event.preventDefault();
    }
    return;
  }
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (button && !event.repeat) {
    button.click();
    event.preventDefault();
  }
});
