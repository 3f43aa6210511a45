// Notes and computed values open as a card where the reader is; beside the text where there is room for them.
// Without this script a note is a footnote, and a value leads to the code that computes it.
(() => {
  "use strict";
  const card = document.createElement("div");
  card.className = "card-note";
  card.id = "evidence-card";
  card.popover = "auto";
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-label", "Evidence");
  card.tabIndex = -1;
  document.body.append(card);
  let opener;

  const place = (mark) => {
    const at = mark.getBoundingClientRect(), room = document.documentElement.clientWidth;
    const left = Math.max(12, Math.min(at.left, room - card.offsetWidth - 12));
    const below = at.bottom + card.offsetHeight + 12 < window.innerHeight;
    card.style.left = `${left + window.scrollX}px`;
    card.style.top = `${(below ? at.bottom + 6 : Math.max(8, at.top - card.offsetHeight - 6)) + window.scrollY}px`;
  };

  const show = (mark, content) => {
    opener = mark;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "close";
    close.setAttribute("aria-label", "Close");
    close.textContent = "×";
    close.addEventListener("click", () => card.hidePopover());
    card.replaceChildren(close, ...content);
    card.showPopover();
    place(mark);
    card.focus({ preventScroll: true });
  };

  card.addEventListener("toggle", (event) => {
    if (event.newState === "closed" && card.contains(document.activeElement)) opener?.focus({ preventScroll: true });
  });

  const element = (name, text, address) => {
    const made = document.createElement(name);
    made.textContent = text;
    if (address) made.href = address;
    return made;
  };

  const wordsOf = (note) => [...note.children]
    .filter((child) => !child.matches(".label, .backrefs")).map((child) => child.cloneNode(true));

  document.querySelectorAll("a.footnote-reference").forEach((mark) => {
    const note = document.getElementById(mark.hash.slice(1));
    if (!note) return;
    mark.setAttribute("aria-haspopup", "dialog");
    mark.addEventListener("click", (event) => { event.preventDefault(); show(mark, wordsOf(note)); });
  });

  document.querySelectorAll("a.value").forEach((value) => {
    value.setAttribute("aria-haspopup", "dialog");
    value.addEventListener("click", (event) => {
      event.preventDefault();
      const words = element("p", `${value.textContent.trim()} is computed from `);
      value.dataset.tables.split(" ").forEach((name, place) => {
        words.append(place ? ", " : "", value.dataset.files.split(" ").includes(name)
          ? element("a", name.replaceAll("_", " "), `data/${name}.csv`) : name.replaceAll("_", " "));
      });
      const code = element("a", "how", value.hash);
      code.addEventListener("click", () => {
        card.hidePopover();
        document.querySelector(value.hash)?.closest("details")?.setAttribute("open", "");
      });
      words.append(": see ", code, ".");
      show(value, [words]);
    });
  });

  // The margin takes the notes when it is free; the list at the end stays for print and for links.
  const margin = window.matchMedia("(min-width: 80rem)");
  const beside = () => {
    document.querySelectorAll(".side-note").forEach((note) => note.remove());
    if (!margin.matches) return;
    const seen = new Set(), last = new Map();
    document.querySelectorAll("article p a.footnote-reference, article li a.footnote-reference").forEach((mark) => {
      const note = document.getElementById(mark.hash.slice(1));
      if (!note || seen.has(note.id) || mark.closest("figure, table, .notes")) return;
      seen.add(note.id);
      const aside = element("small", "");
      aside.className = "side-note";
      aside.append(element("b", mark.textContent.replace(/[[\]]/g, "") + " "));
      wordsOf(note).forEach((part) => aside.append(...part.childNodes));
      const text = mark.closest("p, li"), before = last.get(text);
      if (before) before.after(aside); else text.prepend(aside);
      last.set(text, aside);
    });
  };
  beside();
  margin.addEventListener("change", beside);

  // The evidence page lists many sentences: let a reader keep those with a word.
  const tables = document.querySelectorAll("table.evidence");
  if (tables.length) {
    const label = element("label", "Show only lines with ");
    const field = document.createElement("input");
    field.type = "search";
    field.placeholder = "forecast, Roscosmos, 2022 …";
    label.className = "filter";
    label.append(field);
    const count = element("span", "");
    count.setAttribute("role", "status");
    label.append(" ", count);
    tables[0].closest("section").before(label);
    field.addEventListener("input", () => {
      const wanted = field.value.trim().toLowerCase(), rows = [...document.querySelectorAll("table.evidence tbody tr")];
      rows.forEach((row) => { row.hidden = !row.textContent.toLowerCase().includes(wanted); });
      count.textContent = wanted ? `${rows.filter((row) => !row.hidden).length} of ${rows.length} lines` : "";
    });
  }
})();
