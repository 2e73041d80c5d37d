/* Comments beside a text: saying, answering, settling without leaving the screen; choosing words; completing names. */
(() => {
  const plain = (text) => text.normalize("NFC").split(/\s+/).filter(Boolean).join(" ");
  const token = () => document.cookie.match(/csrftoken=([^;]+)/)?.[1]
    || document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";

  const send = async (holder, values) => {
    const body = new FormData();
    Object.entries({ revision: holder.dataset.revision, ...values }).forEach(([name, value]) => body.append(name, value));
    try {
      const answer = await fetch(`${holder.dataset.comments}?fragment=1`, {
        method: "POST", body, headers: { "X-CSRFToken": token() },
      });
      if (answer.status === 422) return show(holder, await answer.text(), values);
      if (!answer.ok) throw new Error(String(answer.status));
      show(holder, await answer.text());
    } catch {
      const said = holder.querySelector("[data-refused]");
      said.textContent = holder.dataset.failed;
      said.hidden = false;
    }
    return null;
  };

  const show = (holder, html, kept) => {
    const chosen = holder.dataset.quote || "";
    holder.innerHTML = html;
    if (!kept) { choose(holder, ""); mark(); return; }
    const part = kept.comment ? holder.querySelector(`[data-comment="${kept.comment}"]`) : holder.querySelector("[data-new]");
    const field = part?.querySelector("[data-words]");
    if (field && kept.words) { field.value = kept.words; field.closest("details")?.setAttribute("open", ""); }
    choose(holder, chosen);
    mark();
  };

  const choose = (holder, quote) => {
    holder.dataset.quote = quote;
    const shown = holder.querySelector("[data-chosen]");
    if (shown) { shown.textContent = quote; shown.hidden = !quote; }
  };

  const mark = () => {
    if (!window.CSS?.highlights || !document.querySelector(".passage-text")) return;
    const ranges = [...document.querySelectorAll("[data-quote].comment-quote")]
      .map((one) => find(document.querySelector(".passage-text"), one.dataset.quote)).filter(Boolean);
    CSS.highlights.set("comments", new Highlight(...ranges));
  };

  const find = (root, quote) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const letters = [];
    let words = "";
    while (walker.nextNode()) {
      const node = walker.currentNode;
      for (let at = 0; at < node.data.length; at += 1) {
        const blank = /\s/.test(node.data[at]);
        if (blank && (!words || words.endsWith(" "))) continue;
        words += blank ? " " : node.data[at];
        letters.push([node, at]);
      }
      if (!words.endsWith(" ")) { words += " "; letters.push([node, node.data.length - 1]); }
    }
    const at = words.indexOf(quote);
    if (at < 0) return null;
    const range = new Range();
    range.setStart(...letters[at]);
    const [last, end] = letters[at + quote.length - 1];
    range.setEnd(last, end + 1);
    return range;
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".comments [data-act]");
    if (button) {
      const holder = button.closest(".comments");
      const part = button.closest("[data-comment], [data-new]");
      send(holder, {
        act: button.dataset.act,
        comment: part.dataset.comment || "",
        words: part.querySelector("[data-words]")?.value || "",
        quote: button.dataset.act === "add" ? holder.dataset.quote || "" : "",
      });
      return;
    }
    const name = event.target.closest(".comment-names [data-username]");
    if (name) complete(name);
    const quote = event.target.closest(".comment-quote[data-quote]");
    const text = document.querySelector(".passage-text");
    if (quote && text) find(text, quote.dataset.quote)?.startContainer.parentElement.scrollIntoView({ block: "center", behavior: "smooth" });
  });

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    const text = selection.anchorNode && (selection.anchorNode.parentElement?.closest(".passage-text, [data-contentpath]"));
    if (!text || selection.isCollapsed) return;
    document.querySelectorAll(".comments").forEach((holder) => choose(holder, plain(selection.toString()).slice(0, 2000)));
  });

  let last = "";
  document.addEventListener("input", async (event) => {
    const field = event.target.closest(".comments [data-words]");
    if (!field) return;
    const begun = field.value.slice(0, field.selectionStart).match(/(?:^|\s)@([^@\n]{1,40})$/)?.[1];
    const list = field.parentElement.querySelector(".comment-names");
    last = begun || "";
    if (!begun) { list.hidden = true; return; }
    const answer = await fetch(`${field.closest(".comments").dataset.names}?q=${encodeURIComponent(begun)}`);
    if (!answer.ok || last !== begun) return;
    const { people } = await answer.json();
    list.replaceChildren(...people.map(({ username, name }) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.username = username;
      button.textContent = `${name} (@${username})`;
      item.append(button);
      return item;
    }));
    list.hidden = !people.length;
  });

  const complete = (button) => {
    const list = button.closest(".comment-names");
    const field = list.parentElement.querySelector("[data-words]");
    const before = field.value.slice(0, field.selectionStart).replace(/@[^@\n]{1,40}$/, `@${button.dataset.username} `);
    field.value = before + field.value.slice(field.selectionStart);
    field.setSelectionRange(before.length, before.length);
    field.focus();
    list.hidden = true;
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mark);
  else mark();
})();
