// Numbers in words, and elements. The files of this folder are joined into one module, in the order
// that html.py says: what one declares, those after it may use.

const data = JSON.parse(document.getElementById("data").textContent);

// All text goes through textContent: a title with markup in it stays a title.
function make(tag, text, attributes) {
  const element = document.createElement(tag);
  if (text !== undefined && text !== null) element.textContent = text;
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  return element;
}

function draw(tag, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

// Words of the corpus stand in their own direction and language, whatever the page is in.
function foreign(tag, text, attributes) {
  const language = document.querySelector("[data-key] [lang]");
  const own = language ? { lang: language.lang } : {};
  return make(tag, text, { dir: "auto", ...own, ...attributes });
}

function percent(share) {
  return 0 < share && share < 0.0005 ? "<0.1 %" : (100 * share).toFixed(1) + " %";
}

function fromTo(low, high) {
  return (100 * low).toFixed(1) + " to " + (100 * high).toFixed(1) + " %";
}

function times(lift) {
  return lift >= 0.95 ? lift.toFixed(1) : lift >= 0.01 ? lift.toFixed(2) : "<0.01";
}

function points(difference) {
  const size = Math.abs(100 * difference).toFixed(1);
  return (size === "0.0" ? "" : difference < 0 ? "−" : "+") + size;
}

function small(q) {
  if (q === null || q === undefined) return "–";
  return q < 0.001 ? "<0.001" : q < 0.1 ? q.toFixed(3) : q.toFixed(2);
}

function qOf(cell) {
  const q = small(cell.p_adjusted);
  return q === "–" ? "" : "; q " + (q.startsWith("<") ? q : "= " + q);
}

function around(value, low, high, write) {
  return value === null ? "" : write(value) + " (" + write(low) + " to " + write(high) + ")";
}

function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

// How many documents of a country, or texts on both of a pair.
function documents(count, one, many) {
  const known = Number.isInteger(count) ? String(count) : count.toFixed(1);
  return known + " " + (count === 1 ? one : many);
}

const DOUBTS = {
  settled: "~: the sampler has not settled on this share; its interval may be too narrow, or lie " +
    "elsewhere. More draws settle it.",
  stable: "†: fits from other seeds do not find this topic again.",
};

// What a cell says, the share first; `doubts` is what speaks against believing it.
function countryWords(cell) {
  const row = data.country.rows[cell.country];
  const topic = data.topic[cell.topic];
  const above = cell.estimate > cell.corpus_share;
  return {
    lead: sentence((cell.settled ? "" : "~") + percent(cell.estimate) + " of " +
      data.said.replace("{}", () => row.label) + " is on " + topic.label + "."),
    interval: "The " + data.level + " interval goes from " + fromTo(cell.ci_low, cell.ci_high) + ".",
    rest: [
      "It is as likely inside " + fromTo(cell.ci50_low, cell.ci50_high) + " as outside.",
      "The topic’s share in the corpus is " + percent(cell.corpus_share) + (cell.lift === null ? "."
        : ": the country has " + around(cell.lift, cell.lift_low, cell.lift_high, times) +
          " times as much."),
      around(cell.p_country_given_topic, cell.p_country_low, cell.p_country_high, percent) +
        " of all that is on the topic is from this country’s texts.",
    ],
    verdict: cell.told
      ? (above ? "▲ Above" : "▼ Below") + " the corpus, and told from it (false-discovery rate 5 % " +
        "over all cells" + qOf(cell) + ")."
      : "Not told from the corpus: the difference may be chance.",
    doubts: [
      row.few && "Few: rests on " + documents(row.documents, "document", "documents") + ", and on the other " +
        "countries too.",
      !cell.settled && DOUBTS.settled,
      !topic.stable && DOUBTS.stable,
    ].filter(Boolean),
  };
}

function pairWords(cell) {
  const row = data.pair.rows[cell.pair];
  const topic = data.topic[cell.topic];
  return {
    lead: sentence((cell.settled === false ? "~" : "") + percent(cell.estimate) + " of what is " +
      "written about " + row.names.join(" and ") + " together is on " + topic.label + ", against " +
      percent(cell.expected) + " expected from what is written about each."),
    interval: "Beyond what is expected: " + around(cell.beyond, cell.beyond_low, cell.beyond_high,
      points) + " percentage points (" + data.level + " interval).",
    rest: [
      "The " + data.level + " interval of the share goes from " +
        fromTo(cell.ci_low, cell.ci_high) + ".",
      "Rests on " + documents(row.documents, "text", "texts") + " about exactly these two.",
    ],
    verdict: cell.told
      ? (cell.beyond > 0 ? "▲ Above" : "▼ Below") + " what is expected, and told from chance " +
        "(false-discovery rate 5 %" + qOf(cell) + ")."
      : "Not told from chance.",
    doubts: [
      row.few && "Few: of so few texts nothing is told.",
      cell.settled === false && DOUBTS.settled,
      !topic.stable && DOUBTS.stable,
    ].filter(Boolean),
  };
}
