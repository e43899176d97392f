import type { ApiFailure } from "../../api/call-api.ts";
import type { Texts } from "../../texts/use-texts.ts";

export interface FailureWords {
  readonly title: string;
  readonly detail: string;
}

/** What went wrong, for people. */
export function failureWords(failure: ApiFailure, { shell }: Pick<Texts, "shell">): FailureWords {
  switch (failure.kind) {
    case "unreachable":
      return { title: shell.unreachable, detail: shell.unreachableHint };
    case "unreadable":
      return { title: shell.unreadable(failure.status), detail: "" };
    case "problem": {
      const { title, detail, errors = [], requestId } = failure.problem;
      const faults = errors.map(({ path, message }) => `${path}: ${message}`);
      const request = failure.status >= 500 && requestId ? [shell.requestId(requestId)] : [];
      return { title, detail: [detail ?? "", ...faults, ...request].join(" ").trim() };
    }
  }
}
