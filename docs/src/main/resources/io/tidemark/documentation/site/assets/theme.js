// Runs before the page is drawn, so that a chosen theme does not flash.
(function () {
  "use strict";
  try {
    const chosen = localStorage.getItem("tidemark-theme");
    if (chosen) document.documentElement.dataset.theme = chosen;
  } catch (refused) {
    // Pages opened as files may have no storage; the theme of the system holds then.
  }
  document.documentElement.classList.add("scripted");
})();
