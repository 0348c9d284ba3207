// The matrix: order, search, and the way through it by keyboard. The table itself stands in the
// page; nothing is drawn anew, rows and cells only change places or hide.

function makeGrid(view, section, act) {
  const table = section.querySelector("table.matrix");
  const head = table.tHead.rows[0];
  const rows = [...table.tBodies[0].rows];
  const grid = { view, table, head, rows, heads: [...head.cells].slice(2), active: null };
  grid.cells = new Map();
  for (const row of rows) {
    grid.cells.set(row.dataset.key, new Map(
      grid.heads.map((th, place) => [th.dataset.key, row.cells[place + 2]])));
  }
  rows.forEach((row, place) => { row.place = place; });
  grid.order = orderOf(grid.heads);
  grid.placeOf = placeOf(grid);
  table.setAttribute("role", "grid");
  table.setAttribute("aria-label", sentence(view.many) + " by topics");
  table.classList.add("alive");
  table.parentElement.removeAttribute("tabindex");
  rove(grid, rows[0].cells[2] || rows[0].cells[0]);
  table.addEventListener("click", event => pressed(grid, event.target, act));
  table.addEventListener("keydown", event => keyed(grid, event, act));
  table.addEventListener("focusin", event => rove(grid, event.target.closest("th, td")));
  return grid;
}

// Which row and topic a cell of the table stands for: null where it stands for all.
function placeOf(grid) {
  const places = new Map();
  for (const [row, cells] of grid.cells) {
    for (const [topic, td] of cells) places.set(td, { row, topic });
  }
  for (const row of grid.rows) {
    for (const cell of [row.cells[0], row.cells[1]]) {
      places.set(cell, { row: row.dataset.key, topic: null });
    }
  }
  for (const th of grid.heads) places.set(th, { row: null, topic: th.dataset.key });
  return places;
}

// One cell of the grid is reached with the tabulator; arrows lead on from there.
function rove(grid, cell) {
  if (!cell || cell === grid.active) return;
  if (grid.active) grid.active.removeAttribute("tabindex");
  grid.active = cell;
  cell.tabIndex = 0;
}

function pressed(grid, target, act, byKey) {
  const cell = target.closest("th, td");
  if (!cell) return;
  rove(grid, cell);
  if (cell.dataset.sort) act.sort(cell.dataset.sort);
  else act.choose(grid.placeOf.get(cell), Boolean(byKey));
}

const STEPS = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  PageUp: [-10, 0], PageDown: [10, 0], Home: [0, -Infinity], End: [0, Infinity],
};

function keyed(grid, event, act) {
  if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    pressed(grid, event.target, act, true);
    return;
  }
  let step = STEPS[event.key];
  if (!step || event.altKey || event.metaKey) return;
  if (event.ctrlKey) step = step.map(way => way * Infinity || way);
  event.preventDefault();
  if (event.ctrlKey && event.key === "Home") step = [-Infinity, -Infinity];
  if (event.ctrlKey && event.key === "End") step = [Infinity, Infinity];
  moveTo(grid, event.target.closest("th, td"), step);
}

function moveTo(grid, from, [down, right]) {
  const shown = [grid.head, ...grid.table.tBodies[0].rows].filter(row => !row.hidden);
  const inRow = row => [...row.cells].filter(cell => !cell.hidden);
  const at = shown.indexOf(from.parentElement);
  const along = inRow(from.parentElement).indexOf(from);
  const row = shown[Math.max(0, Math.min(shown.length - 1, at + down))];
  const cells = inRow(row);
  const cell = cells[Math.max(0, Math.min(cells.length - 1, along + right))];
  rove(grid, cell);
  cell.focus({ preventScroll: true });
  reveal(grid, cell);
}

// Scroll the box, and not the page, so that no fixed row or column covers a cell.
function reveal(grid, cell) {
  const box = grid.table.parentElement;
  const covered = { x: cell.tagName === "TH" ? 0 : grid.head.cells[0].offsetWidth,
                    y: grid.head.contains(cell) ? 0 : grid.head.offsetHeight };
  const frame = box.getBoundingClientRect();
  const place = cell.getBoundingClientRect();
  const over = (near, far, from, to) => near < from ? near - from : far > to ? far - to : 0;
  box.scrollBy({ behavior: "instant",
    left: over(place.left, place.right, frame.left + covered.x, frame.right - 16),
    top: over(place.top, place.bottom, frame.top + covered.y, frame.bottom - 16) });
  const seen = cell.getBoundingClientRect();
  if (seen.top < 0 || seen.bottom > innerHeight) cell.scrollIntoView({ block: "center" });
}

// Values of an order: numbers fall from the largest, names rise.
const RISING = new Set(["name", "rank", "similar", "order"]);

function rowValue(view, order, choice) {
  const facts = key => view.rows.get(key);
  const cell = key => choice.topic === null ? undefined : view.cell(key, choice.topic);
  return {
    name: row => facts(row.dataset.key).label,
    documents: row => facts(row.dataset.key).documents,
    similar: row => facts(row.dataset.key).similar,
    share: row => cell(row.dataset.key) && view.number(cell(row.dataset.key)),
    far: row => cell(row.dataset.key) && cell(row.dataset.key).far,
    rank: row => row.place,
  }[order];
}

function topicValue(view, order, choice) {
  return {
    order: th => data.topic[th.dataset.key].order,
    corpus: th => data.topic[th.dataset.key].share,
    similar: th => data.topic[th.dataset.key].similar,
    share: th => {
      const cell = choice.row === null ? undefined : view.cell(choice.row, th.dataset.key);
      return cell && view.number(cell);
    },
  }[order];
}

const collator = new Intl.Collator("en", { numeric: true });

// Sort by a value; what has none stays at the end, and ties in the order of the page.
function sorted(items, value, rising) {
  const keyed = items.map((item, place) => ({ item, place, value: value(item) }));
  const missing = one => one.value === undefined || one.value === null;
  keyed.sort((one, other) => {
    if (missing(one) || missing(other)) return missing(one) - missing(other) || one.place - other.place;
    const way = typeof one.value === "string"
      ? collator.compare(one.value, other.value) : one.value - other.value;
    return (rising ? way : -way) || one.place - other.place;
  });
  return keyed.map(one => one.item);
}

// Put rows and columns into the order that was asked for.
function arrange(grid, state) {
  const { view } = grid;
  const rising = RISING.has(state.rowOrder) !== state.reversed;
  const rows = sorted(grid.rows, rowValue(view, state.rowOrder, state), rising);
  const heads = sorted(grid.heads, topicValue(view, state.topicOrder, state),
    RISING.has(state.topicOrder));
  const same = rows.every((row, place) => row === grid.table.tBodies[0].rows[place]);
  if (!same) grid.table.tBodies[0].append(...rows);
  const order = orderOf(heads);
  if (order !== grid.order) {
    grid.order = order;
    grid.head.append(...heads);
    for (const row of rows) {
      const cells = grid.cells.get(row.dataset.key);
      row.append(...heads.map(th => cells.get(th.dataset.key)));
    }
  }
  markOrder(grid, state, rising);
}

function orderOf(heads) {
  return heads.map(th => th.dataset.key).join(" ");
}

function markOrder(grid, state, rising) {
  const by = { name: grid.head.cells[0], documents: grid.head.cells[1] };
  const chosen = grid.heads.find(th => th.dataset.key === state.topic);
  if (state.rowOrder === "share" && chosen) by.share = chosen;
  for (const th of grid.head.cells) th.removeAttribute("aria-sort");
  if (by[state.rowOrder]) {
    by[state.rowOrder].setAttribute("aria-sort", rising ? "ascending" : "descending");
  }
}

// Hide rows and columns that were not searched for; return how many are left.
function sift(grid, state) {
  const { view } = grid;
  const [rowText, topicText] = [plain(state.rowSearch), plain(state.topicSearch)];
  const topics = new Set(topicKeys.filter(key => {
    const topic = data.topic[key];
    return plain(topic.label + " " + topic.words).includes(topicText);
  }));
  const rows = new Set(grid.rows.map(row => row.dataset.key).filter(
    key => plain(named(view, key) + " " + key).includes(rowText)));
  if (state.onlyTold) keepTold(view, rows, topics);
  for (const row of grid.rows) row.hidden = !rows.has(row.dataset.key);
  for (const th of grid.heads) hideColumn(grid, th, !topics.has(th.dataset.key));
  const { active } = grid;
  if (active.hidden || active.parentElement.hidden) rove(grid, grid.head.cells[0]);
  return { rows: rows.size, topics: topics.size };
}

function keepTold(view, rows, topics) {
  const told = view.cells.filter(
    cell => cell.told && rows.has(cell[view.kind]) && topics.has(String(cell.topic)));
  for (const [kept, seen] of [
    [rows, new Set(told.map(cell => cell[view.kind]))],
    [topics, new Set(told.map(cell => String(cell.topic)))],
  ]) {
    for (const key of kept) if (!seen.has(key)) kept.delete(key);
  }
}

function hideColumn(grid, th, hide) {
  if (th.hidden === hide) return;
  th.hidden = hide;
  for (const cells of grid.cells.values()) cells.get(th.dataset.key).hidden = hide;
}

// Mark what is chosen.
function mark(grid, choice) {
  for (const cell of grid.table.querySelectorAll("[aria-selected], .chosen")) {
    cell.removeAttribute("aria-selected");
    cell.classList.remove("chosen");
  }
  const row = grid.rows.find(one => one.dataset.key === choice.row);
  const th = grid.heads.find(one => one.dataset.key === choice.topic);
  if (row) row.cells[0].classList.add("chosen");
  if (th) th.classList.add("chosen");
  if (row && th) grid.cells.get(choice.row).get(choice.topic).setAttribute("aria-selected", "true");
}

// What is shown, row by row, in its order.
function shownCells(grid) {
  const heads = [...grid.head.cells].slice(2).filter(th => !th.hidden);
  const rows = [...grid.table.tBodies[0].rows].filter(row => !row.hidden);
  return { heads, rows };
}
