// The contents of the guides, and a small window in which an address can be asked. Talks to this server alone.
const links = document.querySelector("#guide-links");
for (const heading of document.querySelectorAll(".guide > h2")) {
  const link = document.createElement("a");
  link.href = `#${heading.id}`;
  link.textContent = heading.textContent;
  const item = document.createElement("li");
  item.append(link);
  links.append(item);
}

const SHOWN = ["etag", "cache-control", "content-language", "retry-after"];
for (const form of document.querySelectorAll("form.try")) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const output = form.querySelector("output");
    output.hidden = false;
    try {
      const url = new URL(form.querySelector("input").value, location.origin);
      const answer = await fetch(url.pathname + url.search, { headers: { "Accept-Language": document.documentElement.lang } });
      const text = await answer.text();
      const headers = SHOWN.filter((name) => answer.headers.get(name)).map((name) => `${name}: ${answer.headers.get(name)}`);
      let body = text;
      try { body = JSON.stringify(JSON.parse(text), null, 2); } catch { /* shown as it came */ }
      output.textContent = [`${answer.status} ${answer.statusText}`, ...headers, "", body].join("\n");
    } catch {
      output.textContent = form.dataset.failed;
    }
  });
}
