// Charts are pictures until a reader asks for more; only then is the one local Vega bundle loaded.
(() => {
  "use strict";
  const vega = document.currentScript.dataset.vega;
  let loading;
  const load = () => loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = vega;
    script.onload = () => resolve(window.vegaEmbed);
    script.onerror = () => reject(new Error("The chart library could not be read."));
    document.head.append(script);
  });

  const explore = async (chart, button) => {
    button.disabled = true;
    try {
      const embed = await load();
      const both = JSON.parse(chart.querySelector(".chart-specification").textContent);
      const shown = [...chart.querySelectorAll(".chart-static")].find((picture) => picture.offsetParent !== null);
      const live = document.createElement("div");
      live.className = "chart-live";
      shown.before(live);
      const narrow = shown.classList.contains("chart-narrow");
      await embed(live, narrow ? both.narrow : both.wide, { mode: "vega", actions: false, renderer: "svg", ast: true, logLevel: 1 });
      // As wide as the picture it replaces: the page must not move under the reader.
      const drawing = live.querySelector("svg");
      drawing.style.maxWidth = "100%";
      drawing.style.height = "auto";
      drawing.setAttribute("aria-label", shown.querySelector("svg").getAttribute("aria-label"));
      chart.querySelectorAll(".chart-static").forEach((picture) => { picture.hidden = true; picture.style.display = "none"; });
      button.remove();
    } catch (error) {
      button.textContent = error.message;
    }
  };

  document.querySelectorAll(".chart-tools").forEach((tools) => {
    tools.hidden = false;
    const button = tools.querySelector("button");
    button.addEventListener("click", () => explore(tools.closest(".chart"), button));
  });
})();
