import createFetch, { type Client as Fetching } from "openapi-fetch";

import { patient } from "./patience.js";
import { bodyOf } from "./problem.js";
import { remember } from "./remember.js";
import type { components, operations, paths } from "./schema.js";

type Schemas = components["schemas"];
type QueryOf<Name extends keyof operations> = NonNullable<operations[Name]["parameters"]["query"]>;

export type Item = Schemas["Item"];
export type ListedItem = Schemas["ListedItem"];
export type Block = Schemas["Block"];
/** One kind of block: `BlockOf<"image">` has a picture as its value. */
export type BlockOf<Type extends Block["type"]> = Extract<Block, { type: Type }>;
export type ContentPage = Schemas["ContentPage"];
export type Resolution = Schemas["Resolution"];
export type Site = Schemas["Site"];
export type Menus = Schemas["Menus"];
export type SearchPage = Schemas["SearchPage"];
export type Completions = Schemas["Completions"];
export type ContentQuery = Omit<QueryOf<"list_content">, "site" | "cursor">;
export type SearchQuery = Omit<QueryOf<"search">, "site">;

export interface Options {
  /** Where the API is, for instance `https://api.example.gov.vn`; without `/api/v1/`. */
  baseUrl: string;
  /** The host name of the site that is read. Without it, the host of `baseUrl` says so. */
  site?: string;
  /** The language that is asked for where a question names none. Without it, the first language of the site. */
  locale?: string;
  /** The language of error messages. */
  messages?: "vi" | "en";
  /** How many answers are kept with their ETag; 0 keeps none. */
  remembers?: number;
  /** How often a busy server is asked again. */
  retries?: number;
  fetch?: typeof fetch;
}

/** Reads one site. Every method throws an `ApiProblem` where the API answers with one. */
export class Client {
  /** Every address of the API, typed: for what has no method of its own here. */
  readonly api: Fetching<paths>;

  constructor(private readonly options: Options) {
    const { baseUrl, messages = "vi", remembers = 200, retries = 2 } = options;
    this.api = createFetch<paths>({
      baseUrl: baseUrl.replace(/\/+$/, ""),
      headers: { "Accept-Language": messages },
      querySerializer: { array: { style: "form", explode: false } },
      fetch: patient(options.fetch ?? fetch, retries),
    });
    if (remembers > 0) this.api.use(remember(remembers));
  }

  /** One item, whole. */
  item(publicId: string, query: Omit<QueryOf<"read_item">, "site"> = {}): Promise<Item> {
    const params = { path: { public_id: publicId }, query: this.asked(query) };
    return bodyOf(this.api.GET("/api/v1/content/{public_id}/", { params }));
  }

  /** What stands at a path: the item, where it has gone, or how it ended. */
  resolve(path: string): Promise<Resolution> {
    return bodyOf(this.api.GET("/api/v1/resolve/", { params: { query: { ...this.site, path } } }));
  }

  /** One page of the list, the newest first. */
  list(query: ContentQuery & { cursor?: string } = {}): Promise<ContentPage> {
    return bodyOf(this.api.GET("/api/v1/content/", { params: { query: this.asked(query) } }));
  }

  /** Page after page. Nothing is skipped and nothing comes twice, whatever is published meanwhile. */
  async *pages(query: ContentQuery = {}): AsyncGenerator<ContentPage, void> {
    for (let cursor: string | null = null; ; ) {
      const page = await this.list(cursor === null ? query : { ...query, cursor });
      yield page;
      cursor = cursorIn(page.next, "cursor");
      if (cursor === null) return;
    }
  }

  /** Item after item of the list. */
  async *items(query: ContentQuery = {}): AsyncGenerator<ListedItem, void> {
    for await (const page of this.pages(query)) yield* page.results;
  }

  search(q: string, query: Omit<SearchQuery, "q"> = {}): Promise<SearchPage> {
    return bodyOf(this.api.GET("/api/v1/search/", { params: { query: { ...this.asked(query), q } } }));
  }

  /** The draft, or the list of drafts, that a token opens; never kept. Throws `preview_refused` where it opens none. */
  preview(token: string, query: Omit<QueryOf<"read_preview">, "token"> = {}): Promise<Schemas["Preview"]> {
    return bodyOf(this.api.GET("/api/v1/preview/", { params: { query: { ...query, token } } }));
  }

  /** The front page of the site as it will be once the drafts of a token are public: all of a bundle. */
  previewHome(token: string, query: Omit<QueryOf<"read_preview_home">, "token"> = {}): Promise<Item> {
    return bodyOf(this.api.GET("/api/v1/preview/home/", { params: { query: { ...query, token } } }));
  }

  /** One page of the list of the site, as it will be once the drafts of a token are public. */
  previewContent(token: string, query: Omit<QueryOf<"list_preview_content">, "token"> = {}): Promise<ContentPage> {
    return bodyOf(this.api.GET("/api/v1/preview/content/", { params: { query: { ...query, token } } }));
  }

  /** Menus and footer as they will be once the drafts of a token are public. */
  previewNavigation(token: string, query: Omit<QueryOf<"read_preview_navigation">, "token"> = {}): Promise<Menus> {
    return bodyOf(this.api.GET("/api/v1/preview/navigation/", { params: { query: { ...query, token } } }));
  }

  /** Words that complete what somebody types. */
  suggest(q: string): Promise<Completions> {
    return bodyOf(this.api.GET("/api/v1/suggest/", { params: { query: { ...this.asked({}), q } } }));
  }

  /** What the site itself is: names, languages, contact, colours. */
  siteRecord(hostname = this.hostname()): Promise<Site> {
    return bodyOf(this.api.GET("/api/v1/sites/{hostname}/", { params: { path: { hostname } } }));
  }

  navigation(hostname = this.hostname()): Promise<Menus> {
    const { locale } = this.options;
    const query = locale === undefined ? {} : { locale };
    return bodyOf(this.api.GET("/api/v1/sites/{hostname}/navigation/", { params: { path: { hostname }, query } }));
  }

  /** What every question says: the site. */
  get site(): { site?: string } {
    return this.options.site === undefined ? {} : { site: this.options.site };
  }

  private hostname(): string {
    return this.options.site ?? new URL(this.options.baseUrl).hostname;
  }

  private asked<Query extends object>(query: Query): Query & { site?: string; locale?: string } {
    const locale = this.options.locale === undefined ? {} : { locale: this.options.locale };
    return { ...this.site, ...locale, ...query };
  }
}

/** The cursor in the address of the next page; null where there is none. */
export function cursorIn(next: string | null, name: "cursor" | "since"): string | null {
  return next === null ? null : new URL(next).searchParams.get(name);
}
