// After each page: the window's title and the focus follow its heading, or the part that its address names. Before printing: what is folded is opened.
// Of what a family's page asks for only when it is opened, a button opens the tables.
(function () {
  "use strict";
  let shown = null;
  function place() { // the part of the page that its address names: the focus goes there, and the window with it
    const part = window.location.hash && document.getElementById(window.location.hash.slice(1));
    if (part && !part.hasAttribute("tabindex")) { part.setAttribute("tabindex", "-1"); }
    return part;
  }
  new MutationObserver(function () {
    const title = document.getElementById("page-title");
    if (!title || title === shown) { return; }
    document.title = Array.from(title.childNodes, function (part) { return part.textContent; }).reverse().join(", ") + " – Timeline";
    if (shown) { (place() || title).focus(); }
    shown = title;
  }).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("click", function (event) {
    if (!event.target.closest(".tl-opens")) { return; }
    document.querySelectorAll(":is(#held, #supplied, #left-out) details:not([open]) > summary").forEach(function (summary) { summary.click(); });
  });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not(.tl-hidden details)").forEach(function (details) { details.open = true; });
  });
}());
