// After each page: the window's title and the focus follow its heading. Before printing: what is folded is opened.
(function () {
  "use strict";
  let shown = null;
  new MutationObserver(function () {
    const title = document.getElementById("page-title");
    if (!title || title === shown) { return; }
    document.title = Array.from(title.childNodes, function (part) { return part.textContent; }).reverse().join(", ") + " – Timeline";
    if (shown) { title.focus(); }
    shown = title;
  }).observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not(.tl-hidden details)").forEach(function (details) { details.open = true; });
  });
}());
