// What can be looked at: countries by topics, and pairs by topics. All that differs stands here.

const topicKeys = Object.keys(data.topic);

function makeView(kind, facts) {
  const source = data[kind];
  const cells = source.cells.map(
    row => Object.fromEntries(source.columns.map((name, place) => [name, row[place]])));
  const places = new Map(cells.map(cell => [cell[kind] + " " + cell.topic, cell]));
  return {
    kind, cells, ...facts,
    columns: source.columns,
    rows: new Map(Object.entries(source.rows)),
    cell: (row, topic) => places.get(row + " " + topic),
    passages: cell => source.passages[cell[kind] + " " + cell.topic] || [],
  };
}

const share = {
  head: "Share", value: cell => cell.estimate,
  text: cell => (cell.settled === false ? "~" : "") + percent(cell.estimate),
};
const interval = {
  head: data.level + " interval", value: cell => cell.ci_low,
  text: cell => fromTo(cell.ci_low, cell.ci_high),
};
const size = view => ({
  head: "n", value: cell => view.rows.get(cell[view.kind]).documents, of: "topic",
  text: cell => Math.round(view.rows.get(cell[view.kind]).documents) +
    (view.rows.get(cell[view.kind]).few ? " few" : ""),
});
const adjusted = {
  head: "q", value: cell => cell.p_adjusted, text: cell => small(cell.p_adjusted),
  needs: "p_adjusted",
};

function countryView() {
  const view = makeView("country", {
    one: "country", many: "countries", words: countryWords,
    sized: count => documents(count, "document", "documents"),
    number: cell => cell.estimate, base: cell => cell.corpus_share,
    sign: cell => !cell.told ? "" : cell.estimate > cell.corpus_share ? "▲" : "▼",
    rowOrders: [
      ["rank", "standing out, or large"], ["name", "name"], ["documents", "documents"],
      ["similar", "similar ones side by side"], ["share", "share of the chosen topic"],
      ["far", "distance of the chosen topic’s interval from the corpus"],
    ],
  });
  view.listed = [
    share, interval, { head: "Corpus", value: base => base.corpus_share,
      text: cell => percent(cell.corpus_share) },
    { head: "Times", value: cell => cell.lift,
      text: cell => around(cell.lift, cell.lift_low, cell.lift_high, times) },
    { head: "Of the topic", value: cell => cell.p_country_given_topic, of: "topic",
      text: cell => around(cell.p_country_given_topic, cell.p_country_low, cell.p_country_high,
        percent) },
    size(view), adjusted,
  ];
  return view;
}

function pairView() {
  const view = makeView("pair", {
    one: "pair", many: "pairs", words: pairWords,
    sized: count => documents(count, "text on both", "texts on both"),
    number: cell => cell.beyond, base: cell => cell.expected,
    sign: cell => !cell.told ? "" : cell.beyond > 0 ? "▲" : "▼",
    rowOrders: [
      ["rank", "something told first"], ["name", "name"], ["documents", "texts on both"],
      ["similar", "similar ones side by side"], ["share", "the chosen topic, beyond expected"],
    ],
  });
  view.listed = [
    share, interval, { head: "Expected", value: cell => cell.expected,
      text: cell => percent(cell.expected) },
    { head: "Beyond, in points", value: cell => cell.beyond,
      text: cell => around(cell.beyond, cell.beyond_low, cell.beyond_high, points) },
    size(view), adjusted,
  ];
  return view;
}

const TOPIC_ORDERS = [
  ["order", "number"], ["corpus", "share of the corpus"],
  ["similar", "similar ones side by side"], ["share", "in the chosen row"],
];
const views = { country: countryView(), ...(data.pair ? { pair: pairView() } : {}) };

function named(view, key) {
  return view.rows.get(key).label;
}

function fragmentOf(view, choice) {
  const parts = new URLSearchParams();
  if (choice.row !== null) parts.set(view.kind, choice.row);
  if (choice.topic !== null) parts.set("topic", choice.topic);
  // A topic alone is of countries, unless it says otherwise.
  if (choice.row === null && view.kind !== "country") parts.set("of", view.many);
  return "#" + parts;
}

// Letters without case, accents and the like, so that "turkiye" finds Türkiye.
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
