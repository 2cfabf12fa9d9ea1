// Dash says nothing when a request is refused: an ended session goes to the sign-in page, anything else is said aloud.
(function () {
  "use strict";
  const ask = window.fetch;
  function say(words) {
    const place = document.getElementById("trouble");
    if (place) { place.textContent = words; }
  }
  window.fetch = async function () {
    let answer;
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
