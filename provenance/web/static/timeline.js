// A timeline as a plot to be explored: zoomed, narrowed down to kinds of dates, read under the pointer.
// It draws what the table holds. The libraries are loaded when somebody asks for it, and not before.
"use strict";

(() => {
  const OPEN = ["0001", "9999"]; // years in which an interval without an end begins or ends
  const GROUPS = [
    { name: "published", title: "published", roles: ["posted", "published"] },
    { name: "archived", title: "archived, crawled", roles: ["archived", "crawled"] },
    { name: "captured", title: "camera's clock", roles: ["captured"] },
    { name: "event", title: "event, as claimed", roles: ["event"] },
  ];
  const ROW = 30, TOP = 34, BOTTOM = 26, LEFT = 96, LEFT_NARROW = 80, NARROW = 640; // pixels
  const LEAST_MS = 60 * 1000; // of the axis
  const MOST_WORDS = 240; // characters under the pointer
  const DAY_MS = 86_400_000;

  const made = (name, attributes = {}, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  const loaded = (address) => new Promise((done, failed) => {
    const script = made("script", { src: address });
    script.addEventListener("load", done);
    script.addEventListener("error", failed);
    document.head.append(script);
  });
  const cut = (text) => (text.length > MOST_WORDS ? `${text.slice(0, MOST_WORDS)}…` : text);

  // The dated rows of the table, in their order.
  function entries(table) {
    return [...table.querySelectorAll("tr[data-earliest]")].map((row, place) => {
      const [when, what, who, item, said] = [...row.cells].map((cell) => cell.textContent.trim().replace(/\s+/g, " "));
      const group = GROUPS.find((one) => one.roles.includes(row.dataset.role)) ?? GROUPS[0];
      return {
        row, place, when, what, who, item, said, group: group.name,
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

  function plotted(all, domain, width, note) {
    const spread = all.map((one) => ({
      ...one,
      x1: new Date(Math.max(Number(one.first ?? domain[0]), domain[0])),
      x2: new Date(Math.min(Number(one.last ?? domain[1]), domain[1])),
    })).filter((one) => one.x1 <= domain[1] && one.x2 >= domain[0]);
    const words = (one) => [`${one.when}: ${one.what}`, `${one.item}${one.who ? ` · ${one.who}` : ""}`, cut(one.said)]
      .filter(Boolean).join("\n");
    const y = (one) => String(one.place);
    const label = new Map(all.map((one) => [String(one.place), one.item]));
    const figure = Plot.plot({
      className: "explored", width, height: TOP + BOTTOM + ROW * all.length,
      marginLeft: width < NARROW ? LEFT_NARROW : LEFT, marginRight: 14, marginTop: TOP, marginBottom: BOTTOM,
      ariaLabel: "Timeline, to be explored", ariaDescription: "The table below says the same",
      x: { type: "utc", domain: domain.map((one) => new Date(one)), axis: "top", grid: true, label: null },
      y: { type: "band", domain: [...label.keys()], label: null, padding: 0.45, tickSize: 0, tickFormat: (one) => label.get(one) },
      marks: [
        Plot.barX(spread, {
          y, x1: "x1", x2: "x2", insetLeft: -2, insetRight: -2, rx: 2, className: "spans",
          fill: (one) => one.group, fillOpacity: (one) => (one.probable ? 0.45 : 1),
        }),
        Plot.text(spread.filter((one) => one.earliest), { y, x: "x1", text: () => "★", dx: -12, className: "star" }),
        Plot.tip(spread, Plot.pointer({ y, x: (one) => new Date((Number(one.x1) + Number(one.x2)) / 2), title: words, maxRadius: 60, lineWidth: 34 })),
      ],
      color: { type: "identity" },
    });
    // The library writes its few rules into the picture, where the content policy refuses them: they are in app.css.
    for (const style of figure.querySelectorAll("style")) style.remove();
    for (const part of figure.querySelectorAll("g[aria-label]")) part.removeAttribute("aria-label");
    figure.setAttribute("role", "img");
    const bars = [...figure.querySelectorAll(".spans rect")];
    bars.forEach((bar, at) => bar.classList.add("span", spread[at].group));
    figure.addEventListener("click", () => { if (figure.value) pointed(figure.value.row); }); // what the pointer is near
    note.textContent = `${spread.length} of ${all.length} dated statements are in view.`;
    return figure;
  }

  function pointed(row) {
    for (const other of row.parentElement.rows) other.classList.toggle("pointed", other === row);
    row.scrollIntoView({ block: "center" });
  }

  function explored(place, table) {
    const all = entries(table);
    const limits = whole(all);
    let domain = [...limits];
    const shown = new Set(GROUPS.map((one) => one.name));
    const field = made("div", { class: "plotted" });
    const note = made("p", { class: "quiet", role: "status" });
    const draw = () => {
      const some = all.filter((one) => shown.has(one.group));
      field.replaceChildren(some.length ? plotted(some, domain, Math.max(field.clientWidth, 300), note) : "");
      if (!some.length) note.textContent = "Every kind of date is left out.";
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
    const button = (words, act, title) => {
      const one = made("button", { type: "button", class: "second small", "aria-label": title, title }, words);
      one.addEventListener("click", act);
      return one;
    };
    const kinds = GROUPS.filter((group) => all.some((one) => one.group === group.name)).map((group) => {
      const box = made("input", { type: "checkbox" });
      box.checked = true;
      box.addEventListener("change", () => { shown[box.checked ? "add" : "delete"](group.name); draw(); });
      return made("label", {}, box, made("span", { class: `swatch ${group.name}` }), group.title);
    });
    place.replaceChildren(
      made("div", { class: "plot-tools" },
        made("span", {}, button("+", () => move(0.5), "Closer"), button("−", () => move(2), "Farther"),
          button("◂", () => move(1, -0.25), "Earlier"), button("▸", () => move(1, 0.25), "Later"),
          button("All", () => { domain = [...limits]; draw(); }, "All of it")),
        ...kinds),
      field, note,
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
    const place = box.querySelector(".explore");
    const table = box.querySelector("table");
    if (!place || !table) continue;
    const start = made("button", { type: "button", class: "second" }, "Explore the timeline");
    start.addEventListener("click", async () => {
      start.disabled = true;
      try {
        await loaded(box.dataset.d3);
        await loaded(box.dataset.plot);
        const drawing = box.querySelector(".drawing");
        if (drawing) drawing.hidden = true;
        explored(place, table);
      } catch {
        place.replaceChildren(made("p", { class: "problem", role: "alert" }, "The plot could not be loaded. The table says the same."));
      }
    });
    place.replaceChildren(start);
    place.hidden = false;
  }
})();
