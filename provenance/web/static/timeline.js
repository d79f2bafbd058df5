// A timeline as a plot to be explored: zoomed, narrowed down to kinds of dates, read under the pointer or row by row
// with the keyboard. It draws what the table holds, in the kinds of dates that the page's legend names.
// The libraries are loaded when somebody asks for it, and not before.
"use strict";

(() => {
  const OPEN = ["0001", "9999"]; // years in which an interval without an end begins or ends
  const SVG = "http://www.w3.org/2000/svg";
  const ROW = 30, TOP = 34, BOTTOM = 26, LEFT = 150, LEFT_NARROW = 80, NARROW = 640; // pixels
  const LEAST_MS = 60 * 1000; // of the axis
  const MOST_WORDS = 240; // characters under the pointer
  const DAY_MS = 86_400_000;

  const filled = (element, attributes, ...inside) => {
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  const made = (name, attributes = {}, ...inside) => filled(document.createElement(name), attributes, ...inside);
  const drawn = (name, attributes = {}, ...inside) => filled(document.createElementNS(SVG, name), attributes, ...inside);
  const loaded = (address) => new Promise((done, failed) => {
    const script = made("script", { src: address });
    script.addEventListener("load", done);
    script.addEventListener("error", failed);
    document.head.append(script);
  });
  const cut = (text) => (text.length > MOST_WORDS ? `${text.slice(0, MOST_WORDS)}…` : text);

  // What a row says, in parts.
  const parts = (one) => [`${one.when}: ${one.what}`, `${one.item}${one.who ? ` · ${one.who}` : ""}`, cut(one.said)].filter(Boolean);

  // The dated rows of the table, in their order.
  function entries(table, groups) {
    return [...table.querySelectorAll("tr[data-earliest]")].map((row, place) => {
      const [when, what, who, item, said] = [...row.cells].map((cell) => cell.textContent.trim().replace(/\s+/g, " "));
      const group = groups.find((one) => one.roles.includes(row.dataset.role));
      return {
        row, place, when, what, who, item, said, group: group.name, role: row.dataset.role,
        first: OPEN[0] === row.dataset.earliest.slice(0, 4) ? null : new Date(row.dataset.earliest),
        last: OPEN[1] === row.dataset.latest.slice(0, 4) ? null : new Date(row.dataset.latest),
        earliest: row.querySelector("strong")?.textContent === "earliest known",
        probable: "probable" in row.dataset,
      };
    });
  }

  function whole(all) {
    const moments = all.flatMap((one) => [one.first, one.last]).filter(Boolean).map(Number);
    const [least, most] = [Math.min(...moments), Math.max(...moments)];
    const margin = Math.max((most - least) * 0.04, DAY_MS / 2);
    return [least - margin, most + margin];
  }

  const isIn = (one, domain) => Number(one.first ?? domain[0]) <= domain[1] && Number(one.last ?? domain[1]) >= domain[0];

  function plotted(all, domain, width) {
    const spread = all.filter((one) => isIn(one, domain)).map((one) => ({
      ...one,
      x1: new Date(Math.max(Number(one.first ?? domain[0]), domain[0])),
      x2: new Date(Math.min(Number(one.last ?? domain[1]), domain[1])),
    }));
    const y = (one) => String(one.place);
    const isNarrow = width < NARROW;
    const label = new Map(all.map((one) => [String(one.place), isNarrow ? one.item : `${one.item} ${one.role}`]));
    const mark = (some, x, text, dx, className) => Plot.text(some, { y, x, text: () => text, dx, className });
    const figure = Plot.plot({
      className: "explored", width, height: TOP + BOTTOM + ROW * all.length,
      marginLeft: isNarrow ? LEFT_NARROW : LEFT, marginRight: 14, marginTop: TOP, marginBottom: BOTTOM,
      x: { type: "utc", domain: domain.map((one) => new Date(one)), axis: "top", grid: true, label: null },
      y: { type: "band", domain: [...label.keys()], label: null, padding: 0.45, tickSize: 0, tickFormat: (one) => label.get(one) },
      marks: [
        Plot.barX(spread, {
          y, x1: "x1", x2: "x2", insetLeft: -2, insetRight: -2, rx: 2, className: "spans",
          fill: (one) => one.group, fillOpacity: (one) => (one.probable ? 0.45 : 1),
        }),
        mark(spread.filter((one) => one.earliest), "x1", "★", -12, "star"),
        mark(spread.filter((one) => !one.first), "x1", "◂", -7, "open"),
        mark(spread.filter((one) => !one.last), "x2", "▸", 7, "open"),
        Plot.tip(spread, Plot.pointer({ y, x: (one) => new Date((Number(one.x1) + Number(one.x2)) / 2), title: (one) => parts(one).join("\n"), maxRadius: 60, lineWidth: 34 })),
      ],
      color: { type: "identity" },
    });
    // The library writes its few rules into the picture, where the content policy refuses them: they are in app.css.
    for (const style of figure.querySelectorAll("style")) style.remove();
    // What the marks show, the rows say: see below.
    for (const part of figure.children) { part.removeAttribute("aria-label"); part.setAttribute("aria-hidden", "true"); }
    const bars = [...figure.querySelectorAll(".spans rect")];
    bars.forEach((bar, at) => bar.classList.add("span", spread[at].group));
    figure.addEventListener("click", () => { if (figure.value) pointed(figure.value.row); }); // what the pointer is near
    return figure;
  }

  // One for each row of the plot, behind its marks: a list of which one row is reached with Tab, and the others from it.
  function rows(figure, all, width) {
    const scale = figure.scale("y");
    const options = all.map((one) => drawn("rect", {
      class: "row", role: "option", tabindex: "-1", "aria-selected": "false", "aria-label": parts(one).join(". "), rx: 3,
      x: 1, width: width - 2, y: scale.apply(String(one.place)) - (ROW - scale.bandwidth) / 2 + 1, height: ROW - 2,
    }));
    const words = "Dated statements. Up and down arrows go from one to the next, Enter goes to its row of the table";
    figure.prepend(drawn("g", { role: "listbox", "aria-label": words }, ...options));
    figure.setAttribute("role", "group");
    figure.setAttribute("aria-label", "Timeline, to be explored");
    return options;
  }

  function pointed(row) {
    for (const other of row.parentElement.rows) other.classList.toggle("pointed", other === row);
    row.scrollIntoView({ block: "center" });
  }

  function explored(place, table, legend) {
    const groups = [...legend.querySelectorAll("[data-roles]")]
      .map((one) => ({ name: one.dataset.group, roles: one.dataset.roles.split(" "), element: one }));
    const all = entries(table, groups);
    const limits = whole(all);
    let domain = [...limits];
    let at = 0; // the place of the row that Tab reaches
    const shown = new Set(groups.map((one) => one.name));
    const field = made("div", { class: "plotted" });
    const told = made("p", { class: "told" });
    const note = made("p", { class: "quiet", role: "status" });
    const within = () => all.filter((one) => shown.has(one.group));
    const draw = () => {
      const some = within();
      const hadFocus = field.contains(document.activeElement);
      field.replaceChildren();
      note.textContent = "Every kind of date is left out.";
      if (!some.length) return;
      const width = Math.max(field.clientWidth, 300);
      const figure = plotted(some, domain, width);
      const options = rows(figure, some, width);
      field.append(figure);
      note.textContent = `${some.filter((one) => isIn(one, domain)).length} of ${all.length} dated statements are in view.`;
      const here = Math.max(some.findIndex((one) => one.place === at), 0);
      options.forEach((option, number) => {
        option.addEventListener("focus", () => {
          at = some[number].place;
          options.forEach((other) => { other.setAttribute("tabindex", other === option ? "0" : "-1"); other.setAttribute("aria-selected", String(other === option)); });
          told.replaceChildren(...parts(some[number]).flatMap((words, part) => [part ? " · " : "", made("bdi", {}, words)]));
        });
        option.addEventListener("blur", () => option.setAttribute("aria-selected", "false"));
      });
      options[here].setAttribute("tabindex", "0");
      if (hadFocus) options[here].focus({ preventScroll: true });
    };
    // by: 0.5 shows half as long a time; shift: in shares of what is in view; at: the share that stays where it is.
    const move = (by, shift = 0, at = 0.5) => {
      const span = domain[1] - domain[0];
      const next = Math.min(Math.max(span * by, LEAST_MS), limits[1] - limits[0]);
      const first = domain[0] + (span - next) * at + span * shift;
      const start = Math.min(Math.max(first, limits[0]), limits[1] - next);
      domain = [start, start + next];
      draw();
    };
    // Go to a row, and to its time where that is out of view.
    const go = (one) => {
      at = one.place;
      const middle = (Number(one.first ?? one.last ?? domain[0]) + Number(one.last ?? one.first ?? domain[1])) / 2;
      if (isIn(one, domain)) draw();
      else move(1, (middle - (domain[0] + domain[1]) / 2) / (domain[1] - domain[0]));
      field.querySelector(".row[tabindex='0']").scrollIntoView({ block: "nearest" });
    };
    field.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const some = within();
      const here = some.findIndex((one) => one.place === at);
      const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: some.length - 1 }[event.key];
      if (to !== undefined) { if (some[to]) go(some[to]); }
      else if (event.key === "ArrowRight") move(1, 0.25);
      else if (event.key === "ArrowLeft") move(1, -0.25);
      else if (event.key === "+") move(0.5);
      else if (event.key === "-") move(2);
      else if (event.key === "Enter") { pointed(some[here].row); some[here].row.setAttribute("tabindex", "-1"); some[here].row.focus(); }
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    const button = (words, act, title) => {
      const one = made("button", { type: "button", class: "second small", "aria-label": title, title }, words);
      one.addEventListener("click", act);
      return one;
    };
    for (const group of groups) {
      const box = made("input", { type: "checkbox" });
      box.checked = true;
      box.addEventListener("change", () => { shown[box.checked ? "add" : "delete"](group.name); draw(); });
      group.element.replaceChildren(made("label", {}, box, ...group.element.childNodes));
    }
    place.replaceChildren(
      made("div", { class: "plot-tools" },
        button("+", () => move(0.5), "Closer"), button("−", () => move(2), "Farther"),
        button("◂", () => move(1, -0.25), "Earlier"), button("▸", () => move(1, 0.25), "Later"),
        button("All", () => { domain = [...limits]; draw(); }, "All of it")),
      legend, field, told, note,
      made("p", { class: "hint" }, "Keys: Tab into the plot, then up and down from row to row, left and right through time, + and − closer and farther, Enter to the row of the table."),
    );
    dragged(field, move);
    new ResizeObserver(() => requestAnimationFrame(draw)).observe(place);
    draw();
  }

  // The wheel, with Ctrl held or sideways, and dragging.
  function dragged(field, move) {
    let from = null;
    const share = (event) => {
      const box = field.getBoundingClientRect();
      return Math.min(Math.max((event.clientX - box.left - LEFT) / Math.max(box.width - LEFT, 1), 0), 1);
    };
    field.addEventListener("wheel", (event) => {
      if (event.ctrlKey) move(event.deltaY < 0 ? 0.8 : 1.25, 0, share(event));
      else if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) move(1, event.deltaX / 1000);
      else return;
      event.preventDefault();
    }, { passive: false });
    let panned = false;
    field.addEventListener("click", (event) => { if (panned) event.stopPropagation(); }, { capture: true });
    field.addEventListener("pointerdown", (event) => { panned = false; from = event.pointerType === "mouse" ? event.clientX : null; });
    field.addEventListener("pointermove", (event) => {
      if (from === null || !(event.buttons & 1) || Math.abs(event.clientX - from) < 6) return;
      move(1, (from - event.clientX) / Math.max(field.clientWidth - LEFT, 1));
      from = event.clientX;
      panned = true;
    });
    addEventListener("pointerup", () => { from = null; });
  }

  for (const box of document.querySelectorAll("[data-timeline]")) {
    const [place, table, legend] = [".explore", "table", ".legend"].map((one) => box.querySelector(one));
    if (!place || !table || !legend) continue;
    const start = made("button", { type: "button", class: "second" }, "Explore the timeline");
    start.addEventListener("click", async () => {
      start.disabled = true;
      try {
        await loaded(box.dataset.d3);
        await loaded(box.dataset.plot);
        const drawing = box.querySelector(".drawing");
        if (drawing) drawing.hidden = true;
        explored(place, table, legend);
      } catch {
        place.replaceChildren(made("p", { class: "problem", role: "alert" }, "The plot could not be loaded. The table says the same."));
      }
    });
    place.replaceChildren(start);
    place.hidden = false;
  }
})();
