export const log = {
  intro: (title: string) => `What happened to ${title}, newest first.`,
  none: "Nothing is known of this record any more. History is kept for a limited time.",
  noSubject: "Choose Synchronization Log for a coupling or an error.",
  more: "Show older entries",
  byPerson: (name: string) => `asked for by ${name}`,
  byHand: "asked for by a person",
  bySchedule: "by the schedule",
  byNotice: "after a notice of an app",
  job: "Job",
  error: "Show the error",
  coupling: "Show the coupling",
  entries: "Entries",
};
