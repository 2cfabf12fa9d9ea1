// Draws what a page only shows (dashboard/still.py): elements as they are told, and links that turn the page without loading all of it again.
(function () {
  "use strict";
  function follow(event) {
    if (event.metaKey || event.shiftKey || event.altKey || event.ctrlKey) { return; }
    event.preventDefault();
    window.history.pushState({}, "", event.currentTarget.href);
    window.dispatchEvent(new PopStateEvent("popstate")); // so that Dash reads the address
    window.scrollTo(0, 0);
  }
  function drawn(part) {
    if (!Array.isArray(part)) { return part; }
    const [name, attributes, ...within] = part;
    const [element, more] = name === "link" ? ["a", { onClick: follow }] : [name, {}];
    return React.createElement(element, { ...attributes, ...more }, ...within.map(drawn));
  }
  document.addEventListener("click", function (event) { // a button that hands what is ticked beside it to the store that it names
    const store = event.target.dataset.ticked;
    if (store) {
      const ticked = event.target.parentElement.querySelectorAll("input:checked");
      window.dash_clientside.set_props(store, { data: Array.from(ticked, function (tick) { return tick.value; }) });
    }
  });
  window.timeline = { Still: function (given) { return React.createElement(React.Fragment, null, ...given.parts.map(drawn)); } };
}());
