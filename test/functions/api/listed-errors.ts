import type { ErrorItem } from "../../../lib/domain/error/error-item.ts";
import { couplingIdOf, MappingName, RecordId } from "../../../lib/domain/ids.ts";
import { type ApiWorld, customer } from "./api-world.ts";

export const contact = MappingName.parse("CONTACT");

export const unknownError = "CUSTOMER.b00000000-0000-4000-8000-000000000000";

export interface ErrorsOfTest {
  /** Of a coupled record, unless told otherwise. */
  add(given?: Partial<ErrorItem>): Promise<ErrorItem>;
  /** Nothing that was added is listed, and nothing was sent. */
  startOver(): Promise<void>;
}

/** Errors that are listed for one test. */
export const errorsOf = (api: ApiWorld): ErrorsOfTest => {
  const made: ErrorItem[] = [];
  return {
    async add(given = {}) {
      const item = await api.addError({ ...coupled, ...given });
      made.push(item);
      return item;
    },
    async startOver() {
      const old = await api.app.store.errors.get(made.map(({ id }) => id));
      await api.app.store.errors.remove([...old.values()]);
      made.length = 0;
      api.sent.length = 0;
    },
  };
};

const coupled = {
  couplingId: couplingIdOf(
    customer,
    RecordId.parse("1".repeat(8) + "-0000-4000-8000-000000000001"),
  ),
};
