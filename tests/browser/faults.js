() => {
  const svg = document.querySelector("svg.topology");
  const faults = [];
  const box = (one, by = 0) => {
    const { left, right, top, bottom } = one.getBoundingClientRect();
    return { left: left + by, right: right - by, top: top + by, bottom: bottom - by };
  };
  const within = (one, whole) =>
    one.left >= whole.left - 1 && one.right <= whole.right + 1 && one.top >= whole.top - 1 && one.bottom <= whole.bottom + 1;
  const meet = (one, two) => one.left < two.right && two.left < one.right && one.top < two.bottom && two.top < one.bottom;
  const paper = box(svg);
  const nodes = [...svg.querySelectorAll(".node")];
  const outlines = nodes.map((one) => box(one.querySelector("rect"), 1));

  for (const [number, node] of nodes.entries())
    for (const text of node.querySelectorAll("text:not(.state)"))
      if (!within(box(text), outlines[number])) faults.push(`leaves its part: ${text.textContent}`);

  for (const frame of svg.querySelectorAll(".place-frame")) {
    const [name, note] = frame.querySelectorAll("text");
    for (const text of [name, note])
      if (text && !within(box(text), box(frame.querySelector("rect")))) faults.push(`leaves its region: ${text.textContent}`);
    if (note && meet(box(name), box(note))) faults.push(`on its region's name: ${note.textContent}`);
  }

  const labels = [...svg.querySelectorAll(".on-way")];
  for (const [number, label] of labels.entries()) {
    const own = box(label, 1);
    if (!within(own, paper)) faults.push(`cut off: ${label.textContent}`);
    if (outlines.some((one) => meet(own, one))) faults.push(`on a part: ${label.textContent}`);
    for (const other of labels.slice(number + 1))
      if (meet(own, box(other, 1))) faults.push(`on each other: ${label.textContent} and ${other.textContent}`);
  }

  const names = [...svg.querySelectorAll(".place, .count")].map((one) => [one.textContent, box(one)]);
  for (const way of svg.querySelectorAll(".way[data-way]")) {
    const length = way.getTotalLength();
    for (let at = 2; at < length - 2; at += 2) {
      const { x, y } = way.getPointAtLength(at).matrixTransform(svg.getScreenCTM());
      const spot = { left: x, right: x, top: y, bottom: y };
      const behind = outlines.findIndex((one) => meet(spot, { left: one.left + 1, right: one.right - 1, top: one.top + 1, bottom: one.bottom - 1 }));
      const [on] = names.find(([, one]) => meet(spot, one)) || [];
      if (on) {
        faults.push(`way ${way.dataset.way} runs through ${on}`);
        break;
      }
      if (behind < 0 && within(spot, paper)) continue;
      faults.push(`${way.getAttribute("class")} ${way.dataset.way} runs ${behind < 0 ? "off" : `behind ${nodes[behind].querySelector(".label").textContent}`}`);
      break;
    }
  }
  return faults;
}
