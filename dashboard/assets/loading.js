// Under Load: files that are chosen or dropped are sent one after another as they are, each with a bar and words that say how far it is.
(function () {
  "use strict";
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
        words.textContent = taken ? "taken in" : "not taken in. " + (asked.status === 422 ? asked.responseText
          : asked.status === 413 ? "The file is larger than can be taken in. Ask the supplier for it in parts." : "The server could not take it (" + asked.status + "). Try again.");
        done();
      };
      asked.onerror = function () {
        bar.remove();
        line.className = "tl-sent tl-sent--not";
        words.textContent = "not taken in. The connection broke off: send it again.";
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
