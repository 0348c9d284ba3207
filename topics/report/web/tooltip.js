// What a cell says in words, beside it: under the pointer, and where the keyboard is.

const tooltip = document.getElementById("tooltip");

function watchTooltips(grid) {
  const { table } = grid;
  const cellOf = event => event.target.closest && event.target.closest("td, th");
  table.addEventListener("pointerover", event => showTooltip(grid, cellOf(event)));
  table.addEventListener("pointerleave", hideTooltip);
  // What is open says the same, and more.
  table.addEventListener("focusin", event => {
    if (!event.target.matches("[aria-selected]")) showTooltip(grid, cellOf(event));
  });
  table.addEventListener("focusout", hideTooltip);
  table.addEventListener("keydown", event => { if (event.key === "Escape") hideTooltip(); });
  table.parentElement.addEventListener("scroll", () => {
    if (!tooltip.hidden && tooltip.cell) placeTooltip(tooltip.cell);
  });
}

function tooltipWords(view, { row, topic }) {
  if (row !== null && topic !== null) {
    const cell = view.cell(row, topic);
    if (!cell) return ["Not estimated."];
    const said = view.words(cell);
    return [said.lead, said.interval, said.verdict, ...said.doubts];
  }
  if (row !== null) {
    return [named(view, row) + ": " + view.sized(view.rows.get(row).documents) + "."];
  }
  const facts = data.topic[topic];
  return [facts.label + ": " + percent(facts.share) + " of the corpus.", facts.words];
}

function showTooltip(grid, cell) {
  const place = cell && grid.placeOf.get(cell);
  if (!place) {
    hideTooltip();
    return;
  }
  hideTooltip();
  tooltip.replaceChildren(
    ...tooltipWords(grid.view, place).map(text => make("p", text, { dir: "auto" })));
  tooltip.hidden = false;
  tooltip.cell = cell;
  cell.setAttribute("aria-describedby", "tooltip");
  placeTooltip(cell);
}

function placeTooltip(cell) {
  const at = cell.getBoundingClientRect();
  const { offsetWidth: wide, offsetHeight: high } = tooltip;
  const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - wide - 8));
  const below = at.bottom + 6 + high < innerHeight;
  tooltip.style.left = left + "px";
  tooltip.style.top = Math.max(4, below ? at.bottom + 6 : at.top - high - 6) + "px";
}

function hideTooltip() {
  if (tooltip.cell) tooltip.cell.removeAttribute("aria-describedby");
  tooltip.cell = null;
  tooltip.hidden = true;
}
