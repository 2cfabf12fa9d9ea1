// Under Load: files that are chosen or dropped are sent one after another as they are, each with a bar and words that say how far it is.
(function () {
  "use strict";
  const AGAIN = "Look at the list below, and send it again if it is not there: the same file is not kept twice.";
  function token() {
    const found = document.cookie.match(/(?:^|; )_csrf_token=([^;]*)/);
    return found ? decodeURIComponent(found[1]) : "";
  }
  function made(name, text, of) {
    const element = document.createElement(name);
    element.textContent = text;
    Object.assign(element, of || {});
    return element;
  }
  function size(bytes) {
    return bytes < 1e6 ? Math.ceil(bytes / 1e3) + " kB" : (bytes / 1e6).toFixed(1) + " MB";
  }
  function send(file, line, words, bar) {
    return new Promise(function (done) {
      const asked = new XMLHttpRequest();
      const key = Array.from(window.crypto.getRandomValues(new Uint8Array(12)), function (byte) { return byte.toString(16).padStart(2, "0"); }).join("");
      asked.open("POST", "/upload?key=" + key);
      asked.setRequestHeader("X-File-Name", encodeURIComponent(file.name));
      asked.setRequestHeader("X-CSRFToken", token());
      asked.setRequestHeader("Content-Type", "application/octet-stream");
      asked.upload.onprogress = function (event) {
        bar.value = event.loaded / event.total;
        words.textContent = event.loaded < event.total ? size(event.loaded) + " of " + size(event.total) + " sent" : "sent; being written to disk";
      };
      asked.onload = function () {
        if (asked.status === 401) { window.location.reload(); return; }
        const taken = asked.status === 201;
        bar.remove();
        line.className = taken ? "tl-sent" : "tl-sent tl-sent--not";
        words.textContent = taken ? "taken in" : asked.status === 422 ? "not taken in. " + asked.responseText
          : asked.status === 413 ? "not taken in. The file is larger than can be taken in. Ask the supplier for it in parts."
          : "the server could not say whether it was taken in (" + asked.status + "). " + AGAIN;
        done();
      };
      asked.onerror = function () {
        bar.remove();
        line.className = "tl-sent tl-sent--not";
        words.textContent = "the connection broke off, so it cannot be told whether it was taken in. " + AGAIN;
        done();
      };
      asked.send(file);
    });
  }
  async function all(place, files) {
    const list = place.querySelector("ul");
    for (const file of Array.from(files)) {
      const line = made("li", "");
      const words = made("span", "waiting");
      const bar = made("progress", "", { max: 1, value: 0 });
      bar.setAttribute("aria-label", "How much of " + file.name + " is sent");
      line.append(made("strong", file.name), " ", bar, " ", words);
      list.append(line);
      await send(file, line, words, bar);
    }
    document.getElementById("loads-again").click();
  }
  function build(place) {
    const input = made("input", "", { type: "file", multiple: true, id: "loads-files", className: "govuk-file-upload" });
    const list = made("ul", "", { className: "govuk-list" });
    const told = made("div", "");
    const label = made("label", "Choose files, or drop them here", { htmlFor: "loads-files", className: "govuk-label" });
    told.setAttribute("role", "status");
    told.append(list);
    place.append(label, input, told);
    input.addEventListener("change", function () { all(place, input.files).then(function () { input.value = ""; }); });
    place.addEventListener("dragover", function (event) { event.preventDefault(); place.classList.add("tl-drop--over"); });
    place.addEventListener("dragleave", function () { place.classList.remove("tl-drop--over"); });
    place.addEventListener("drop", function (event) {
      event.preventDefault();
      place.classList.remove("tl-drop--over");
      all(place, event.dataTransfer.files);
    });
  }
  new MutationObserver(function () {
    const place = document.getElementById("loads-drop");
    if (place && !place.firstChild) { build(place); }
  }).observe(document.documentElement, { childList: true, subtree: true });
}());
