import { type Client, cursorIn } from "./client.js";
import { bodyOf } from "./problem.js";
import type { components, operations } from "./schema.js";

export type Change = components["schemas"]["Change"];
type Query = Omit<NonNullable<operations["list_changes"]["parameters"]["query"]>, "site" | "since" | "cursor" | "fields">;

/** Where a reader of changes stands: keep it with the copy, in the same transaction. */
export interface Position {
  cursor: string;
  /** Of which form the kept items are; another number: begin anew when it suits. */
  form: number;
}

/**
 * Every public change after `since`, in order; without it, what is public now. Yields one change after another and returns the position
 * to go on from, which holds only once everything before has been kept.
 *
 * Throws an `ApiProblem` with the code `cursor_unknown` where the log was put back from a backup: throw the copy away and begin without `since`.
 */
export async function* changes(client: Client, since: string | null, query: Query = {}): AsyncGenerator<Change, Position> {
  let where: { since?: string; cursor?: string } = since === null ? {} : { since };
  for (;;) {
    const asked = { ...client.site, ...query, ...where };
    const page = await bodyOf(client.api.GET("/api/v1/changes/", { params: { query: asked } }));
    yield* page.results;
    const [cursor, later] = [cursorIn(page.next, "cursor"), cursorIn(page.next, "since")];
    if (cursor === null && later === null) return { cursor: page.cursor, form: page.form };
    where = cursor !== null ? { cursor } : { since: later as string };
  }
}

/** What a change puts under its key; undefined where it puts nothing. */
export function contentOf(change: Change): NonNullable<Change["item" | "site_record" | "menus" | "redirect"]> | undefined {
  return change.item ?? change.site_record ?? change.menus ?? change.redirect ?? undefined;
}

/** A copy of what is public, kept in memory: the simplest reader of changes that is right. */
export class Mirror {
  readonly things = new Map<string, ReturnType<typeof contentOf>>();
  position: Position | null = null;

  constructor(
    private readonly client: Client,
    private readonly query: Query = {},
  ) {}

  /** Bring the copy up to now. Returns how many changes there were. */
  async update(): Promise<number> {
    const reading = changes(this.client, this.position?.cursor ?? null, this.query);
    const found: Change[] = [];
    for (;;) {
      const step = await reading.next();
      if (step.done) {
        for (const change of found) this.apply(change);
        this.position = step.value;
        return found.length;
      }
      found.push(step.value);
    }
  }

  private apply(change: Change): void {
    if (change.action === "put") this.things.set(change.key, contentOf(change));
    if (change.action === "delete") this.things.delete(change.key);
  }
}
