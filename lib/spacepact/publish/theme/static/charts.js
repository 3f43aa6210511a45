// What a reader can do with a chart. Charts are pictures until a reader asks for more; only then is the one
// local Vega bundle loaded. Everything here works from a folder, without a network and under a strict policy.
(() => {
  "use strict";
  const { vega: bundle, book, edition } = document.currentScript.dataset;
  let loading;
  const load = () => loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = bundle;
    script.onload = () => resolve(window.vegaEmbed);
    script.onerror = () => reject(new Error("The chart library could not be read."));
    document.head.append(script);
  });

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  // Where a mark leads to: an address of its row, in this book or elsewhere; nothing but pages may be opened.
  const addressOf = (item) => {
    const address = item?.datum?.address || item?.datum?.source_url;
    const url = address && new URL(address, location.href);
    return url && ["http:", "https:", location.protocol].includes(url.protocol) ? url : null;
  };

  const tip = make("div", { className: "chart-tip", hidden: true });
  const showTip = (_, event, item, value) => {
    tip.hidden = !value;
    if (!value) return;
    const [[, name], ...rest] = Object.entries(typeof value === "object" ? value : { value });
    const lines = rest.map(([key, said]) => make("p", {}, `${key.replaceAll("_", " ")}: ${said}`));
    const source = addressOf(item);
    const link = source && make("a", { href: source, textContent: source.host || "the evidence" });
    if (link) lines.push(make("p", {}, "Source: ", link));
    tip.replaceChildren(make("p", { className: "chart-tip-name" }, name), ...lines);
    const { clientX, clientY } = event.changedTouches?.[0] ?? event;
    const below = clientY + 16 + tip.offsetHeight < innerHeight;
    tip.style.left = `${Math.max(8, Math.min(clientX + 12, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${below ? clientY + 16 : Math.max(8, clientY - tip.offsetHeight - 12)}px`;
  };

  const carried = (chart) => JSON.parse(chart.querySelector(".chart-specification").textContent);
  const specification = ({ wide, narrow, datasets }, isNarrow) => ({ ...(isNarrow ? narrow : wide), datasets });

  const explore = async (chart, button) => {
    const embed = await load();
    const pictures = [...chart.querySelectorAll(".chart-static")];
    const shown = pictures.find((picture) => picture.offsetParent !== null);
    const live = make("div", { className: "chart-live", tabIndex: -1 });
    shown.before(live);
    // Vega-Lite remarks on choices that were weighed when the chart was drawn, and has no switch for it.
    const { warn } = console;
    console.warn = () => {};
    const { view } = await embed(live, specification(carried(chart), shown.classList.contains("chart-narrow")), {
      mode: "vega-lite", actions: false, renderer: "svg", ast: true, logLevel: 1, defaultStyle: false, tooltip: showTip,
    }).finally(() => { console.warn = warn; });
    view.addEventListener("mouseover", (_, item) => { live.style.cursor = addressOf(item) ? "pointer" : ""; });
    view.addEventListener("click", (event, item) => {
      const source = addressOf(item);
      // A finger has not seen the words yet; it finds the link in them.
      if (source && event.pointerType !== "touch") window.open(source, source.host ? "_blank" : "_self", "noopener");
    });
    // As wide as the picture it replaces: the page must not move under the reader.
    const drawing = live.querySelector("svg");
    drawing.style.maxWidth = "100%";
    drawing.style.height = "auto";
    drawing.setAttribute("role", "img");
    // Vega gives each group of marks a role, empty ones too; the picture is one image with one text.
    drawing.querySelectorAll("[role]").forEach((part) => {
      ["role", "aria-roledescription", "aria-label"].forEach((name) => part.removeAttribute(name));
    });
    drawing.setAttribute("aria-label", shown.querySelector("svg").getAttribute("aria-label"));
    pictures.forEach((picture) => { picture.hidden = true; picture.style.display = "none"; });
    button.remove();
    live.focus({ preventScroll: true });
  };

  const save = (name, content, type) => {
    const link = make("a", { href: URL.createObjectURL(new Blob([content], { type })), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };

  const drawn = (chart, cite) => {
    const picture = chart.querySelector(".chart-wide svg").cloneNode(true);
    const note = (tag, words) => {
      const element = document.createElementNS(picture.namespaceURI, tag);
      element.textContent = words;
      return element;
    };
    picture.prepend(note("title", cite), note("desc", picture.getAttribute("aria-label")));
    return new XMLSerializer().serializeToString(picture);
  };

  const photograph = async (chart, cite) => {
    const image = new Image();
    const { width, height } = chart.querySelector(".chart-wide svg").viewBox.baseVal;
    await new Promise((resolve, reject) => {
      image.onload = resolve;
      image.onerror = () => reject(new Error("This browser cannot turn the chart into a PNG."));
      image.src = URL.createObjectURL(new Blob([drawn(chart, cite)], { type: "image/svg+xml" }));
    });
    const canvas = make("canvas", { width: 2 * width, height: 2 * height });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
  };

  const separated = ({ columns, rows }) => [columns, ...rows].map((row) => row.map((value) => {
    const words = String(value ?? "");
    return /[",\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
  }).join(",")).join("\n") + "\n";

  document.querySelectorAll(".chart").forEach((chart) => {
    const tools = chart.querySelector(".chart-tools");
    const figure = chart.closest("figure") ?? chart;
    const name = figure.id;
    const here = `${location.pathname.split("/").pop() || "index.html"}#${name}`;
    const caption = figure.querySelector(".caption-text")?.textContent.trim() ?? "";
    const number = figure.querySelector(".caption-number")?.textContent.trim() ?? "";
    const cite = `${[number, caption].filter(Boolean).join(": ")}. ${book}, edition of ${edition}, ${here}. CC BY 4.0.`;
    const said = make("span", { className: "chart-said", role: "status" });
    const button = (label, title, act, className = "") => {
      const made = make("button", { type: "button", className, title, textContent: label });
      made.addEventListener("click", async () => {
        made.disabled = true;
        try { await act(made); } catch (error) { said.textContent = error.message; }
        made.disabled = false;
      });
      return made;
    };
    const link = make("a", { className: "chart-link", href: `#${name}`, title: "Link to this figure" }, "Link");
    link.addEventListener("click", () => {
      navigator.clipboard?.writeText(link.href).then(() => { said.textContent = "Link copied"; }, () => {});
    });
    tools.prepend(
      button("Explore", "Make the marks speak", (made) => explore(chart, made), "chart-explore"),
      button("SVG", "Download the picture as SVG", () => save(`${name}.svg`, drawn(chart, cite), "image/svg+xml")),
      button("PNG", "Download the picture as PNG",
        async () => save(`${name}.png`, await photograph(chart, cite), "image/png")),
      button("CSV", "Download the data as CSV", () => save(`${name}.csv`, separated(carried(chart).table), "text/csv")),
      button("Vega-Lite", "Download the chart with its data as Vega-Lite JSON",
        () => save(`${name}.vl.json`, JSON.stringify(specification(carried(chart)), null, 1), "application/json")),
      link);
    tools.append(make("details", { className: "chart-cite" }, make("summary", {}, "Cite"), make("p", {}, cite)), said);
  });
  document.body.append(tip);
  addEventListener("scroll", () => { tip.hidden = true; }, { passive: true });
})();
