export const log = {
  intro: (title: string) => `Co se dělo se záznamem ${title}, od nejnovějšího.`,
  none: "O tomto záznamu už není nic známo. Historie se uchovává jen po omezenou dobu.",
  noSubject: "Zvolte Protokol synchronizace u spárování nebo u chyby.",
  more: "Zobrazit starší položky",
  byPerson: (name: string) => `na žádost: ${name}`,
  byHand: "na žádost člověka",
  bySchedule: "podle plánu",
  byNotice: "po oznámení aplikace",
  job: "Úloha",
  error: "Zobrazit chybu",
  coupling: "Zobrazit spárování",
  entries: "Položky",
};
