"use strict";
// Stars and read marks, kept in the browser for each paper; keys to go through the papers.
(() => {
  const byId = (id) => document.getElementById(id);
  const said = byId("marks");
  const rows = [...document.querySelectorAll("#overview li")];
  const entries = [...document.querySelectorAll("#contents li")];
  const papers = [...document.querySelectorAll("main article")].map((article, n) => ({
    article, row: rows[n], id: article.dataset.id,
    places: [article, rows[n], entries[n]].filter(Boolean), buttons: [],
  }));

  // Where the browser keeps nothing (a private window, a file without storage), marks last as long as the page.
  const PREFIX = "summarize-paper-";
  const memory = new Map();
  let lost = false;
  const marksOf = (id) => {
    if (memory.has(id)) return memory.get(id);
    try { return localStorage.getItem(PREFIX + id) || ""; } catch { lost = true; return ""; }
  };
  const keep = (id, marks) => {
    try {
      if (marks) localStorage.setItem(PREFIX + id, marks); else localStorage.removeItem(PREFIX + id);
    } catch {
      lost = true;
      memory.set(id, marks);
    }
  };

  const STAR = "s", READ = "r";
  const has = (paper, mark) => (mark === READ ? "read" : "starred") in paper.article.dataset;
  const show = (paper) => {
    const marks = marksOf(paper.id);
    for (const place of paper.places) {
      place.toggleAttribute("data-read", marks.includes(READ));
      place.toggleAttribute("data-starred", marks.includes(STAR));
    }
    for (const button of paper.buttons) button.setAttribute("aria-pressed", marks.includes(button.dataset.mark));
  };
  const tell = (text) => { if (said.textContent !== text) said.textContent = text; };
  const tally = () => {
    const unread = papers.filter((paper) => !has(paper, READ)).length;
    const starred = papers.filter((paper) => has(paper, STAR)).length;
    const count = (said.dataset.count || "").replace("{}", unread).replace("{}", starred);
    tell(lost ? `${count}（${said.dataset.lost}）` : count);
  };
  const mark = (paper, letter, on) => {
    const others = marksOf(paper.id).replace(letter, "");
    keep(paper.id, on ? others + letter : others);
    for (const same of papers) if (same.id === paper.id) show(same);
    tally();
  };
  const toggle = (paper, letter) => mark(paper, letter, !has(paper, letter));

  const button = (paper, place, letter, name) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = letter === READ ? "read" : "star";
    made.dataset.mark = letter;
    made.title = `${name} (${letter})`;
    // The style shows the name in a paper, where it is no text that a search would find.
    made.dataset.name = name;
    const title = paper.article.querySelector(".title > span").textContent;
    made.setAttribute("aria-label", place === paper.article ? name : `${name}: ${title}`);
    made.addEventListener("click", () => toggle(paper, letter));
    paper.buttons.push(made);
    return made;
  };
  for (const paper of papers) {
    for (const place of [paper.row, paper.article]) {
      if (!place) continue;
      const group = document.createElement("span");
      group.className = "buttons";
      group.append(button(paper, place, STAR, said.dataset.star), button(paper, place, READ, said.dataset.read));
      if (place === paper.row) place.prepend(group); else place.querySelector(".title").before(group);
    }
    show(paper);
  }
  tally();
  addEventListener("storage", (event) => {
    if (event.key !== null && !event.key.startsWith(PREFIX)) return;
    papers.forEach(show);
    tally();
  });

  // The paper at hand: the last one that a key, a link or a click chose, while it is on the screen; else the one that is
  // being read a quarter down the screen.
  let current = null;
  const choose = (paper) => {
    for (const place of current ? current.places : []) place.removeAttribute("aria-current");
    current = paper;
    for (const place of paper.places) place.setAttribute("aria-current", "true");
  };
  const onScreen = (paper) => {
    const box = paper.article.getBoundingClientRect();
    return box.bottom > 0 && box.top < innerHeight;
  };
  const read = () => {
    const there = document.elementFromPoint(innerWidth / 2, innerHeight / 4);
    const article = there && there.closest("article");
    return papers.find((paper) => paper.article === article) || null;
  };
  const here = () => (current && !current.article.hidden && onScreen(current) ? current : read());
  const open = () => papers.filter(({ article }) => !article.hidden && !article.closest("details:not([open])"));
  const below = (list) => list.findIndex(({ article }) => article.getBoundingClientRect().top >= -1);
  const go = (paper) => {
    choose(paper);
    paper.article.tabIndex = -1;
    paper.article.focus({ preventScroll: true });
    const entry = paper.places[2];
    if (entry) entry.scrollIntoView({ block: "nearest" });
    paper.article.scrollIntoView();
  };
  const step = (by) => {
    const list = open();
    const from = here();
    const next = below(list);
    let at = from ? list.indexOf(from) + by : next;
    if (!from && by < 0) at = (next < 0 ? list.length : next) - 1;
    if (list[at]) go(list[at]);
  };
  const nextUnread = () => {
    const list = open();
    const from = here();
    if (from) mark(from, READ, true);
    const start = from ? list.indexOf(from) + 1 : Math.max(below(list), 0);
    const next = [...list.slice(start), ...list.slice(0, start)].find((paper) => !has(paper, READ));
    if (next) go(next); else tell(said.dataset.none);
  };
  // In the overview, a key concerns the row that has the focus.
  const meant = () => {
    const row = document.activeElement && document.activeElement.closest("#overview li");
    return row ? papers.find((paper) => paper.row === row) : papers.length === 1 ? papers[0] : here();
  };

  document.addEventListener("click", (event) => {
    const article = event.target.closest("article");
    if (article) choose(papers.find((paper) => paper.article === article));
  });
  const follow = () => {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    const article = target && target.closest("article");
    if (article) choose(papers.find((paper) => paper.article === article));
  };
  addEventListener("hashchange", follow);
  follow();

  if (papers.length > 1) {
    // The style shows it where there is no keyboard.
    const next = document.createElement("button");
    next.id = "next";
    next.type = "button";
    next.textContent = said.dataset.next;
    next.addEventListener("click", nextUnread);
    document.body.append(next);
  }

  const keys = byId("keys");
  try { keys.checked = localStorage.getItem("summarize-keys") !== "off"; } catch { /* as above */ }
  keys.addEventListener("change", () => {
    try { localStorage.setItem("summarize-keys", keys.checked ? "on" : "off"); } catch { /* as above */ }
  });
  document.addEventListener("keydown", (event) => {
    if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.isContentEditable) return;
    if (event.target.matches("input:not([type=radio], [type=checkbox]), textarea, select")) return;
    const paper = meant();
    const many = papers.length > 1;
    if (event.key === "n" && many) nextUnread();
    else if (event.key === "j" && many) step(1);
    else if (event.key === "k" && many) step(-1);
    else if (event.key === "s" && paper && !event.repeat) toggle(paper, STAR);
    else if (event.key === "r" && paper && !event.repeat) toggle(paper, READ);
    else return;
    event.preventDefault();
  });
})();
