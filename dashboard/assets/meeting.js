// At a meeting: the arrow keys turn from brief to brief while nobody is typing, and the focus follows what a button did.
(function () {
  "use strict";
  let last = null;

  function busy(element) {
    return element.matches("textarea, select, input, summary, [role=region][tabindex]");
  }
  document.addEventListener("keydown", function (event) {
    const turn = { ArrowLeft: "a.tl-turn--before", ArrowRight: "a.tl-turn--after" }[event.key];
    const link = turn && document.querySelector(turn);
    if (link && !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey && !busy(event.target)) { link.click(); event.preventDefault(); }
  });
  new MutationObserver(function () {
    const mark = document.querySelector("[data-focus-on]");
    if (!mark || mark.dataset.focusOn === last) { return; }
    last = mark.dataset.focusOn;
    const wanted = document.getElementById(last.slice(last.indexOf(" ") + 1));
    if (wanted) { if (!wanted.matches("a, button")) { wanted.tabIndex = -1; } wanted.focus(); }
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-focus-on"] });
}());
