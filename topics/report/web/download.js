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

const LONGEST = 400;  // pixels of a name; longer ones are cut

function cut(text) {
  if (widthOf(text, 12) <= LONGEST) return text;
  const letters_ = [...text];
  while (widthOf(letters_.join("") + "…", 12) > LONGEST) letters_.pop();
  return letters_.join("") + "…";
}

function margin(texts) {
  return Math.max(40, ...texts.map(text => widthOf(text, 12))) + 14;
}

// What the marks mean goes with the picture, in lines that fit below it.
function linesOf(text, wide) {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const longer = (lines.at(-1) + " " + word).trim();
    if (widthOf(longer, 11) > wide && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function writeNote(picture, lines, top) {
  lines.forEach((line, place) => letters(picture, line,
    { x: 8, y: top + 14 + 15 * place, "font-size": 11 }));
}

function gridSvg(grid) {
  const { rows, heads } = shownCells(grid);
  const names = rows.map(
    row => cut(row.cells[0].textContent) + "  " + row.cells[1].textContent.trim());
  const topics = heads.map(th => cut(th.textContent.trim()));
  const left = margin(names), cell = { wide: 46, high: 20 };
  const top = margin(topics) * 0.87 + 20;
  // Slanted names lean over the columns to the right of theirs.
  const ends = topics.map((text, column) => cell.wide * (column + 0.55) + widthOf(text, 12) / 2);
  const whole = Math.max(left + Math.max(cell.wide * heads.length, ...ends) + 14, 480);
  const below = top + cell.high * rows.length + 8;
  const note = linesOf(noteOfGrid(grid), whole - 16);
  const picture = sheet(whole, below + 15 * note.length + 14, sentence(grid.view.many) + " by topics");
  writeNote(picture, note, below);
  heads.forEach((th, column) => letters(picture, topics[column], {
    transform: "translate(" + (left + cell.wide * (column + 0.55)) + " " + (top - 6) +
      ") rotate(-60)" }));
  rows.forEach((row, place) => {
    const y = top + cell.high * place;
    letters(picture, names[place], { x: left - 8, y: y + 14, "text-anchor": "end" });
    heads.forEach((th, column) => cellSvg(picture,
      grid.cells.get(row.dataset.key).get(th.dataset.key), left + cell.wide * column, y, cell));
  });
  return picture;
}

function noteOfGrid(grid) {
  const section = grid.table.closest(".explore");
  return section.querySelector(".note").textContent + " Beside a " + grid.view.one +
    ": how many. Colours: " + section.querySelector(".scale small").textContent + ".";
}

function cellSvg(picture, td, x, y, { wide, high }) {
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

function listSvg(view, cells, nameOf, { title, note }) {
  const names = cells.map(cell => cut(nameOf(cell)));
  const left = margin(names), scale = 300, high = 20, top = 34;
  const most = Math.min(1, 1.02 * Math.max(...cells.map(
    cell => Math.max(cell.ci_high, view.base(cell)))));
  const whole = left + scale + 190, below = top + high * cells.length + 8;
  const lines = linesOf(note, whole - 16);
  const picture = sheet(whole, below + 15 * lines.length + 14, title);
  writeNote(picture, lines, below);
  letters(picture, title, { x: 8, y: 18, "font-weight": 700 });
  cells.forEach((cell, place) => {
    const y = top + high * place;
    letters(picture, names[place], { x: left - 8, y: y + 14, "text-anchor": "end" });
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

function saveListSvg(view, cells, nameOf, words, name) {
  save(new XMLSerializer().serializeToString(listSvg(view, cells, nameOf, words)),
    "image/svg+xml", name + ".svg");
}
