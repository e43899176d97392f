/** Business Central writes each character that cannot stand in a name as `_xHHHH_`: blank is `_x0020_`. */
export const escapeEnumName = (name: string): string => {
  const plain = name === "" ? " " : name;
  return plain.replace(/[^A-Za-z0-9_]/g, escapeUnit).replace(/^[0-9]/, escapeUnit);
};

export const unescapeEnumName = (wire: string): string =>
  wire.includes("_x")
    ? wire.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : wire;

const escapeUnit = (unit: string): string =>
  `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`;
