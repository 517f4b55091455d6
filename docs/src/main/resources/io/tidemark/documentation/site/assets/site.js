(function () {
  "use strict";
  const root = document.documentElement;

  function dark() {
    return root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  document.querySelector(".theme").addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try {
      localStorage.setItem("tidemark-theme", root.dataset.theme);
    } catch (refused) {
      // It holds for this page then.
    }
  });

  const menu = document.querySelector(".menu");
  const pages = document.querySelector("nav.pages");
  function open(isOpen) {
    document.body.classList.toggle("navigating", isOpen);
    menu.setAttribute("aria-expanded", String(isOpen));
  }
  menu.addEventListener("click", () => open(!document.body.classList.contains("navigating")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") open(false);
  });

  const current = pages.querySelector("[aria-current]");
  if (current) {
    const middle = current.offsetTop - pages.clientHeight / 2;
    if (middle > 0) pages.scrollTop = middle;
  }

  for (const figure of document.querySelectorAll("figure.code")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      const code = figure.querySelector("code");
      try {
        await navigator.clipboard.writeText(code.textContent);
        button.textContent = "Copied";
      } catch (refused) {
        getSelection().selectAllChildren(code);
        button.textContent = "Selected";
      }
      setTimeout(() => (button.textContent = "Copy"), 1500);
    });
    figure.append(button);
  }

  const links = new Map();
  for (const link of document.querySelectorAll("aside.contents a")) {
    links.set(decodeURIComponent(link.hash.slice(1)), link);
  }
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  function mark() {
    let passed = headings[0];
    for (const heading of headings) {
      if (heading.getBoundingClientRect().top < 120) passed = heading;
    }
    for (const [id, link] of links) {
      link.classList.toggle("here", passed && passed.id === id);
    }
  }
  if (headings.length > 0) {
    addEventListener("scroll", mark, { passive: true });
    mark();
  }
})();
