import { afterAll, expect, test } from "vitest";
import { couplingIdOf, errorIdOf } from "../../lib/domain/ids.ts";
import { checkMapping } from "../../lib/domain/mapping-checks/check-mapping.ts";
import { itemProduct } from "../world/creating-mappings.ts";
import { startWorld } from "../world/world.ts";

const world = await startWorld({ mappings: [itemProduct] });
afterAll(() => world.stop());

test("XA19, D32 an item that was deleted is restored without what Business Central computes", async () => {
  const item = await world.businessCentral.create("items", {
    displayName: "Bicycle",
    unitPrice: 12.5,
    unitCost: 7,
  });
  await world.run("ITEM-PRODUCT");
  const { name } = itemProduct;
  const coupling = await world.app.store.couplings.get(couplingIdOf(name, item));
  const product = coupling?.ids.dataverse ?? "";
  await world.businessCentral.remove("items", item);
  await world.run("ITEM-PRODUCT", { kind: "findDeleted" });

  const error = errorIdOf(name, "businessCentral", item);
  const job = await world.run("ITEM-PRODUCT", { kind: "restore", errors: { ids: [error] } });

  expect(job).toMatchObject({ state: "completed", counters: { businessCentral: { inserted: 1 } } });
  const restored = await world.businessCentral.list("items");
  expect(restored).toMatchObject([{ displayName: "Bicycle", unitPrice: 12.5, unitCost: 7 }]);
  expect(await world.dataverse.get("products", product)).toMatchObject({ name: "Bicycle" });
});

test("M15 a field that would write an item's inventory is refused when it is saved", () => {
  const fields = itemProduct.fields.map((field) =>
    field.name === "quantityOnHand" && field.kind !== "constant"
      ? { ...field, direction: "bidirectional" as const }
      : field,
  );
  expect(checkMapping({ ...itemProduct, fields }, [])).toMatchObject([
    {
      path: "fields/quantityOnHand",
      message: expect.stringContaining("Business Central computes"),
    },
  ]);
});
