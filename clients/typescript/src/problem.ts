import type { components } from "./schema.js";

export type Problem = components["schemas"]["Problem"];
export type Code = Problem["code"];

/** An answer that is an error (RFC 9457): `code` never changes, `problem` holds the rest, per field where it is one's input. */
export class ApiProblem extends Error {
  constructor(
    readonly problem: Problem,
    readonly status: number,
    /** Seconds after which to ask again, where the server says so. */
    readonly retryAfter: number | null,
  ) {
    super(`${problem.code}: ${problem.detail || problem.title}`);
    this.name = "ApiProblem";
  }

  get code(): Code {
    return this.problem.code;
  }
}

/** The body of an answer, or the problem that it is. */
export async function bodyOf<T>(answered: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await answered;
  if (response.ok && data !== undefined) return data;
  const seconds = Number(response.headers.get("Retry-After"));
  const told = isProblem(error) ? error : unknownProblem(response.status);
  throw new ApiProblem(told, response.status, Number.isFinite(seconds) && seconds > 0 ? seconds : null);
}

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error && "title" in error;
}

/** What a proxy in between answers, which does not speak as the API does. */
function unknownProblem(status: number): Problem {
  const code = status === 503 || status === 502 || status === 504 ? "unavailable" : "internal";
  return { type: `urn:problem:${code}`, title: `HTTP ${status}`, status, detail: "", code } as Problem;
}
