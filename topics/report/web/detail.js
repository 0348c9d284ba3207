// A cell that was opened: its words, its interval, the passages behind it, the figures with it.

// Dot, 50 % and wide interval, and an upright mark at the share it is set against.
function whisker(view, cell, most, attributes) {
  const x = part => 4 + 292 * Math.max(0, part) / most;
  const picture = draw("svg", { viewBox: "0 0 300 20", class: "whisker",
    preserveAspectRatio: "none", ...attributes });
  const line = (from, to, width, what) => picture.append(draw("line", {
    x1: x(from), x2: x(to), y1: 10, y2: 10, "stroke-width": width, class: what }));
  line(0, most, 0.6, "guide");
  line(cell.ci_low, cell.ci_high, 1.6, "wide");
  if (cell.ci50_low !== undefined) line(cell.ci50_low, cell.ci50_high, 6, "half");
  picture.append(
    draw("line", { x1: x(view.base(cell)), x2: x(view.base(cell)), y1: 3, y2: 17,
      "stroke-width": 1.6, class: "base" }),
    draw("circle", { cx: x(cell.estimate), cy: 10, r: 3.4,
      class: cell.told ? "estimate" : "estimate hollow" }));
  return picture;
}

function quoteOf([title, parts, source, part]) {
  const quote = foreign("blockquote");
  if (title) quote.append(make("strong", title));
  const said = make("p");
  parts.forEach((text, place) => said.append(place % 2 ? make("b", text) : text));
  quote.append(said, make("p", source + ", " + percent(part) + " on this topic",
    { class: "note", lang: "en" }));
  return quote;
}

function figuresWith(view, cell) {
  const place = cell[view.kind] + " " + cell.topic;
  return data.figures.filter(figure => figure.cells.includes(place));
}

// Links to all shares of the row, all rows on the topic, and this cell.
function waysOn(view, cell) {
  const list = make("ul");
  const row = cell[view.kind], topic = String(cell.topic);
  for (const [text, choice] of [
    ["All topics of " + named(view, row), { row, topic: null }],
    ["All " + view.many + " on " + data.topic[topic].label, { row: null, topic }],
    ["Link to this cell", { row, topic }],
  ]) {
    const item = make("li");
    item.append(make("a", text, { href: fragmentOf(view, choice) }));
    list.append(item);
  }
  return list;
}

function fillDetail(view, panel, choice) {
  const cell = choice.row !== null && choice.topic !== null && view.cell(choice.row, choice.topic);
  panel.replaceChildren();
  if (!cell) return;
  const said = view.words(cell);
  panel.append(
    make("h3", named(view, choice.row) + ": " + data.topic[choice.topic].label,
      { tabindex: "-1", dir: "auto" }),
    make("p", said.lead, { class: "lead", dir: "auto" }),
    whisker(view, cell, Math.min(1, 1.1 * Math.max(cell.ci_high, view.base(cell))),
      { role: "img", "aria-label": said.interval }),
    make("p", said.interval), make("p", said.verdict),
    ...said.doubts.map(text => make("p", text, { class: "doubt" })),
    ...said.rest.map(text => make("p", text, { class: "quiet" })));
  panel.append(make("h4", "Passages"), ...passagesOf(view, cell));
  if (view.rows.get(choice.row).words) {
    panel.append(make("h4", "Words that mark texts on both"),
      foreign("p", view.rows.get(choice.row).words));
  }
  panel.append(make("h4", "Words of the topic"), foreign("p", data.topic[choice.topic].words));
  const figures = figuresWith(view, cell);
  if (figures.length) panel.append(make("h4", "Figures with it"), linksTo(figures));
  panel.append(make("h4", "Go on"), waysOn(view, cell));
}

function passagesOf(view, cell) {
  const found = view.passages(cell);
  return found.length ? found.map(quoteOf)
    : [make("p", view.kind === "pair" ? "None was picked: see the topic that is furthest beyond."
      : "No text is clearly about both.", { class: "note" })];
}

function linksTo(figures) {
  const list = make("ul");
  for (const figure of figures) {
    const item = make("li");
    item.append(make("a", figure.title, { href: "#" + figure.id, dir: "auto" }));
    list.append(item);
  }
  return list;
}
