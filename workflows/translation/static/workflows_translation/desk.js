// The translator's desk without the mouse: saving a segment, going on, taking what was written before.
(() => {
    const desk = document.getElementById("translation");
    if (!desk) return;
    const rows = [...desk.querySelectorAll(".translation-row")];
    const fieldOf = (row) => row.querySelector("[name=text]");
    const preview = document.getElementById("translation-preview");
    const shown = preview?.querySelector("[data-preview-part]");
    const asked = { headers: { "X-Requested-With": "XMLHttpRequest" } };

    const say = (row, words, kind) => {
        const place = row.querySelector(".translation-said");
        // what went wrong is said at once, whatever is being read; all else when there is time
        place.setAttribute("role", kind === "wrong" ? "alert" : "status");
        place.setAttribute("aria-live", kind === "wrong" ? "assertive" : "polite");
        place.textContent = words;
        place.dataset.kind = kind;
        fieldOf(row).setAttribute("aria-invalid", String(kind === "wrong"));
    };
    const isUnsaved = (row) => fieldOf(row).value !== fieldOf(row).dataset.kept;
    const go = (row) => {
        if (!row) return;
        fieldOf(row).focus();
        row.scrollIntoView({ block: "center" });
    };
    const after = (row, step) => rows[rows.indexOf(row) + step];
    const nextOpen = (row) => {
        const at = row ? rows.indexOf(row) + 1 : 0;
        const order = [...rows.slice(at), ...rows.slice(0, at)];
        return order.find((other) => other.dataset.state !== "current");
    };
    let left = null; // the segment that was left for the preview

    const showPreview = async () => {
        if (!preview?.open) return;
        const answer = await fetch(desk.dataset.preview, asked);
        if (answer.ok) shown.innerHTML = await answer.text();
        else shown.textContent = desk.dataset.failed;
    };
    const togglePreview = (row) => {
        preview.open = !preview.open;
        if (preview.open) {
            left = row;
            shown.focus();
        } else go(left ?? rows[0]);
    };

    const remember = async (row) => {
        const place = row.querySelector(".translation-memory");
        if (place.dataset.asked) return;
        place.dataset.asked = "yes";
        const answer = await fetch(`${desk.dataset.memory}?key=${encodeURIComponent(place.dataset.memoryOf)}`, asked);
        if (answer.ok) place.innerHTML = await answer.text();
        row.querySelectorAll("[data-take] kbd").forEach((key, at) => { key.textContent = `Alt+${at + 1}`; });
    };

    const show = (row, said) => {
        row.dataset.state = said.state;
        row.querySelector("[data-label]").textContent = said.label;
        row.querySelector("[name=seen]").value = said.seen;
        const field = fieldOf(row);
        field.dataset.kept = said.target;
        if (field.value.trim() === said.target) field.value = said.target;
        row.querySelector("[data-terms]").replaceChildren(...said.terms.flatMap((term) => {
            const tag = document.createElement("span");
            tag.className = "desk-tag desk-tag--near";
            tag.textContent = term;
            return [tag, " "];
        }));
        if (said.state === "current") row.querySelector("[value=keep]")?.remove();
        for (const [state, number] of Object.entries(said.counts)) {
            const place = desk.querySelector(`[data-count="${state}"]`);
            if (place) place.textContent = number;
        }
        say(row, desk.dataset.saved, "good");
    };

    // Whether it was saved; a refusal is said at the segment, and what was written stays in the field.
    const save = async (row, act) => {
        const given = new FormData(row.querySelector("form"));
        given.set("act", act);
        let answer;
        try {
            answer = await fetch(window.location.pathname, { ...asked, method: "POST", body: given });
            const said = await answer.json();
            if (!answer.ok) {
                say(row, said.reasons.join(" "), "wrong");
                return false;
            }
            show(row, said);
            showPreview();
            return true;
        } catch {
            say(row, desk.dataset.failed, "wrong");
            return false;
        }
    };

    const put = (field, words) => {
        field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
    };
    const replace = (row, words) => {
        const field = fieldOf(row);
        if (field.readOnly) return;
        field.value = words;
        field.dispatchEvent(new Event("input", { bubbles: true }));
        field.focus();
    };

    const keys = async (event, row) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            if (await save(row, "write")) go(nextOpen(row));
        } else if (event.altKey && /^Digit[1-5]$/.test(event.code)) {
            event.preventDefault();
            const take = row.querySelectorAll("[data-take]")[Number(event.code.slice(5)) - 1];
            if (take) replace(row, take.dataset.take);
        } else if (event.altKey && event.code === "KeyS") {
            event.preventDefault();
            replace(row, row.querySelector("[data-source]").textContent.trim());
        }
    };

    // from anywhere on the screen
    const ways = (event) => {
        const row = event.target.closest(".translation-row");
        if (event.altKey && ["ArrowDown", "ArrowUp"].includes(event.key)) {
            event.preventDefault();
            go(row ? after(row, event.key === "ArrowDown" ? 1 : -1) : nextOpen(null) ?? rows[0]);
        } else if (preview && event.altKey && event.code === "KeyP") {
            event.preventDefault();
            togglePreview(row);
        }
    };

    rows.forEach((row) => {
        const field = fieldOf(row);
        field.dataset.kept = field.defaultValue ?? field.value;
        field.addEventListener("focus", () => remember(row));
        field.addEventListener("keydown", (event) => keys(event, row));
        field.addEventListener("input", () => say(row, isUnsaved(row) ? desk.dataset.unsaved : "", "open"));
        row.querySelector("form").addEventListener("submit", (event) => {
            event.preventDefault();
            save(row, event.submitter?.value || "write");
        });
        row.addEventListener("click", (event) => {
            const mark = event.target.closest("[data-mark]");
            const take = event.target.closest("[data-take]");
            if (mark) put(field, mark.dataset.mark);
            if (take) replace(row, take.dataset.take);
        });
    });
    document.addEventListener("keydown", ways);
    preview?.addEventListener("toggle", showPreview);
    const refused = document.querySelector(".messages .error");
    if (refused) {
        refused.setAttribute("role", "alert");
        refused.tabIndex = -1;
        refused.focus();
    } else if (window.location.hash === "#next") go(nextOpen(null)); // no element is called so: a browser would focus it
    window.addEventListener("beforeunload", (event) => {
        if (rows.some(isUnsaved)) event.preventDefault();
    });
})();
