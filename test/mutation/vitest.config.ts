import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The laws try thousands of pairs: they are asked for what no example has found wrong. */
class LawsLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => (moduleId.includes("-laws.") ? 1 : 0);
    return files.toSorted(
      (one, other) => rank(one) - rank(other) || one.moduleId.localeCompare(other.moduleId),
    );
  }
}

export default defineConfig({
  test: {
    include: ["test/domain/**/*.test.ts"],
    setupFiles: ["test/mutation/same-cases.ts"],
    // The domain keeps no state but what follows from a mapping, so that its tests may share a process.
    isolate: false,
    sequence: { sequencer: LawsLast },
  },
});
