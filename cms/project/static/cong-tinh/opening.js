// The progress of an opening of many sites: asks every second until nothing waits any more.
(() => {
  const box = document.querySelector("[data-opening-progress]");
  if (!box || box.dataset.waiting === "0") return;
  const show = (progress) => {
    box.querySelector("progress").value = progress.percent;
    for (const count of box.querySelectorAll("[data-count]")) count.textContent = progress[count.dataset.count];
    for (const line of progress.lines) {
      const row = document.querySelector(`[data-line="${line.position}"]`);
      for (const cell of row.querySelectorAll("[data-cell]")) cell.textContent = line[cell.dataset.cell] ?? "";
    }
  };
  const ask = async () => {
    const answer = await fetch(box.dataset.openingProgress, { headers: { Accept: "application/json" } }).catch(() => null);
    const progress = answer?.ok ? await answer.json() : { waiting: 1 }; // a server that is away comes back
    if (answer?.ok) show(progress);
    if (progress.waiting) setTimeout(ask, 1000);
    else location.reload(); // the report, with a link to each site
  };
  ask();
})();
