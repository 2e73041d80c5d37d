// The draft in a pane: beside the form in the editor, and on the screen of previews.
//
// A token is fetched when the pane comes into sight, and anew after every draft that was saved: it is bound to one draft.
// In the editor the pane stands in a side panel, which tells of itself with "show" and "hide".
(() => {
  const csrf = () => document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";

  const fit = (pane) => {
    const frame = pane.querySelector("[data-preview-frame]");
    const inner = frame.querySelector("iframe");
    const wanted = Number(pane.querySelector("[data-preview-width]").value);
    const scale = wanted ? Math.min(1, frame.clientWidth / wanted) : 1;
    inner.style.width = wanted ? `${wanted}px` : "100%";
    inner.style.height = `${100 / scale}%`;
    inner.style.transform = scale < 1 ? `scale(${scale})` : "none";
    inner.style.marginInlineStart = wanted && scale === 1 ? `${Math.max(0, (frame.clientWidth - wanted) / 2)}px` : "0";
  };

  const say = (pane, words, isFault = false) => {
    const said = pane.querySelector("[data-preview-said]");
    said.textContent = words;
    said.toggleAttribute("data-fault", isFault);
  };

  const show = async (pane) => {
    let answer;
    try {
      answer = await fetch(pane.dataset.address, {
        method: "POST",
        headers: { "X-CSRFToken": csrf(), Accept: "application/json" },
      });
      const told = await answer.json();
      if (!answer.ok) return say(pane, told.reasons.join(" "), true);
      pane.querySelector("iframe").src = told.url;
      const until = new Date(told.until).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
      say(pane, `${pane.dataset.until} ${until}`);
      fit(pane);
    } catch {
      say(pane, pane.dataset.failed, true);
    }
  };

  // Wagtail's side panels are narrow; the first time that a person opens this one it takes its half of the window, and
  // from then on it is as wide as he draws it.
  const widen = () => {
    if (localStorage.getItem("preview:widened")) return;
    const width = Math.round(window.innerWidth * 0.42);
    document.documentElement.style.setProperty("--side-panel-width", `${width}px`);
    localStorage.setItem("wagtail:side-panel-width", width);
    localStorage.setItem("preview:widened", "yes");
  };

  // A form of its own, so that the one of the editor is not sent.
  const openElsewhere = (address) => {
    const form = Object.assign(document.createElement("form"), { method: "post", action: address, target: "_blank" });
    for (const [name, value] of [["csrfmiddlewaretoken", csrf()], ["act", "open"]]) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    document.body.append(form);
    form.submit();
    form.remove();
  };

  const begin = (pane) => {
    const panel = pane.closest("[data-side-panel]");
    let isSeen = !panel || !panel.hidden;
    pane.querySelector("[data-preview-again]").addEventListener("click", () => show(pane));
    pane.querySelector("[data-preview-width]").addEventListener("change", () => fit(pane));
    pane.querySelector("[data-preview-open]")?.addEventListener("click", (event) => openElsewhere(event.currentTarget.dataset.previewOpen));
    panel?.addEventListener("show", () => {
      isSeen = true;
      widen();
      show(pane);
    });
    panel?.addEventListener("hide", () => {
      isSeen = false;
    });
    document.addEventListener("w-autosave:success", () => {
      if (isSeen) show(pane);
    });
    new ResizeObserver(() => fit(pane)).observe(pane);
    if (isSeen) show(pane);
  };

  const copy = async (button) => {
    const field = document.querySelector("[data-preview-link]");
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      document.execCommand("copy"); // over plain http there is no clipboard
    }
    button.textContent = button.dataset.previewCopy;
  };

  const start = () => {
    for (const pane of document.querySelectorAll("[data-preview-pane]")) begin(pane);
    const button = document.querySelector("[data-preview-copy]");
    button?.addEventListener("click", () => copy(button));
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
