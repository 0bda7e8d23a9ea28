"use strict";
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const tools = byId("tools");
  tools.hidden = false;
  tools.addEventListener("submit", (event) => event.preventDefault());

  // The theme is the one that the pages of days remember.
  const store = (value) => {
    try { localStorage.setItem("summarize-theme", value); } catch { /* private window, or a file without storage */ }
  };
  const stored = () => {
    try { return localStorage.getItem("summarize-theme") || ""; } catch { return ""; }
  };
  const theme = byId("theme");
  const applyTheme = () => {
    if (theme.value) root.dataset.theme = theme.value; else delete root.dataset.theme;
  };
  if (["light", "dark"].includes(stored())) theme.value = stored();
  applyTheme();
  theme.addEventListener("change", () => { applyTheme(); store(theme.value); });

  const search = byId("search");
  const count = byId("count");
  const results = byId("results");
  const list = results.querySelector("ol");
  const more = byId("more");
  const nothing = byId("nothing");
  const listing = byId("listing");
  const say = (pattern, value) => pattern.replace("{}", value);
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const months = search.dataset.months.split(" ").filter((name) => /^\d{4}-\d\d$/.test(name));
  /** Hits that are shown before the reader is asked whether older months are wanted. */
  const ENOUGH = 100;

  // A month's search file calls this. Each paper keeps its folded words beside it.
  const papers = new Map();
  window.summarizeMonth = (month, rows) => {
    papers.set(month, rows.map((row) => ({ row, text: fold(row.slice(2).join("\n")) })));
  };

  const loading = new Map();
  const load = (month) => {
    if (!loading.has(month)) {
      loading.set(month, new Promise((resolve) => {
        const script = document.createElement("script");
        script.src = `${root.dataset.root}search/${month}.js`;
        script.addEventListener("load", resolve);
        script.addEventListener("error", resolve);
        document.head.append(script);
      }));
    }
    return loading.get(month);
  };

  const marked = (text, words) => {
    const parts = document.createDocumentFragment();
    const folded = text.toLowerCase();
    let at = 0;
    while (folded.length === text.length && at < text.length) {
      let next = -1;
      let length = 0;
      for (const word of words) {
        const found = folded.indexOf(word, at);
        if (found >= 0 && (next < 0 || found < next)) { next = found; length = word.length; }
      }
      if (next < 0) break;
      const mark = document.createElement("mark");
      mark.textContent = text.slice(next, next + length);
      parts.append(text.slice(at, next), mark);
      at = next + length;
    }
    parts.append(text.slice(at));
    return parts;
  };

  const shown = ([day, anchor, zh, en, line], words) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = `${root.dataset.root}days/${encodeURIComponent(day)}.html#${encodeURIComponent(anchor)}`;
    for (const [text, name] of [[zh, "zh"], [en, "en"]]) {
      if (!text) continue;
      const span = document.createElement("span");
      span.className = name;
      if (name === "en") span.lang = "en";
      span.append(marked(text, words));
      link.append(span);
    }
    const when = document.createElement("small");
    when.textContent = day;
    item.append(link, when);
    if (line) {
      const about = document.createElement("p");
      about.append(marked(line, words));
      item.append(about);
    }
    return item;
  };

  // A newer search, or an emptied box, ends one that goes on.
  let turn = 0;
  const find = async (from, hits, enough) => {
    const mine = ++turn;
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    results.hidden = words.length === 0;
    listing.hidden = words.length > 0;
    more.hidden = nothing.hidden = true;
    count.textContent = "";
    if (!from) list.replaceChildren();
    if (!words.length) return;
    let unread = 0;
    for (let n = 0; n < months.length; n += 1) {
      const month = months[n];
      if (n >= from) {
        if (!papers.has(month)) {
          count.textContent = say(count.dataset.searching, month);
          await load(month);
          if (mine !== turn) return;
        }
        const found = (papers.get(month) || []).filter(({ text }) => words.every((word) => text.includes(word)));
        list.append(...found.map(({ row }) => shown(row, words)));
        hits += found.length;
      }
      unread += papers.has(month) ? 0 : 1;
      if (n >= from && hits >= enough && n + 1 < months.length) {
        more.hidden = false;
        more.onclick = () => find(n + 1, hits, hits + ENOUGH);
        break;
      }
    }
    count.textContent = say(count.dataset.found, hits) + (unread ? ` · ${say(count.dataset.unread, unread)}` : "");
    nothing.hidden = hits > 0 || !more.hidden;
  };
  let later = 0;
  search.addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(() => find(0, 0, ENOUGH), 80);
  });

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input[type=search], textarea, select");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "Escape" && event.target === search) {
      search.value = "";
      find(0, 0, ENOUGH);
    }
  });
  if (search.value) find(0, 0, ENOUGH);
})();
