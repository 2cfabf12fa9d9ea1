// Dash says nothing when a request is refused: an ended session goes to the sign-in page, anything else is said aloud. Where somebody has typed something, the
// page stays, so that it is not lost: they sign in beside it and try again.
// And when the server has ended the session for want of a request, what stands on the screen leaves it, whether or not the server can be reached; two minutes
// before, that is said, with a way to stay.
(function () {
  "use strict";
  const ask = window.fetch;
  const send = XMLHttpRequest.prototype.send;
  const IDLE = 15 * 60 * 1000 + 5000; // a little more than timeline/accounts/sessions.py allows
  const WARNED = IDLE - 2 * 60 * 1000;
  let asked = Date.now();
  let warned = false;
  function awake() {
    asked = Date.now();
    if (warned) { warned = false; say(""); }
  }
  function say(words, way) {
    const place = document.getElementById("trouble");
    if (place) { place.replaceChildren(words, way || ""); }
  }
  function stay() {
    const button = document.createElement("button");
    button.className = "govuk-button govuk-button--secondary";
    button.textContent = "Stay signed in";
    button.addEventListener("click", function () { window.fetch("/account/awake"); });
    return button;
  }
  function beside() {
    const link = document.createElement("a");
    Object.assign(link, {href: "/sign-in", target: "_blank", textContent: "Sign in in another tab"});
    return link;
  }
  function typed() {
    return Array.from(document.querySelectorAll("main textarea, main input[type=text], main input:not([type])")).some(function (field) {
      return field.value.trim() !== "" && field.offsetParent !== null;
    });
  }
  window.setInterval(function () {
    const idle = Date.now() - asked;
    if (idle > IDLE) {
      window.location.reload();
    } else if (idle > WARNED && !warned) {
      warned = true;
      say("For want of use, your session ends in two minutes and this page closes with what you typed. ", stay());
    }
  }, 15000);
  XMLHttpRequest.prototype.send = function () { // a file on its way is no want of a request
    this.upload.addEventListener("progress", awake);
    return send.apply(this, arguments);
  };
  window.fetch = async function () {
    let answer;
    try {
      answer = await ask.apply(this, arguments);
    } catch (error) {
      say("The dashboard cannot be reached, so it cannot be told whether what you sent last was kept. What you typed still stands here: try again in a moment, "
        + "as it is, and it is kept once.");
      throw error;
    }
    if (answer.status !== 401) { awake(); }
    if (answer.status === 401 && typed()) {
      say("Your session has ended, and nothing was kept. What you typed still stands here. ", beside());
      document.getElementById("trouble").append(", then try again.");
      return new Response(null, {status: 204}); // to Dash: nothing to update
    } else if (answer.status === 401) {
      window.location.reload(); // the gate leads to the sign-in page, and from there back to this one
      return new Promise(function () {}); // the page is leaving: nobody is to read this answer
    } else if (answer.status >= 400) {
      say(await answer.clone().text());
    } else {
      say("");
    }
    return answer;
  };
}());
