(() => {
  "use strict";
  const stage = document.getElementById("stage");
  if (!stage) return;
  const data = JSON.parse(document.getElementById("data").textContent);
  const nodes = new Map(data.nodes.map((node) => [node.id, node]));
  const places = new Map(data.places.map((place) => [place.name, place]));
  const drawings = [...stage.querySelectorAll("svg.topology")].map(read);
  const details = document.getElementById("details");
  const hint = [...details.childNodes];
  const search = document.getElementById("search");
  const count = document.getElementById("count");
  const boxes = [...document.querySelectorAll("fieldset input")];
  const everything = [...document.querySelectorAll("fieldset .all")];
  const MOST = 60;
  const BUTTONS = 56; // pixels at the lower edge, where the buttons are
  const small = window.matchMedia("(max-width: 760px)"); // as in the style
  let kept = null; // what was clicked: {node} or {place}

  // A drawing with its elements, its whole extent, what of it is seen, and whether a person moved it.
  function read(svg) {
    const { x, y, width, height } = svg.viewBox.baseVal;
    const all = (name) => [...svg.querySelectorAll(`[data-${name}]`)];
    const whole = { x, y, width, height };
    return { svg, whole, seen: null, moved: false, nodes: all("node"), ways: all("way"), frames: all("place") };
  }

  const current = () => drawings.find((one) => one.svg.getClientRects().length) || drawings[0];

  // Moving and zooming: the viewBox always has the proportions of the element.

  function look(drawing, seen) {
    drawing.seen = seen;
    drawing.svg.setAttribute("viewBox", [seen.x, seen.y, seen.width, seen.height].map((n) => n.toFixed(2)).join(" "));
  }

  function extent(drawing) {
    const shown = [...drawing.nodes, ...drawing.frames].filter((one) => !one.classList.contains("off"));
    if (!shown.length || shown.length === drawing.nodes.length + drawing.frames.length) return drawing.whole;
    const found = shown.map((one) => one.getBBox());
    const x = Math.min(...found.map((one) => one.x)), y = Math.min(...found.map((one) => one.y));
    const right = Math.max(...found.map((one) => one.x + one.width));
    const bottom = Math.max(...found.map((one) => one.y + one.height));
    return { x: x - 40, y: y - 30, width: right - x + 80, height: bottom - y + 60 };
  }

  function fit(drawing = current()) {
    const { width, height: whole } = drawing.svg.getBoundingClientRect();
    if (!width || !whole) return;
    const height = whole - BUTTONS;
    const all = extent(drawing);
    const narrow = drawing.svg.parentNode.className === "narrow";
    let scale = Math.max(all.width / width, narrow ? 0 : all.height / height, 0.75);
    if (scale > 1.9 && all.width / width < 1.9) scale = all.width / width; // too small to read: from the top
    const seen = { width: width * scale, height: whole * scale };
    seen.x = all.x + (all.width - seen.width) / 2;
    seen.y = all.height > height * scale ? all.y : all.y + (all.height - height * scale) / 2;
    drawing.moved = false;
    look(drawing, seen);
  }

  // As much as before stays in sight when the window changes, unless all of it was.
  function resize(drawing = current()) {
    const { width, height } = drawing.svg.getBoundingClientRect();
    const seen = drawing.seen;
    if (!seen || !drawing.moved || !width || !height) fit(drawing);
    else look(drawing, { ...seen, y: seen.y + (seen.height - (seen.width * height) / width) / 2, height: (seen.width * height) / width });
  }

  function zoom(factor, clientX, clientY) {
    const drawing = current(), seen = drawing.seen;
    const box = drawing.svg.getBoundingClientRect();
    const u = clientX === undefined ? 0.5 : (clientX - box.left) / box.width;
    const v = clientY === undefined ? 0.5 : (clientY - box.top) / box.height;
    const most = Math.max(drawing.whole.width, drawing.whole.height * (box.width / box.height)) * 1.6;
    const width = Math.min(Math.max(seen.width / factor, 160), most);
    const height = width * (box.height / box.width);
    drawing.moved = true;
    look(drawing, inside(drawing, { x: seen.x + (seen.width - width) * u, y: seen.y + (seen.height - height) * v, width, height }));
  }

  function pan(dx, dy) {
    const drawing = current(), seen = drawing.seen;
    const scale = seen.width / drawing.svg.getBoundingClientRect().width;
    drawing.moved = true;
    look(drawing, inside(drawing, { ...seen, x: seen.x - dx * scale, y: seen.y - dy * scale }));
  }

  function inside({ whole }, seen) {
    const hold = (at, size, from, length) => Math.min(Math.max(at, from - size / 2), from + length - size / 2);
    return { ...seen, x: hold(seen.x, seen.width, whole.x, whole.width), y: hold(seen.y, seen.height, whole.y, whole.height) };
  }

  function reveal(element) {
    const box = element.getBoundingClientRect(), frame = stage.getBoundingClientRect();
    const edge = 24;
    let dx = 0, dy = 0;
    if (box.left < frame.left + edge) dx = frame.left + edge - box.left;
    else if (box.right > frame.right - edge) dx = frame.right - edge - box.right;
    if (box.top < frame.top + edge) dy = frame.top + edge - box.top;
    else if (box.bottom > frame.bottom - edge) dy = frame.bottom - edge - box.bottom;
    if (dx || dy) pan(dx, dy);
    // A browser scrolls to what has the focus; here the drawing moves instead.
    stage.scrollTop = stage.scrollLeft = 0;
  }

  // What is left out, and what is found.

  const ofSame = (all) => [...all.closest("fieldset").querySelectorAll("input")];
  const off = (filter) => new Set(boxes.filter((box) => !box.checked && box.closest("fieldset").dataset.filter === filter).map((box) => box.value));

  function filter() {
    const without = { place: off("place"), component: off("component"), kind: off("kind"), way: off("way") };
    const gone = new Set();
    const hidden = (node) => without.place.has(node.place) || without.component.has(node.component) || without.kind.has(node.kind);
    for (const node of nodes.values()) if (node.kind !== "clients" && hidden(node)) gone.add(node.id);
    for (const drawing of drawings) {
      for (const one of drawing.nodes) one.classList.toggle("off", gone.has(one.dataset.node));
      for (const one of drawing.frames) one.classList.toggle("off", without.place.has(one.dataset.place));
      for (const one of drawing.ways) {
        const way = data.edges[one.dataset.way];
        one.classList.toggle("off", without.way.has(way.kind) || gone.has(way.start) || gone.has(way.end));
      }
    }
    for (const all of everything) all.textContent = ofSame(all).every((box) => box.checked) ? "none" : "all";
    if (kept && (gone.has(kept.node) || without.place.has(kept.place))) keep(null);
    fit();
  }

  const text = (one) => [one.name, one.label, one.detail, one.type, one.component, ...(one.settings || []).map((each) => each.path)].join(" ").toLowerCase();

  function find() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const has = (one) => words.every((word) => text(one).includes(word));
    const hits = new Map(), beside = new Map();
    if (words.length) {
      for (const node of nodes.values()) {
        const inside = node.resources.filter(has);
        if (has(node) || inside.length) hits.set(node.id, inside);
      }
      for (const place of places.values()) {
        const found = place.beside.filter(has);
        if (found.length || has(place)) beside.set(place.name, found);
      }
    }
    for (const drawing of drawings) {
      drawing.svg.classList.toggle("searched", words.length > 0 && hits.size > 0);
      for (const one of drawing.nodes) one.classList.toggle("hit", hits.has(one.dataset.node));
    }
    count.textContent = "";
    if (!words.length) return show(kept);
    const resources = [...hits.values(), ...beside.values()].reduce((sum, found) => sum + found.length, 0);
    count.textContent = hits.size + resources ? `${some(hits.size, "part")}, ${some(resources, "resource")} found` : "Nothing found";
    light(null);
    details.replaceChildren(
      ...listed("Parts", [...hits].map(([id, inside]) => [go({ node: id }), inside])),
      ...listed("Not drawn", [...beside].map(([name, inside]) => [go({ place: name }), inside])),
    );
  }

  const listed = (title, rows) => rows.length
    ? [element("h3", title), ...rows.map(([link, inside]) => element("div", link, ...resources(inside)))]
    : [];

  // What stands behind a part.

  function element(name, ...children) {
    const made = document.createElement(name);
    made.append(...children.filter((one) => one !== null && one !== ""));
    return made;
  }

  const classed = (name, made) => Object.assign(made, { className: name });

  const some = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

  function money(one) {
    if (one.monthly === null || (Number(one.monthly) === 0 && one.complete)) return "";
    if (Number(one.monthly) === 0) return "no price";
    const usd = Number(one.monthly).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
    return `${one.complete ? "" : "≥ "}$${usd}/month`;
  }

  function go(target) {
    const node = nodes.get(target.node);
    const made = classed("go", element("button", node ? node.label : target.place));
    made.type = "button";
    made.addEventListener("click", () => {
      search.value = "";
      keep(target);
      const place = current().nodes.find((one) => one.dataset.node === target.node);
      if (place) reveal(place);
    });
    return node ? element("span", made, ` in ${node.place}`) : made;
  }

  function resources(found) {
    const shown = found.slice(0, MOST).map((one) => {
      const made = element("details", element("summary", classed("money", element("span", money(one))), one.name, " ", classed("soft", element("span", one.type.split(":").pop()))));
      made.addEventListener("toggle", () => {
        if (!made.open || made.children.length > 1) return;
        const facts = [["type", one.type], ["component", one.component], ["protected", one.protected ? "yes" : "no"], ...Object.entries(one.properties)];
        made.append(element("dl", ...facts.filter(([, value]) => value).flatMap(([name, value]) => [element("dt", name), element("dd", value)])));
      });
      return made;
    });
    if (found.length > MOST) {
      const more = element("button", `Show ${found.length - MOST} more`);
      more.type = "button";
      more.addEventListener("click", () => more.replaceWith(...resources(found.slice(MOST))));
      shown.push(more);
    }
    return shown;
  }

  function settings(found) {
    const line = (one) => element("li", element("code", one.path), " ", classed("soft small", element("span", one.decides.join(", "))));
    const said = found.filter((one) => !one.default), rest = found.filter((one) => one.default);
    if (!found.length) return [];
    const made = [element("h3", "Made by these settings"), element("ul", ...said.map(line))];
    if (rest.length) made.push(element("details", element("summary", `${some(rest.length, "default")}`), element("ul", ...rest.map(line))));
    return made;
  }

  function sheet({ node: id, place: name }) {
    const place = places.get(name), node = nodes.get(id);
    if (place) {
      const drawn = [...nodes.values()].filter((one) => one.place === name && one.kind !== "clients");
      return [
        element("h2", name),
        element("p", classed("money", element("span", money(place))), some(place.count, "resource")),
        ...(drawn.length ? [element("h3", "Parts"), element("ul", ...drawn.map((one) => element("li", go({ node: one.id }))))] : []),
        ...(place.beside.length ? [element("h3", `Not drawn: ${place.beside.length}`), ...resources(place.beside)] : []),
      ];
    }
    const ways = data.edges.flatMap((way) => {
      const label = way.label ? ` (${way.label})` : "";
      if (way.start === id) return [element("li", `${way.sends} `, go({ node: way.end }), label)];
      return way.end === id ? [element("li", `${way.gets} `, go({ node: way.start }), label)] : [];
    });
    return [
      classed("soft small", element("p", node.kind === "clients" ? "" : `${node.noun} in ${node.place}`)),
      element("h2", node.label),
      element("p", classed("money", element("span", money(node))), node.detail),
      ...(ways.length ? [element("h3", "Arrows"), element("ul", ...ways)] : []),
      ...settings(node.settings),
      ...(node.resources.length ? [element("h3", some(node.resources.length, "resource")), ...resources(node.resources)] : []),
    ];
  }

  function light(id) {
    const near = new Set(data.edges.flatMap((way, number) => (way.start === id || way.end === id ? [number] : [])));
    const lit = new Set([id, ...[...near].flatMap((number) => [data.edges[number].start, data.edges[number].end])]);
    for (const drawing of drawings) {
      drawing.svg.classList.toggle("lit", Boolean(id));
      for (const one of drawing.nodes) one.classList.toggle("near", lit.has(one.dataset.node));
      for (const one of drawing.ways) one.classList.toggle("near", near.has(Number(one.dataset.way)));
    }
  }

  function show(target) {
    light(target ? target.node : null);
    details.replaceChildren(...(target ? sheet(target) : hint));
  }

  function keep(target) {
    kept = target;
    for (const drawing of drawings) {
      drawing.svg.classList.remove("searched");
      for (const one of drawing.nodes) {
        one.classList.toggle("kept", Boolean(target) && one.dataset.node === target.node);
        one.setAttribute("aria-pressed", String(Boolean(target) && one.dataset.node === target.node));
      }
    }
    count.textContent = "";
    show(target);
  }

  const same = (one, two) => one && two && one.node === two.node && one.place === two.place;
  const looking = () => !kept && !search.value;

  function target(event) {
    const node = event.target.closest("[data-node]");
    if (node) return { node: node.dataset.node };
    return event.target.classList.contains("place") ? { place: event.target.closest("[data-place]").dataset.place } : null;
  }

  function choose(chosen) {
    search.value = "";
    keep(same(chosen, kept) ? null : chosen);
    if (kept && small.matches) details.scrollIntoView({ block: "nearest" });
  }

  // Pointers: one moves the drawing, two zoom it, a still one chooses.

  const pointers = new Map();
  let moved = false;

  stage.addEventListener("pointerdown", (event) => {
    if (event.button || event.target.closest(".zoom")) return;
    if (event.isPrimary) pointers.clear(); // whatever was missed of those before
    moved = pointers.size > 0; // two are for zooming
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY, from: [event.clientX, event.clientY] });
  });
  stage.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    if (!moved && Math.hypot(event.clientX - last.from[0], event.clientY - last.from[1]) < 5) return;
    moved = true;
    stage.classList.add("moving");
    stage.setPointerCapture(event.pointerId);
    const other = [...pointers].find(([id]) => id !== event.pointerId);
    if (other) {
      const far = ({ x, y }) => Math.max(Math.hypot(x - other[1].x, y - other[1].y), 1);
      const here = { x: event.clientX, y: event.clientY };
      zoom(far(here) / far(last), (here.x + other[1].x) / 2, (here.y + other[1].y) / 2);
      pan((here.x - last.x) / 2, (here.y - last.y) / 2);
    } else pan(event.clientX - last.x, event.clientY - last.y);
    last.x = event.clientX;
    last.y = event.clientY;
  });
  for (const name of ["pointerup", "pointercancel"])
    window.addEventListener(name, (event) => {
      pointers.delete(event.pointerId);
      if (!pointers.size) stage.classList.remove("moving");
    });
  stage.addEventListener("wheel", (event) => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1);
    zoom(Math.exp(-Math.max(-300, Math.min(300, pixels)) * 0.0022), event.clientX, event.clientY);
  }, { passive: false });
  // Not by click: a browser makes none of the touch that follows a pinch.
  stage.addEventListener("pointerup", (event) => {
    if (pointers.delete(event.pointerId) && !moved) choose(target(event));
  });
  stage.addEventListener("click", (event) => {
    if (!event.detail && !event.target.closest(".zoom")) choose(target(event)); // a screen reader's
  });
  stage.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse" || moved && pointers.size || !looking()) return;
    const node = event.target.closest("[data-node]");
    if (node) show({ node: node.dataset.node });
  });
  stage.addEventListener("pointerout", (event) => {
    const node = event.target.closest("[data-node]");
    if (node && !node.contains(event.relatedTarget) && looking()) show(null);
  });
  stage.addEventListener("focusin", (event) => {
    const node = event.target.closest("[data-node]");
    if (!node || !node.matches(":focus-visible")) return;
    reveal(node);
    if (looking()) show({ node: node.dataset.node });
  });
  stage.addEventListener("focusout", () => looking() && show(null));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return choose(null);
    if (event.target.matches("input[type=search]")) return;
    if (event.key === "/") {
      event.preventDefault();
      search.focus();
      return;
    }
    if (!stage.contains(event.target) && event.target !== document.body) return;
    const node = event.target.closest("[data-node]");
    const steps = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
    if (node && (event.key === "Enter" || event.key === " ")) choose({ node: node.dataset.node });
    else if (event.key === "+" || event.key === "=") zoom(1.25);
    else if (event.key === "-") zoom(0.8);
    else if (event.key === "0") fit();
    else if (steps[event.key]) pan(...steps[event.key]);
    else return;
    event.preventDefault();
  });

  document.getElementById("zoom-in").addEventListener("click", () => zoom(1.25));
  document.getElementById("zoom-out").addEventListener("click", () => zoom(0.8));
  document.getElementById("zoom-fit").addEventListener("click", () => fit());
  document.getElementById("reset").addEventListener("click", () => {
    for (const box of boxes) box.checked = true;
    search.value = "";
    keep(null);
    filter();
  });
  for (const all of everything)
    all.addEventListener("click", () => {
      const checked = all.textContent === "all";
      for (const box of ofSame(all)) box.checked = checked;
      filter();
    });
  for (const box of boxes) box.addEventListener("change", filter);
  search.addEventListener("input", find);
  window.addEventListener("beforeprint", () => drawings.forEach((one) => look(one, one.whole)));
  window.addEventListener("afterprint", () => fit());
  if (small.matches) document.getElementById("filters").open = false;
  new ResizeObserver(() => resize()).observe(stage);
})();
