import { defineConfig } from "vitest/config";

/** Browsers, processes and heaps of their own: one file at a time, or they wait for each other. */
const alone = ["console", "deployed", "end-to-end", "growth", "simulation"].map(
  (folder) => `test/${folder}/**/*.test.{ts,tsx}`,
);

export default defineConfig({
  test: {
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    // Real engines start in tests: generous for a busy machine, still far below a hang.
    testTimeout: 20_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    coverage: { include: ["lib/**", "functions/**", "infra/**"] },
    projects: [
      {
        extends: true,
        test: {
          name: "together",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: alone,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: { name: "alone", include: alone, maxWorkers: 1, sequence: { groupOrder: 2 } },
      },
    ],
  },
});
