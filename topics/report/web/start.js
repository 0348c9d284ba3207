// The page comes alive: choices, links, and light or dark.

function explorerOf(section) {
  const view = views[section.dataset.kind];
  const find = name => section.querySelector("." + name);
  const state = { row: null, topic: null, list: "row", listSort: null, rowSearch: "",
    topicSearch: "", rowOrder: "rank", topicOrder: "order", reversed: false, onlyTold: false };
  const one = { view, section, state, find };
  one.grid = makeGrid(view, section, {
    choose: (place, byKey) => choose(one, place, { byKey, sort: true }),
    sort: order => sortBy(one, order),
  });
  fillChoices(one);
  watchTooltips(one.grid);
  watchControls(one);
  return one;
}

function fillChoices({ view, find }) {
  const options = (select, pairs) => select.append(
    ...pairs.map(([value, text]) => make("option", text, { value })));
  const rows = sorted([...view.rows], ([, facts]) => facts.label, true);
  options(find("row-choice"), rows.map(([key, facts]) => [key, facts.label]));
  options(find("topic-choice"), topicKeys.map(key => [key, data.topic[key].label]));
  options(find("row-order"), view.rowOrders);
  options(find("topic-order"), TOPIC_ORDERS);
}

function watchControls(one) {
  const { state, find } = one;
  const on = (name, type, run) => find(name).addEventListener(type, event => run(event.target));
  on("row-choice", "change", select => choose(one, { ...state, row: select.value || null },
    { list: "row" }));
  on("topic-choice", "change", select => choose(one, { ...state, topic: select.value || null },
    { list: "topic" }));
  on("row-search", "input", input => change(one, { rowSearch: input.value }));
  on("topic-search", "input", input => change(one, { topicSearch: input.value }));
  on("row-order", "change", select => change(one, { rowOrder: select.value, reversed: false }));
  on("topic-order", "change", select => change(one, { topicOrder: select.value }));
  on("only-told", "change", input => change(one, { onlyTold: input.checked }));
  on("save-csv", "click", () => saveCsv(one.view, shownAsCells(one.grid), one.view.many));
  on("save-svg", "click", () => saveGridSvg(one.grid));
  one.section.addEventListener("keydown", event => {
    const outside = !one.grid.table.contains(event.target);
    if (event.key === "Escape" && outside && !event.target.matches("input, select")) {
      one.grid.active.focus();
      reveal(one.grid, one.grid.active);
    }
  });
}

// Change what is shown of the matrix.
function change(one, changes) {
  Object.assign(one.state, changes);
  one.find("row-order").value = one.state.rowOrder;
  one.find("topic-order").value = one.state.topicOrder;
  arrange(one.grid, one.state);
  const left = sift(one.grid, one.state);
  one.find("shown").textContent = "Shown: " + left.rows + " of " + one.grid.rows.length + " " +
    one.view.many + ", " + left.topics + " of " + topicKeys.length + " topics.";
}

function sortBy(one, order) {
  const again = one.state.rowOrder === order;
  change(one, { rowOrder: order, reversed: again && !one.state.reversed });
}

// Choose a row, a topic or both, as `list` says with all shares of the one or the other.
function choose(one, { row, topic }, { byKey, list, sort, quiet } = {}) {
  const { state, view } = one;
  const both = row !== null && topic !== null;
  state.list = both ? list || state.list : topic !== null ? "topic" : "row";
  if (both && state[state.list] === null) state.list = list || "row";
  state.row = row;
  state.topic = topic;
  if (sort && !both && topic !== null) sortBy(one, "share");
  else if (["share", "far"].includes(state.rowOrder) || state.topicOrder === "share") change(one, {});
  one.find("row-choice").value = row === null ? "" : row;
  one.find("topic-choice").value = topic === null ? "" : topic;
  mark(one.grid, state);
  fillDetail(view, one.find("detail"), state);
  list_(one);
  if (!quiet) history.pushState(null, "", fragmentOf(view, state));
  if (byKey) focusOn(one);
}

function list_(one) {
  fillListing(one.view, one.find("listing"), one.state, {
    sortList: listSort => {
      one.state.listSort = listSort;
      list_(one);
      one.find("listing").querySelectorAll("thead button")[listSort.place].focus();
    },
    choose: (place, byKey, list) => choose(one, place, { byKey, list }),
  });
}

// What was opened by key is read next; what was opened by hand shows if it is out of sight.
function focusOn(one) {
  const heading = one.find("detail").querySelector("h3");
  const target = heading || one.find("listing").querySelector("thead button");
  if (target) target.focus();
}

// Open what the address says; say whether it says anything.
function openAddress(all) {
  const parts = new URLSearchParams(location.hash.slice(1));
  const topic = parts.get("topic");
  const known = topic === null || topicKeys.includes(topic);
  const one = all.find(({ view }) => parts.has(view.kind)) ||
    all.find(({ view }) => parts.get("of") === view.many) || all[0];
  const row = parts.get(one.view.kind);
  if (!known || (row === null && topic === null)) return false;
  if (row !== null && !one.view.rows.has(row)) return false;
  choose(one, { row, topic }, { quiet: true, list: row === null ? "topic" : undefined });
  showOpened(one);
  return true;
}

function showOpened(one) {
  const { row, topic } = one.state;
  if (row !== null && topic !== null) {
    const cell = one.grid.cells.get(row).get(topic);
    rove(one.grid, cell);
    one.section.scrollIntoView({ behavior: "instant" });
    reveal(one.grid, cell);
  } else {
    one.find("listing").scrollIntoView({ behavior: "instant" });
  }
}

function startTheme() {
  const button = document.getElementById("theme");
  const root = document.documentElement;
  const isDark = () => root.dataset.theme
    ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const say = () => { button.textContent = isDark() ? "Light colours" : "Dark colours"; };
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    say();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", say);
  say();
}

// Without a link, the page shows what there is most to say of.
function openFirst(one) {
  const row = one.grid.rows[0].dataset.key;
  const of = one.view.cells.filter(cell => cell[one.view.kind] === row);
  const value = cell => cell.told + Math.abs(cell.far === undefined ? cell.beyond : cell.far);
  const [first] = sorted(of, value, false);
  choose(one, { row, topic: String(first.topic) }, { quiet: true });
}

function start() {
  for (const element of document.querySelectorAll(".js")) element.hidden = false;
  startTheme();
  const all = [...document.querySelectorAll(".explore")].map(explorerOf);
  for (const one of all) {
    change(one, {});
    openFirst(one);
  }
  openAddress(all);
  // Links inside the page and the way back: the address says what is open.
  addEventListener("hashchange", () => openAddress(all));
}

start();
