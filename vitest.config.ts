import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" },
    // Real engines start in tests: generous for a busy machine, still far below a hang.
    testTimeout: 20_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    coverage: { include: ["lib/**", "functions/**", "infra/**"] },
  },
});
