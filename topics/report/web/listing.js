// All shares of one row, or of one topic, as a table that sorts by any of its columns.

function listedCells(view, choice) {
  return view.cells.filter(cell => choice.list === "topic"
    ? String(cell.topic) === choice.topic : cell[view.kind] === choice.row);
}

function fillListing(view, panel, choice, act) {
  panel.replaceChildren();
  panel.cells = [];
  if (choice[choice.list] === null) return;
  const byTopic = choice.list === "topic";
  const nameOf = cell => byTopic ? named(view, cell[view.kind]) : data.topic[cell.topic].label;
  const columns = [
    { head: byTopic ? sentence(view.one) : "Topic", value: nameOf, name: true },
    ...view.listed.filter(column => (!column.of || column.of === choice.list) &&
      (!column.needs || view.columns.includes(column.needs))),
  ];
  const cells = listedCells(view, choice);
  const sort = choice.listSort || { place: 1, rising: false };
  panel.cells = sorted(cells, columns[Math.min(sort.place, columns.length - 1)].value, sort.rising);
  panel.title_ = titleOf(view, choice);
  const box = make("div", null, { class: "box", tabindex: "0", role: "region",
    "aria-label": panel.title_ });
  box.append(tableOf(view, panel, columns, { sort, nameOf, choice, act }));
  panel.append(make("h3", panel.title_, { dir: "auto" }),
    make("p", noteOf(view, choice), { class: "note", dir: "auto" }), box);
  panel.append(savers("this list", {
    csv: () => saveCsv(view, panel.cells, fileName(view, choice)),
    svg: () => saveListSvg(view, panel.cells, nameOf, panel.title_, fileName(view, choice)),
  }));
}

function titleOf(view, choice) {
  return choice.list === "topic" ? sentence(view.many) + " on " + data.topic[choice.topic].label
    : "Topics of " + named(view, choice.row);
}

function noteOf(view, choice) {
  const base = view.kind === "pair" ? "the share expected of its two countries"
    : "the topic’s share in the corpus";
  const marks = " Picture: dot, 50 % and " + data.level + " interval, and at the upright mark " +
    base + "; hollow: not told from it.";
  if (choice.list === "topic") {
    const topic = data.topic[choice.topic];
    return percent(topic.share) + " of the corpus. Words: " + topic.words + "." + marks;
  }
  return view.sized(view.rows.get(choice.row).documents) + "." + marks;
}

function tableOf(view, panel, columns, { sort, nameOf, choice, act }) {
  const table = make("table");
  const head = table.createTHead().insertRow();
  columns.forEach((column, place) => {
    const th = make("th", null, { scope: "col", class: column.name ? "name" : "number" });
    const button = make("button", column.head, { type: "button" });
    if (place === sort.place) th.setAttribute("aria-sort", sort.rising ? "ascending" : "descending");
    button.addEventListener("click", () => act.sortList(
      { place, rising: place === sort.place ? !sort.rising : Boolean(column.name) }));
    th.append(button);
    head.append(th);
  });
  head.cells[2].after(make("th", "Picture", { scope: "col" }));
  const most = Math.min(1, 1.02 * Math.max(...panel.cells.map(
    cell => Math.max(cell.ci_high, view.base(cell)))));
  const body = table.createTBody();
  for (const cell of panel.cells) {
    body.append(rowOf(view, cell, columns, { most, nameOf, choice, act }));
  }
  return table;
}

function rowOf(view, cell, columns, { most, nameOf, choice, act }) {
  const row = make("tr");
  const place = { row: cell[view.kind], topic: String(cell.topic) };
  if (place.row === choice.row && place.topic === choice.topic) {
    row.setAttribute("aria-current", "true");
  }
  const name = make("th", null, { scope: "row" });
  const pick = make("button", nameOf(cell), { type: "button", class: "pick", dir: "auto" });
  pick.addEventListener("click", event => act.choose(place, event.detail === 0, choice.list));
  name.append(pick);
  row.append(name, ...columns.slice(1).map(column => make("td",
    column.text(cell) + (column === share && view.sign(cell) ? " " + view.sign(cell) : ""),
    { class: "number" })));
  const picture = make("td", null, { class: "picture" });
  picture.append(whisker(view, cell, most, { "aria-hidden": "true" }));
  row.cells[2].after(picture);
  return row;
}
