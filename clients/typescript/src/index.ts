export { changes, contentOf, Mirror, type Change, type Position } from "./changes.js";
export {
  Client,
  type Block,
  type BlockOf,
  type Completions,
  type ContentPage,
  type ContentQuery,
  type Item,
  type ListedItem,
  type Menus,
  type Options,
  type Resolution,
  type SearchPage,
  type SearchQuery,
  type Site,
} from "./client.js";
export { ApiProblem, type Code, type Problem } from "./problem.js";
export { remember } from "./remember.js";
export type { components, operations, paths } from "./schema.js";
