import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";

import { ApiProblem, changes, Client, Mirror } from "../src/index.js";

const baseUrl = process.env.API ?? "http://localhost:8000";
const site = process.env.SITE ?? "binhphuoc.localhost";
const statuses: number[] = [];
const watched: typeof fetch = async (input, init) => {
  const answer = await fetch(input, init);
  statuses.push(answer.status);
  return answer;
};
const client = new Client({ baseUrl, site, fetch: watched });

async function problemOf(asked: Promise<unknown>): Promise<ApiProblem> {
  try {
    await asked;
  } catch (problem) {
    if (problem instanceof ApiProblem) return problem;
    throw problem;
  }
  throw new Error("it was answered");
}

test("walks through every page, each item once", async () => {
  const all = await client.list({ include: "subsites", limit: 100, count: true });
  assert.ok(all.results.length >= 3, "there is content to walk through");
  const walked: string[] = [];
  for await (const item of client.items({ include: "subsites", limit: 2 })) walked.push(item.public_id);
  assert.equal(new Set(walked).size, walked.length);
  assert.deepEqual(walked.slice(0, all.results.length), all.results.map((item) => item.public_id));
});

test("an item is whole, and what is known is not sent again", async () => {
  const { results } = await client.list({ type: ["news"], include: "subsites", limit: 1 });
  const [listed] = results;
  assert.ok(listed);
  const own = new Client({ baseUrl, site: listed.site, fetch: watched });
  const first = await own.item(listed.public_id);
  assert.equal(first.title, listed.title);
  assert.ok(first.body.length > 0);
  assert.deepEqual(await own.item(listed.public_id), first);
  assert.equal(statuses.at(-1), 304);
  const found = await own.resolve(first.path);
  assert.equal(found.state, "live");
  assert.equal(found.item?.public_id, first.public_id);
});

test("a fault names what is wrong, in the language asked for", async () => {
  const missing = await problemOf(client.resolve("/khong-co-trang-nay/"));
  assert.deepEqual([missing.status, missing.code], [404, "not_found"]);
  const english = await problemOf(new Client({ baseUrl, site, messages: "en" }).resolve("/khong-co-trang-nay/"));
  assert.notEqual(english.problem.title, missing.problem.title);
  const wrong = await problemOf(client.list({ fields: "title,colour" }));
  assert.equal(wrong.code, "invalid_parameter");
  assert.deepEqual(Object.keys(wrong.problem.errors ?? {}), ["fields"]);
  assert.equal((await problemOf(new Client({ baseUrl, site: "khong.co" }).list())).code, "unknown_site");
  const word = "khong-phai-khoa";
  assert.equal((await problemOf(client.preview(word))).code, "preview_refused");
  assert.equal((await problemOf(client.previewHome(word))).code, "preview_refused");
  assert.equal((await problemOf(client.previewContent(word))).code, "preview_refused");
  assert.equal((await problemOf(client.previewNavigation(word))).code, "preview_refused");
});

test("a mirror has what the lists show, and hears of nothing when nothing happens", async () => {
  const mirror = new Mirror(client, { include: "subsites", limit: 7 });
  assert.ok((await mirror.update()) > 3);
  const kept = [...mirror.things.values()].flatMap((thing) => (thing && "title" in thing ? [thing.title] : []));
  for await (const item of client.items({ include: "subsites", limit: 100 })) assert.ok(kept.includes(item.title));
  assert.equal(await mirror.update(), 0);
  const refused = await problemOf(changes(client, "bm9uc2Vuc2U").next());
  assert.ok(["invalid_cursor", "cursor_unknown"].includes(refused.code), refused.code);
});

test("the site says what it is, where its menus lead, and what is found in it", async () => {
  const [record, menus] = await Promise.all([client.siteRecord(), client.navigation()]);
  assert.equal(record.state, "open");
  assert.ok(JSON.stringify(menus).includes("/"));
  const [first] = (await client.list({ include: "subsites", type: ["news"], limit: 1 })).results;
  const word = first?.title.split(" ").sort((one, other) => other.length - one.length)[0] ?? "";
  const hits = await client.search(word, { include: "subsites" });
  assert.ok(hits.results.length > 0, `nothing found for ${word}`);
});

test("a busy server is asked again when it says so, and no more often than allowed", async () => {
  let asked = 0;
  const busy: Server = createServer((_request, response) => {
    asked += 1;
    if (asked % 2) response.writeHead(503, { "Retry-After": "1" }).end();
    else response.writeHead(200, { "Content-Type": "application/json" }).end('{"results":[],"next":null,"previous":null}');
  });
  await new Promise<void>((ready) => busy.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(busy.address() as AddressInfo).port}`;
  try {
    assert.deepEqual((await new Client({ baseUrl: url }).list()).results, []);
    assert.equal(asked, 2);
    const impatient = await problemOf(new Client({ baseUrl: url, retries: 0 }).list());
    assert.deepEqual([impatient.code, impatient.retryAfter], ["unavailable", 1]);
  } finally {
    busy.close();
    busy.closeAllConnections();
  }
});
