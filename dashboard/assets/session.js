// Dash says nothing when a request is refused: an ended session goes to the sign-in page, anything else is said aloud.
// And when the server has ended the session for want of a request, what stands on the screen leaves it, whether or not the server can be reached.
(function () {
  "use strict";
  const ask = window.fetch;
  const send = XMLHttpRequest.prototype.send;
  const IDLE = 15 * 60 * 1000 + 5000; // a little more than timeline/accounts/sessions.py allows
  let asked = Date.now();
  function awake() { asked = Date.now(); }
  window.setInterval(function () {
    if (Date.now() - asked > IDLE) { window.location.reload(); }
  }, 15000);
  XMLHttpRequest.prototype.send = function () { // a file on its way is no want of a request
    this.upload.addEventListener("progress", awake);
    return send.apply(this, arguments);
  };
  function say(words) {
    const place = document.getElementById("trouble");
    if (place) { place.textContent = words; }
  }
  window.fetch = async function () {
    let answer;
    awake();
    try {
      answer = await ask.apply(this, arguments);
    } catch (error) {
      say("The dashboard cannot be reached. Check that it is running, then reload this page.");
      throw error;
    }
    if (answer.status === 401) {
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
