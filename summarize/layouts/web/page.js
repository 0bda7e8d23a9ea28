"use strict";
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const tools = byId("tools");
  tools.hidden = false;
  tools.addEventListener("submit", (event) => event.preventDefault());

  // What the reader chose is remembered where the browser allows it.
  const remember = (key, value) => {
    try { localStorage.setItem("summarize-" + key, value); } catch { /* private window, or a file without storage */ }
  };
  const recall = (key) => {
    try { return localStorage.getItem("summarize-" + key) || ""; } catch { return ""; }
  };

  const theme = byId("theme");
  const applyTheme = () => {
    if (theme.value) root.dataset.theme = theme.value; else delete root.dataset.theme;
  };
  if (["light", "dark"].includes(recall("theme"))) theme.value = recall("theme");
  applyTheme();
  theme.addEventListener("change", () => { applyTheme(); remember("theme", theme.value); });

  const shows = [...tools.querySelectorAll("input[name=show]")];
  const applyShow = (value) => { root.dataset.show = value; };
  for (const radio of shows) {
    if (radio.value === recall("show")) radio.checked = true;
    radio.addEventListener("change", () => { applyShow(radio.value); remember("show", radio.value); });
  }
  applyShow(shows.find((radio) => radio.checked).value);

  const search = byId("search");
  if (!search) return;
  const category = byId("category");
  const doubtful = byId("doubtful");
  const mine = byId("mine");
  const count = byId("count");
  const nothing = byId("nothing");
  const articles = [...document.querySelectorAll("main article")];
  const entries = [...document.querySelectorAll("#contents li")];
  const rows = [...document.querySelectorAll("#overview li")];
  const lists = [...document.querySelectorAll("#overview ol")];
  const fold = (text) => text.normalize("NFKC").toLowerCase();

  // Lower-cased text of every paper, made once: while the browser is idle, or when the first letter is typed.
  let index = null;
  const build = () => {
    index ||= articles.map((article) => ({
      text: fold(article.textContent),
      categories: article.dataset.c.split(" "),
      doubtful: "f" in article.dataset,
    }));
    return index;
  };
  (window.requestIdleCallback || setTimeout)(build);

  const say = (pattern, ...values) => values.reduce((text, value) => text.replace("{}", value), pattern);

  const highlight = (words) => {
    if (!("highlights" in CSS)) return;
    CSS.highlights.delete("found");
    if (!words.length) return;
    const ranges = [];
    for (const article of articles) {
      if (article.hidden) continue;
      const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const text = node.data.toLowerCase();
        if (text.length !== node.data.length) continue;
        for (const word of words) {
          for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + word.length);
            ranges.push(range);
          }
        }
      }
      if (ranges.length > 3000) break;
    }
    CSS.highlights.set("found", new Highlight(...ranges));
  };

  let later = 0;
  const filter = () => {
    const words = fold(search.value).split(/\s+/).filter(Boolean);
    const wanted = category.value;
    const filtered = words.length || wanted || doubtful.checked || mine.value;
    let shown = 0, folded = false;
    build().forEach((paper, n) => {
      const fits = (!wanted || paper.categories.includes(wanted))
        && (!doubtful.checked || paper.doubtful)
        && (mine.value !== "starred" || "starred" in articles[n].dataset)
        && (mine.value !== "unread" || !("read" in articles[n].dataset))
        && words.every((word) => paper.text.includes(word));
      if (articles[n].hidden === fits) {
        articles[n].hidden = !fits;
        entries[n].hidden = !fits;
        rows[n].hidden = !fits;
      }
      shown += fits;
      folded ||= fits && articles[n].parentElement.id === "rest";
    });
    for (const list of lists) list.hidden = !list.querySelector("li:not([hidden])");
    // A search looks through the folded papers, too.
    if (filtered && folded) for (const rest of document.querySelectorAll(".rest")) rest.open = true;
    count.textContent = shown === articles.length
      ? say(count.dataset.all, shown)
      : say(count.dataset.some, shown, articles.length);
    nothing.hidden = shown > 0;
    clearTimeout(later);
    later = setTimeout(highlight, 60, words);
  };
  search.addEventListener("input", filter);
  category.addEventListener("change", filter);
  doubtful.addEventListener("change", filter);
  mine.addEventListener("change", filter);
  count.textContent = say(count.dataset.all, articles.length);

  document.addEventListener("keydown", (event) => {
    const typing = event.isComposing || event.target.isContentEditable ||
      event.target.matches("input:not([type=radio], [type=checkbox]), textarea, select");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "Escape" && event.target === search) {
      search.value = "";
      filter();
    }
  });

  // A link to a paper that the filters hide shows it again.
  const reveal = () => {
    const target = byId(decodeURIComponent(location.hash.slice(1)));
    const rest = target && target.closest(".rest");
    if (rest && !rest.open) {
      rest.open = true;
      target.scrollIntoView();
    }
    if (target && target.closest("article[hidden]")) {
      search.value = "";
      category.value = "";
      doubtful.checked = false;
      mine.value = "";
      filter();
      target.scrollIntoView();
    }
  };
  addEventListener("hashchange", reveal);
  reveal();

  // The contents would list the same papers beside the overview: they come when it leaves the screen or is closed.
  const overview = byId("overview");
  if (overview) {
    let seen = false;
    const show = () => document.body.classList.toggle("at-overview", seen && overview.open);
    new IntersectionObserver((entries) => {
      seen = entries[entries.length - 1].isIntersecting;
      show();
    }).observe(overview);
    overview.addEventListener("toggle", show);
  }

  // On a phone the list of papers is not what one wants to see first.
  if (matchMedia("(max-width: 62rem)").matches && byId("contents")) byId("contents").open = false;
})();
