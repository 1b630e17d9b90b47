// The rows are lines of text in the noscript element; only those that show become elements.
"use strict";
(() => {
  const byId = id => document.getElementById(id);
  const plain = document.querySelector("noscript"), list = byId("list"), controls = byId("controls");
  if (!controls) return;
  const text = plain.textContent, start = text.indexOf("\n") + 1, end = text.lastIndexOf("</tbody>");
  const rows = text.slice(start, end).split("\n").filter(Boolean);
  list.innerHTML = text.slice(0, start) + "</tbody></table>";
  const heads = [...list.querySelectorAll("th")], body = byId("rows");
  const search = byId("search"), status = byId("status"), pages = byId("pages"), size = byId("size");
  const previous = byId("previous"), next = byId("next");
  const signs = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" };
  const wordsOf = html => html.replace(/<[^>]*>/g, " ").replace(/&(amp|lt|gt|quot|#x27);/g, (_, name) => signs[name]).trim();
  const folded = words => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const number = new Intl.NumberFormat("en"), order = new Intl.Collator(undefined, { numeric: true });
  let searched = null, fitting = rows.map((_, index) => index), sorted = fitting, page = 0, column = -1, falling = false, timer = 0;

  // What a row is sorted by; null, which comes last, for a cell that is empty or not there.
  function key(row, column) {
    const cells = row.split(/<\/t[hd]>/), cell = cells[column];
    if (cell === undefined || column && cells.length <= heads.length) return null;
    const value = cell.match(/ data-v="([^"]*)"/), words = value ? value[1] : wordsOf(cell);
    if (!words) return null;
    return heads[column].dataset.sort === "number" ? Number(words.replace(/\D/g, "")) : words;
  }

  function sort() {
    sorted = rows.map((_, index) => index);
    if (column >= 0) {
      const keys = rows.map(row => key(row, column)), sign = falling ? -1 : 1;
      const compare = heads[column].dataset.sort === "number" ? (a, b) => a - b : order.compare;
      sorted.sort((a, b) => keys[a] === null || keys[b] === null ? (keys[a] === null) - (keys[b] === null) || a - b
        : sign * compare(keys[a], keys[b]) || a - b);
    }
    heads.forEach((head, index) => {
      if (index === column) head.setAttribute("aria-sort", falling ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    filter();
  }

  function filter() {
    const kind = controls.elements.show.value, wanted = folded(search.value).split(/\s+/).filter(Boolean);
    if (wanted.length && !searched) searched = rows.map(row => folded(wordsOf(row)));
    const is = kind && new RegExp(`^<tr data-is="[^"]*\\b${kind}\\b`);
    fitting = sorted.filter(index => (!is || is.test(rows[index])) && wanted.every(word => searched[index].includes(word)));
    page = 0;
    show();
  }

  function show(all = false) {
    const each = all ? Math.max(1, fitting.length) : Number(size.value);
    const last = Math.max(0, Math.ceil(fitting.length / each) - 1);
    page = Math.min(page, last);
    const from = page * each, part = fitting.slice(from, from + each);
    body.innerHTML = part.map(index => rows[index]).join("");
    const of = fitting.length < rows.length ? ` (of ${number.format(rows.length)})` : "";
    const noun = rows.length === 1 ? "source" : "sources";
    status.textContent = !fitting.length ? `No source fits${of}.`
      : part.length === fitting.length ? `${number.format(part.length)}${of} ${noun}`
      : `${number.format(from + 1)} to ${number.format(from + part.length)} of ${number.format(fitting.length)}${of} ${noun}`;
    pages.hidden = rows.length <= 50;
    previous.setAttribute("aria-disabled", page === 0);
    next.setAttribute("aria-disabled", page === last);
  }

  function turn(step) {
    const before = page;
    page = Math.max(0, page + step);
    show();
    if (page !== before) status.scrollIntoView();
  }

  heads.forEach((head, index) => {
    if (head.dataset.sort === "not") return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => {
      falling = index === column ? !falling : head.dataset.sort === "number";
      column = index;
      sort();
    });
    head.replaceChildren(button);
  });
  document.querySelectorAll("[data-code]").forEach(code => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = code.textContent;
    button.addEventListener("click", () => {
      search.value = code.textContent;
      controls.elements.show.value = "";
      filter();
      search.focus();
    });
    code.replaceChildren(button);
  });
  search.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(filter, 120); });
  controls.addEventListener("change", event => { if (event.target !== search) filter(); });
  controls.addEventListener("submit", event => { event.preventDefault(); filter(); });
  size.addEventListener("change", () => { page = 0; show(); });
  previous.addEventListener("click", () => turn(-1));
  next.addEventListener("click", () => turn(1));
  // On paper there are no pages to turn; a very long list is printed as far as it shows.
  addEventListener("beforeprint", () => { if (fitting.length <= 2000) show(true); });
  addEventListener("afterprint", () => show());
  controls.hidden = false;
  filter();
})();
