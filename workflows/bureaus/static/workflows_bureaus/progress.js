// How far the worker is: asks every second until nothing waits any more, then shows the page anew.
(() => {
    const box = document.querySelector("[data-progress]");
    if (!box) return;
    const ask = async () => {
        const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } }).catch(() => null);
        const said = answer?.ok ? await answer.json() : { waiting: 1 }; // a server that is away comes back
        if (answer?.ok) {
            box.querySelector("progress").value = said.done;
            box.querySelector("progress").max = said.total;
            box.querySelector("[data-done]").textContent = said.done;
        }
        if (said.waiting) setTimeout(ask, 1000);
        else window.location.reload();
    };
    ask();
})();
