import type { Faults } from "../../web/faults.ts";
import type { Company, Variant } from "../store/company.ts";
import type { Notifier } from "./notifications.ts";

export interface ApiApp {
  readonly company: Company;
  readonly faults: Faults<Variant>;
  readonly notifier: Notifier;
}
