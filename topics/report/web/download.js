// What is shown as a file: CSV with every number of its cells, SVG as it looks.

function save(text, type, name) {
  const link = make("a", null, { download: name,
    href: URL.createObjectURL(new Blob([text], { type })) });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

function fileName(view, choice) {
  const parts = [view.kind, choice && choice.row, choice && choice.topic].filter(
    part => part !== null && part !== undefined);
  return parts.join("-").replace(/[^\p{L}\p{N}-]+/gu, "_");
}

function savers(what, { csv, svg }) {
  const line = make("p", "Download " + what + ": ", { class: "save" });
  for (const [name, run] of [["CSV", csv], ["SVG", svg]]) {
    const button = make("button", name, { type: "button", "aria-label": name + " of " + what });
    button.addEventListener("click", run);
    line.append(button, " ");
  }
  return line;
}

// Text that a spreadsheet would run gets an apostrophe in front, as in the tables of the run.
function csvField(value) {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const safe = /^\s*[=+\-@\t\r\n＝＋－＠]/u.test(value) ? "'" + value : value;
  return /[",\r\n]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
}

function csvOf(view, cells) {
  const heads = [view.kind, view.kind + "_label", "topic", "topic_label", ...view.columns.slice(2)];
  const rows = cells.map(cell => [cell[view.kind], named(view, cell[view.kind]), cell.topic,
    data.topic[cell.topic].label, ...view.columns.slice(2).map(name => cell[name])]);
  return [heads, ...rows].map(row => row.map(csvField).join(",") + "\n").join("");
}

function saveCsv(view, cells, name) {
  save("\ufeff" + csvOf(view, cells), "text/csv;charset=utf-8", name + ".csv");
}

function shownAsCells({ view, ...grid }) {
  const { rows, heads } = shownCells(grid);
  return rows.flatMap(row => heads.map(th => view.cell(row.dataset.key, th.dataset.key)))
    .filter(Boolean);
}

const measure = document.createElement("canvas").getContext("2d");
const FONT = 'Helvetica, Arial, "Noto Sans", "DejaVu Sans", sans-serif';

function widthOf(text, size) {
  measure.font = size + "px " + FONT;
  return measure.measureText(text).width;
}

function sheet(wide, high, title) {
  const page = getComputedStyle(document.body);
  const picture = draw("svg", { xmlns: "http://www.w3.org/2000/svg", width: Math.ceil(wide),
    height: Math.ceil(high), viewBox: "0 0 " + Math.ceil(wide) + " " + Math.ceil(high),
    "font-family": FONT, "font-size": 12, fill: page.color });
  const head = draw("title", {});
  head.textContent = title;
  picture.append(head, draw("rect", { width: "100%", height: "100%", fill: page.backgroundColor }));
  return picture;
}

function letters(picture, text, attributes) {
  const element = draw("text", attributes);
  element.textContent = text;
  picture.append(element);
}

// The whole of `texts` would be lost in a margin without bounds: it has a largest width.
function margin(texts, size, most) {
  return Math.min(most, Math.max(40, ...texts.map(text => widthOf(text, size)))) + 14;
}

function gridSvg(grid) {
  const { rows, heads } = shownCells(grid);
  const names = rows.map(row => row.cells[0].textContent + "  " + row.cells[1].textContent.trim());
  const topics = heads.map(th => th.textContent.trim());
  const left = margin(names, 12, 400), wide = 46, high = 20;
  const top = margin(topics, 12, 400) * 0.87 + 20;
  const right = margin(topics.slice(-1), 12, 400) * 0.5;
  const picture = sheet(left + wide * heads.length + right, top + high * rows.length + 14,
    sentence(grid.view.many) + " by topics");
  heads.forEach((th, column) => letters(picture, topics[column], {
    transform: "translate(" + (left + wide * (column + 0.55)) + " " + (top - 6) + ") rotate(-60)" }));
  rows.forEach((row, place) => {
    const y = top + high * place;
    letters(picture, names[place], { x: left - 8, y: y + 14, "text-anchor": "end" });
    heads.forEach((th, column) => cellSvg(picture,
      grid.cells.get(row.dataset.key).get(th.dataset.key), left + wide * column, y, wide, high));
  });
  return picture;
}

function cellSvg(picture, td, x, y, wide, high) {
  const look = getComputedStyle(td);
  const rule = getComputedStyle(document.documentElement).getPropertyValue("--rule").trim();
  const clear = look.backgroundColor === "rgba(0, 0, 0, 0)";
  picture.append(draw("rect", { x, y, width: wide, height: high, stroke: rule,
    fill: clear ? "none" : look.backgroundColor }));
  letters(picture, td.textContent.trim(), { x: x + wide / 2, y: y + 14, "text-anchor": "middle",
    fill: look.color, "font-weight": look.fontWeight });
}

function saveGridSvg(grid) {
  save(new XMLSerializer().serializeToString(gridSvg(grid)), "image/svg+xml", grid.view.many + ".svg");
}

function listSvg(view, cells, nameOf, title) {
  const left = margin(cells.map(nameOf), 12, 400), scale = 300, high = 20, top = 34;
  const most = Math.min(1, 1.02 * Math.max(...cells.map(
    cell => Math.max(cell.ci_high, view.base(cell)))));
  const picture = sheet(left + scale + 190, top + high * cells.length + 14, title);
  letters(picture, title, { x: 8, y: 18, "font-weight": 700 });
  cells.forEach((cell, place) => {
    const y = top + high * place;
    letters(picture, nameOf(cell), { x: left - 8, y: y + 14, "text-anchor": "end" });
    const row = whisker(view, cell, most, { x: left, y, width: scale, height: high });
    colourWhisker(row);
    picture.append(row);
    letters(picture, [share.text(cell), "(" + interval.text(cell) + ")", view.sign(cell)].join(" "),
      { x: left + scale + 10, y: y + 14 });
  });
  return picture;
}

// A file has no rules of the page: what they say goes into the lines themselves.
function colourWhisker(row) {
  const look = getComputedStyle(document.documentElement);
  const colour = name => look.getPropertyValue("--" + name).trim();
  const strokes = { guide: "rule", wide: "accent", half: "band", base: "quiet" };
  row.removeAttribute("class");
  for (const part of row.children) {
    const [kind, hollow] = part.getAttribute("class").split(" ");
    part.removeAttribute("class");
    part.setAttribute("stroke", colour(strokes[kind] || "accent"));
    if (kind === "estimate") part.setAttribute("fill", colour(hollow ? "paper" : "accent"));
  }
}

function saveListSvg(view, cells, nameOf, title, name) {
  save(new XMLSerializer().serializeToString(listSvg(view, cells, nameOf, title)),
    "image/svg+xml", name + ".svg");
}
