(function () {
  "use strict";
  const MOST = 24;
  const root = document.body.dataset.root;
  const dialog = document.querySelector("dialog.search");
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("ol");
  const hint = dialog.querySelector(".hint");
  let index = null;
  let chosen = -1;

  // The index is a script, because a page opened as a file may load scripts but no JSON.
  function load() {
    if (index) return Promise.resolve(index);
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = root + "assets/search-index.js";
      script.onload = () => resolve(build(window.tidemarkSearch));
      script.onerror = () => reject(new Error("The search index is not there: " + script.src));
      document.head.append(script);
    });
  }

  // Names such as EventStore are found by their parts too.
  function parts(name) {
    return name + " " + name.replace(/(?<=\p{Ll})(?=\p{Lu})|_/gu, " ");
  }

  // Words stand in the index as they are, for who is still typing, and without their endings.
  function withStem(token) {
    return [token, lunr.stemmer(token.clone())];
  }

  function build(found) {
    lunr.tokenizer.separator = /[^\p{L}\p{N}_]+/u;
    lunr.Pipeline.registerFunction(withStem, "withStem");
    const words = lunr(function () {
      this.pipeline.reset();
      this.searchPipeline.reset();
      this.pipeline.add(withStem);
      this.field("title", { boost: 5 });
      this.field("heading", { boost: 4 });
      this.field("text");
      for (const part of found) {
        const aside = part.kind === "Decisions" || part.kind === "Project";
        this.add(
          { id: part.id, title: parts(part.title), heading: parts(part.heading), text: part.text },
          { boost: (aside ? 0.5 : 1) * (part.heading ? 1 : 1.3) },
        );
      }
    });
    index = { parts: found, words };
    return index;
  }

  function scores(word) {
    const stem = lunr.stemmer(new lunr.Token(word)).toString();
    const matches = index.words.query((query) => {
      query.term(word, { boost: 6 });
      query.term(stem, { boost: 3 });
      query.term(word, { wildcard: lunr.Query.wildcard.TRAILING, boost: 2 });
      if (word.length > 4) query.term(word, { editDistance: 1, boost: 0.3 });
    });
    return new Map(matches.map((match) => [match.ref, match.score]));
  }

  // A part is found if it has all words.
  function find(words) {
    const all = words.map(scores);
    return [...all[0].keys()]
      .filter((id) => all.every((one) => one.has(id)))
      .map((id) => ({ id, score: all.reduce((sum, one) => sum + one.get(id), 0) }))
      .sort((one, other) => other.score - one.score)
      .slice(0, MOST)
      .map((match) => index.parts[match.id]);
  }

  function text(element, words, string) {
    const pattern = new RegExp(
      "(" + words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|") + ")",
      "giu",
    );
    string.split(pattern).forEach((part, place) => {
      if (place % 2 === 0) element.append(part);
      else element.append(Object.assign(document.createElement("mark"), { textContent: part }));
    });
    return element;
  }

  function excerpt(found, words) {
    const lower = found.text.toLowerCase();
    const places = words.map((word) => lower.indexOf(word.toLowerCase())).filter((at) => at >= 0);
    const from = Math.max(0, Math.min(...places, found.text.length) - 50);
    const begin = places.length === 0 || from === 0 ? 0 : found.text.indexOf(" ", from) + 1;
    return (begin > 0 ? "… " : "") + found.text.slice(begin, begin + 150);
  }

  function entry(found, place, words) {
    const link = document.createElement("a");
    link.href = root + found.url;
    const head = document.createElement("span");
    head.className = "head";
    head.append(text(document.createElement("strong"), words, found.heading || found.title));
    const where = document.createElement("small");
    where.textContent = [found.kind, found.heading ? found.title : ""].filter(Boolean).join(" · ");
    head.append(where);
    link.append(head, text(document.createElement("span"), words, excerpt(found, words)));
    const item = document.createElement("li");
    item.id = "found-" + place;
    item.setAttribute("role", "option");
    item.append(link);
    return item;
  }

  function choose(place) {
    const items = list.children;
    chosen = items.length === 0 ? -1 : (place + items.length) % items.length;
    [...items].forEach((item, at) => item.setAttribute("aria-selected", String(at === chosen)));
    input.setAttribute("aria-activedescendant", chosen < 0 ? "" : items[chosen].id);
    if (chosen >= 0) items[chosen].scrollIntoView({ block: "nearest" });
  }

  async function search() {
    const words = input.value.toLowerCase().match(/[\p{L}\p{N}_]+/gu) || [];
    let found = [];
    try {
      if (words.length > 0) {
        await load();
        found = find(words);
      }
    } catch (failed) {
      hint.textContent = failed.message;
      return;
    }
    list.replaceChildren(...found.map((part, place) => entry(part, place, words)));
    choose(0);
    if (words.length === 0) hint.textContent = "Type a word, such as snapshot, conflict or EventStore";
    else hint.textContent = found.length > 0 ? "" : "Nothing found for “" + input.value.trim() + "”";
  }

  function show() {
    if (!dialog.open) dialog.showModal();
    input.select();
    search();
  }

  document.querySelector(".find").addEventListener("click", show);
  input.addEventListener("input", search);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("li a")) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      choose(chosen + step);
      event.preventDefault();
    } else if (event.key === "Enter" && event.target === input) {
      event.preventDefault();
      if (chosen >= 0) list.children[chosen].querySelector("a").click();
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
    if (slash || k) {
      event.preventDefault();
      show();
    }
  });
})();
