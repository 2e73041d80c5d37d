/** Nothing here runs: the compiler refuses the file if a type no longer says what it should. */
import type { Block, BlockOf, ContentQuery, Item, Resolution } from "../src/index.js";

export function wordsOf(block: Block): string {
  switch (block.type) {
    case "heading":
      return block.value.text;
    case "paragraph":
      return block.value;
    case "image":
      return block.value.renditions.map(({ url, width }) => `${url} ${width}w`).join(", ");
    case "file":
      return `${block.value.title} ${block.value.url}`;
    default:
      return block.type;
  }
}

export function locationOf(found: Resolution): string | undefined {
  // @ts-expect-error there is no such state
  if (found.state === "lost") return undefined;
  return found.location;
}

export const quoted = (block: BlockOf<"quote">): string => block.value.text;
export const asked: ContentQuery = { type: ["news", "notice"], include: "subsites" };
// @ts-expect-error there is no such filter
export const unknown: ContentQuery = { colour: "red" };
// @ts-expect-error there is no such type
export const unheardOf: ContentQuery = { type: ["song"] };
// @ts-expect-error an item has no such field
export const field = (item: Item): string => item.colour;
// @ts-expect-error a heading has no address
export const address = (block: BlockOf<"heading">): string => block.value.url;
