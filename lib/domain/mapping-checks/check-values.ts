import { plainName } from "../conversion/choice.ts";
import type {
  ChoiceField,
  ConstantField,
  FieldMapping,
  LookupField,
  TextField,
} from "../mapping/mapping.ts";
import { flowsTo } from "../side.ts";

/** Whether the parts of one field fit together; one message per fault. */
export function checkValues(field: FieldMapping): readonly string[] {
  switch (field.kind) {
    case "choice":
      return checkChoice(field);
    case "lookup":
      return checkLookup(field);
    case "constant":
      return checkConstant(field);
    case "text":
    case "code":
      return [...checkSeparators(field), ...checkMoment(field)];
    case "guid":
    case "boolean":
    case "integer":
    case "decimal":
    case "date":
    case "dateTime":
      return [];
  }
}

/** C9: no option may have two names where the name is to be found from the option. */
function checkChoice({ name, values, blank, direction }: ChoiceField): readonly string[] {
  const names = Object.keys(values).map(plainName);
  const options = Object.values(values);
  const faults: string[] = [];
  if (names.length === 0) {
    faults.push(`Field "${name}" has an empty value map. Add the options.`);
  }
  if (new Set(names).size < names.length) {
    faults.push(`The value map of field "${name}" names one option twice. Remove one of them.`);
  }
  if (new Set(options.map((option) => typeof option)).size > 1) {
    faults.push(`The value map of field "${name}" mixes numbers and booleans. Use one kind.`);
  }
  if (flowsTo(direction, "businessCentral") && new Set(options).size < options.length) {
    faults.push(
      `The value map of field "${name}" leads two options to the same number, so the way back is not ` +
        "clear. Make it one to one, or send the field to Dataverse only.",
    );
  }
  if (blank !== undefined && plainName(blank) !== "" && names.includes(plainName(blank))) {
    faults.push(
      `Field "${name}" uses "${blank}" both as its blank and in its value map. Remove one.`,
    );
  }
  return faults;
}

/** M11, scenario 227: a blank cannot be both refused and written. */
function checkLookup({
  name,
  notNull,
  whenUncoupled,
  blankIs,
  dataverse,
}: LookupField): readonly string[] {
  const faults: string[] = [];
  if (notNull && whenUncoupled === "clear") {
    faults.push(
      `Field "${name}" has notNull and also whenUncoupled "clear", which contradict each other. ` +
        'Remove notNull, or set whenUncoupled to "leave".',
    );
  }
  if (blankIs === "baseCurrency" && dataverse.set !== "transactioncurrencies") {
    faults.push(
      `Field "${name}" has blankIs "baseCurrency" but refers to "${dataverse.set}". ` +
        'Only a lookup to "transactioncurrencies" has a base currency.',
    );
  }
  return faults;
}

/** M5 */
const checkConstant = ({ name, side, value }: ConstantField): readonly string[] =>
  side === "businessCentral" && value !== null && typeof value === "object"
    ? [`Constant "${name}" binds a Dataverse row in Business Central. Give it a plain value.`]
    : [];

/** C13 */
function checkSeparators({ name, businessCentral, dataverse }: TextField): readonly string[] {
  const separators = [businessCentral, dataverse].flatMap((place) =>
    "columns" in place ? [place.separator] : [],
  );
  return new Set(separators).size > 1
    ? [`Field "${name}" joins its columns with two different separators. Use one.`]
    : [];
}

/** M12 */
const checkMoment = ({ name, on, direction }: TextField): readonly string[] =>
  on === "create" && direction === "bidirectional"
    ? [`Field "${name}" is written only with a create, so it needs one direction. Choose one.`]
    : [];
