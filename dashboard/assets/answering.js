// In the form for an answer: number keys choose while nobody is typing, the focus follows the steps, and a kept answer goes on.
(function () {
  "use strict";
  const met = new WeakSet();
  let keys = true; // as the reader set it, until the page is loaded anew

  function typing(element) {
    return element.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
  }
  function once(element, act) {
    if (element && element.offsetParent && !met.has(element)) { met.add(element); act(element); }
  }
  function show(toggle) {
    toggle.setAttribute("aria-pressed", String(keys));
    toggle.textContent = keys ? "Number keys: on" : "Number keys: off";
  }
  document.addEventListener("keydown", function (event) {
    if (!keys || !document.querySelector(".tl-keys") || event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) { return; }
    const choice = /^[1-9]$/.test(event.key) && document.querySelectorAll(".tl-answer input[type=radio]")[Number(event.key) - 1];
    if (choice && choice.offsetParent) { choice.click(); choice.focus(); event.preventDefault(); }
  });
  document.addEventListener("click", function (event) {
    if (event.target.matches(".tl-keys")) { keys = !keys; show(event.target); }
  });
  new MutationObserver(function (changes) {
    once(document.querySelector(".tl-keys"), show);
    once(document.querySelector("a.tl-answer__on"), function (link) { link.click(); });
    document.querySelectorAll(".tl-answer__step").forEach(function (step) { once(step, function () { step.focus(); }); });
    changes.forEach(function (change) {
      const chosen = change.type === "attributes" && !change.target.hidden && change.target.querySelector("input:checked");
      if (chosen && change.target.closest(".tl-answer")) { chosen.focus(); }
    });
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["hidden"] });
}());
