/** Virtual time: nothing waits for real, and what is due happens on the way. */
export interface Timeline {
  /** Epoch milliseconds. */
  now(): number;
  at(moment: number, happens: () => void | Promise<void>): void;
  /** Moves on, and lets happen what falls into that time, in order. */
  pass(milliseconds: number): Promise<void>;
  /** When something happens next. */
  next(): number | undefined;
}

interface Due {
  readonly moment: number;
  readonly happens: () => void | Promise<void>;
}

export function createTimeline(start: number): Timeline {
  let now = start;
  let agenda: readonly Due[] = [];
  return {
    now: () => now,
    at: (moment, happens) => {
      const later = agenda.findIndex((due) => due.moment > moment);
      const place = later < 0 ? agenda.length : later;
      agenda = agenda.toSpliced(place, 0, { moment, happens });
    },
    pass: async (milliseconds) => {
      const target = now + milliseconds;
      for (;;) {
        const [due] = agenda;
        if (due === undefined || due.moment > target) break;
        agenda = agenda.slice(1);
        now = Math.max(now, due.moment);
        await due.happens();
      }
      now = Math.max(now, target);
    },
    next: () => agenda[0]?.moment,
  };
}
