// What the page gains from a script: a filter, sorting, keys, and links that open what they lead to. Without it everything is there.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const body = document.querySelector(".findings tbody");
  const field = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const dialog = document.getElementById("keys");
  const rows = body ? [...body.rows] : [];
  const texts = new Map();
  const kinds = new Set();
  let current = null;

  all(".scripted").forEach((part) => { part.hidden = false; });

  const textOf = (row) => {
    if (!texts.has(row)) texts.set(row, row.textContent.toLowerCase());
    return texts.get(row);
  };
  const isOf = (row, kind) => row.dataset.kind.split(" ").includes(kind);
  const isShown = (row, words) => {
    const severities = [...kinds].filter((kind) => kind !== "breaks");
    return (!kinds.has("breaks") || isOf(row, "breaks"))
      && (severities.length === 0 || severities.some((kind) => isOf(row, kind)))
      && words.every((word) => textOf(row).includes(word));
  };

  function filter() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let number = 0;
    for (const row of rows) {
      row.hidden = !isShown(row, words);
      if (!row.hidden) number += 1;
    }
    shown.textContent = number === rows.length ? "" : `${number} of ${rows.length}`;
  }

  function showAll() {
    field.value = "";
    kinds.clear();
    all(".tools button").forEach((button) => button.setAttribute("aria-pressed", "false"));
    filter();
  }

  function sortBy(head, column) {
    const ascending = head.getAttribute("aria-sort") !== "ascending";
    all("th", head.parentElement).forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
    const key = (row) => (column === 0 ? row.dataset.rank : row.cells[column].textContent);
    const keyed = rows.map((row) => [key(row), row]);
    const { compare } = new Intl.Collator(undefined, { numeric: true });
    keyed.sort((one, other) => (ascending ? 1 : -1) * compare(one[0], other[0]));
    rows.splice(0, rows.length, ...keyed.map(([, row]) => row));
    body.append(...rows);
  }

  function choose(row) {
    if (!row) return;
    if (current) current.classList.remove("current");
    current = row;
    row.classList.add("current");
    row.querySelector("summary").focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  }

  function move(by) {
    const visible = rows.filter((row) => !row.hidden);
    const at = visible.indexOf(current);
    choose(visible[at < 0 ? 0 : Math.min(Math.max(at + by, 0), visible.length - 1)]);
  }

  function follow() {
    const row = document.getElementById(location.hash.slice(1));
    if (!rows.includes(row)) return;
    if (row.hidden) showAll();
    row.querySelector("details").open = true;
    choose(row);
  }

  function escape() {
    if (!field) return;
    field.blur();
    showAll();
  }

  const keys = {
    "/": () => field && field.focus(),
    "j": () => move(1),
    "k": () => move(-1),
    "?": () => dialog.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.key === "Escape") escape();
    else if (event.target !== field && keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  window.addEventListener("hashchange", follow);
  window.addEventListener("beforeprint", () => all("details").forEach((part) => { part.open = true; }));

  if (field) {
    let waiting = 0;
    field.addEventListener("input", () => {
      cancelAnimationFrame(waiting);
      waiting = requestAnimationFrame(filter);
    });
    all(".tools button").forEach((button) => button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      kinds[on ? "add" : "delete"](button.dataset.kind);
      filter();
    }));
    all(".findings th").forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sortBy(head, column));
    });
  }
  follow();
})();
