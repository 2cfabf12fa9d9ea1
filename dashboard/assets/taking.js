// A chart as a picture: the button names the chart; the picture bears the chart's title, the marking and the snapshot.
(function () {
  "use strict";
  const ABOVE = 40; // pixels for the title and the marking
  function titled(graph, said) {
    const layout = JSON.parse(JSON.stringify(graph.layout));
    layout.width = graph.offsetWidth;
    layout.height = graph.offsetHeight + ABOVE;
    layout.margin = Object.assign({}, layout.margin, { t: ((layout.margin || {}).t || 0) + ABOVE });
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
