import type { Middleware } from "openapi-fetch";

interface Kept {
  etag: string;
  body: string;
  headers: [string, string][];
}

/**
 * Keeps what was answered with its ETag, at most so many answers, and asks the next time only whether it still holds.
 * A 304 becomes the 200 that it stands for. What must not be stored is not.
 */
export function remember(most: number): Middleware {
  const kept = new Map<string, Kept>();

  return {
    onRequest({ request }) {
      const known = kept.get(nameOf(request));
      if (known) request.headers.set("If-None-Match", known.etag);
      return request;
    },
    async onResponse({ request, response }) {
      const name = nameOf(request);
      const known = kept.get(name);
      if (response.status === 304 && known) {
        kept.delete(name);
        kept.set(name, known); // asked for last
        return new Response(known.body, { status: 200, headers: merged(known.headers, response.headers) });
      }
      const etag = response.headers.get("ETag");
      if (response.status !== 200 || !etag || response.headers.get("Cache-Control")?.includes("no-store")) {
        if (response.status !== 304) kept.delete(name);
        return undefined;
      }
      kept.set(name, { etag, body: await response.clone().text(), headers: [...response.headers] });
      for (const oldest of kept.keys()) {
        if (kept.size <= most) break;
        kept.delete(oldest);
      }
      return undefined;
    },
  };
}

function nameOf(request: Request): string {
  return `${request.method} ${request.url} ${request.headers.get("Accept-Language") ?? ""}`;
}

/** Headers of the 304 are newer: how long it holds stands there. */
function merged(former: [string, string][], newer: Headers): Headers {
  const headers = new Headers(former);
  for (const [name, value] of newer) headers.set(name, value);
  return headers;
}
