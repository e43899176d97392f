import type { PerSide } from "../../domain/side.ts";
import type { Metadata, Searchable } from "../../ports/metadata.ts";
import type { Store } from "../../ports/store.ts";

/** What a look may touch: nothing in it can write to an app. */
export interface LookApp {
  readonly store: Pick<Store, "looks" | "descriptions" | "mappings" | "couplings">;
  readonly apps: PerSide<Metadata & Searchable>;
}
