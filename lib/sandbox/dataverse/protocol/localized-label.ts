const english = 1033;
const czech = 1029;

/** Czech is installed besides English; not everything is translated. */
const inCzech: Readonly<Record<string, string>> = {
  Account: "Obchodní vztah",
  Contact: "Kontakt",
  Active: "Aktivní",
  Inactive: "Neaktivní",
  Yes: "Ano",
  No: "Ne",
};

/** Every installed language, and that of whoever asks. */
export function labelOf(text: string) {
  const own = { Label: text, LanguageCode: english, IsManaged: true, HasChanged: null };
  const other = inCzech[text];
  const others = other === undefined ? [] : [{ ...own, Label: other, LanguageCode: czech }];
  return { LocalizedLabels: [own, ...others], UserLocalizedLabel: own };
}
