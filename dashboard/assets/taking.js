// A chart as a picture: the button names the chart; the picture bears the chart's title, the marking, the snapshot and, below, the key to its marks.
(function () {
  "use strict";
  const ABOVE = 40; // pixels for the title and the marking
  const LINE = 16, LETTER = 6; // pixels of a line of the key, and of a letter in it
  function broken(words, most) {
    const lines = [""];
    words.split(" ").filter(Boolean).forEach(function (word) {
      const last = lines.length - 1;
      if (lines[last] && lines[last].length + word.length >= most) { lines.push(word); } else { lines[last] = (lines[last] + " " + word).trim(); }
    });
    return lines;
  }
  function keyed(layout, key) {
    if (!key) { return; }
    const lines = broken(key, Math.floor((layout.width - layout.margin.l - (layout.margin.r || 0)) / LETTER));
    const under = layout.margin.b || 0;
    layout.margin.b = under + lines.length * LINE + 8;
    layout.height += lines.length * LINE + 8;
    layout.annotations = (layout.annotations || []).concat({ text: lines.join("<br>"), xref: "paper", x: 0, xanchor: "left", yref: "paper", y: 0, yanchor: "top",
                                                             yshift: -under, align: "left", showarrow: false, font: { size: 11 } });
  }
  function titled(graph, said) {
    const layout = JSON.parse(JSON.stringify(graph.layout));
    layout.width = graph.offsetWidth;
    layout.height = graph.offsetHeight + ABOVE;
    layout.margin = Object.assign({}, layout.margin, { t: ((layout.margin || {}).t || 0) + ABOVE });
    keyed(layout, said.key);
    layout.title = { text: said.title + "<br><sup>" + said.marking + "</sup>", x: 0.01, xref: "container", xanchor: "left",
                     y: 1 - 24 / layout.height, yref: "container", yanchor: "top", font: { size: 16 } };
    layout.paper_bgcolor = "#ffffff";
    return { data: graph.data, layout: layout, config: { staticPlot: true } };
  }
  document.addEventListener("click", function (event) {
    const button = event.target.closest ? event.target.closest("button[data-picture]") : null;
    const place = button && document.getElementById(button.dataset.picture);
    const graph = place && place.querySelector(".js-plotly-plot");
    if (!graph || !window.Plotly) { return; }
    const picture = titled(graph, button.dataset);
    window.Plotly.downloadImage(picture, { format: button.dataset.ending, filename: button.dataset.stem, width: picture.layout.width,
                                           height: picture.layout.height, scale: button.dataset.ending === "png" ? 2 : 1 });
  });
}());
