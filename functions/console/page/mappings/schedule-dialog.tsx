import { Button, Field, Input, makeStyles, Spinner } from "@fluentui/react-components";
import { useState } from "react";
import type { MappingName } from "../../../../lib/domain/ids.ts";
import { ok, type Result } from "../../../../lib/domain/result.ts";
import type { Api, ApiFailure } from "../api/call-api.ts";
import { startedWith } from "../api/mapping-action-calls.ts";
import {
  type Cadence,
  readSchedule,
  runSchedule,
  saveSchedule,
  switchSchedule,
} from "../api/schedule-calls.ts";
import type { Schedule } from "../api/shapes.ts";
import { useAnswer } from "../api/use-answer.ts";
import { useApi } from "../api/use-api.ts";
import { useNotices } from "../context/use-notices.ts";
import { ConfirmButton } from "../controls/dialog/confirm-button.tsx";
import { Modal } from "../controls/dialog/modal.tsx";
import { useModal } from "../controls/dialog/use-modal.ts";
import { FailureBar } from "../controls/failure/failure-bar.tsx";
import { useStartJobs } from "../controls/preview/use-start-jobs.ts";
import { Fact, Facts } from "../controls/record/facts.tsx";
import { useFormat, useTexts } from "../texts/use-texts.ts";

const useStyles = makeStyles({
  actions: { display: "flex", flexWrap: "wrap", gap: "8px" },
});

interface Props {
  readonly name: MappingName;
  readonly onClose: () => void;
  readonly onChanged: () => void;
}

/** How often a mapping runs, and whether it does. */
export function ScheduleDialog({ name, onClose, onChanged }: Props) {
  const { mappings, shell } = useTexts();
  const modal = useModal(onClose);
  const api = useApi();
  const notify = useNotices();
  const start = useStartJobs();
  const loaded = useAnswer({ key: name }, (read) => readSchedule(read, name));
  const [typed, setTyped] = useState<Partial<Typed>>({});
  const [switched, setSwitched] = useState<Schedule>();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure>();
  const schedule = switched ?? loaded.value;
  const entered = { ...(schedule && typedOf(schedule)), ...typed };
  const cadence = cadenceOf(entered);

  const change = async (
    act: (api: Api) => Promise<Result<Schedule, ApiFailure>>,
  ): Promise<boolean> => {
    setBusy(true);
    const changed = await act(api);
    setBusy(false);
    setFailure(changed.ok ? undefined : changed.failure);
    if (changed.ok) setSwitched(changed.value);
    onChanged();
    return changed.ok;
  };
  const save = async (wanted: Cadence): Promise<void> => {
    if (!(await change((by) => saveSchedule(by, name, wanted)))) return;
    notify({ intent: "success", title: mappings.schedule.saved(name) });
    modal.close();
  };
  const run = async (): Promise<void> => {
    const failed = await start.run(mappings.actions.synchronize, async (by, key) => {
      const started = await runSchedule(by, name, key);
      return started.ok ? ok(startedWith([started.value.job])) : started;
    });
    if (failed === undefined) modal.close();
  };

  return (
    <Modal
      modal={modal}
      title={mappings.schedule.title(name)}
      isBusy={isBusy}
      actions={
        <>
          <Button disabled={isBusy} onClick={modal.close}>
            {shell.cancel}
          </Button>
          <ConfirmButton
            label={mappings.schedule.save}
            isEnabled={schedule !== undefined && cadence !== undefined}
            isBusy={isBusy}
            onConfirm={() => cadence && void save(cadence)}
          />
        </>
      }
    >
      {schedule === undefined && loaded.isLoading && <Spinner label={shell.loading} />}
      <FailureBar failure={loaded.failure ?? failure ?? start.failure} />
      {schedule !== undefined && (
        <>
          <ScheduleFacts schedule={schedule} />
          <Switches
            schedule={schedule}
            isBusy={isBusy || start.isBusy}
            onSwitch={(to) => void change((by) => switchSchedule(by, name, to))}
            onRun={() => void run()}
          />
          <CadenceFields
            minutes={entered.minutes ?? ""}
            inactivity={entered.inactivity ?? ""}
            onType={(more) => setTyped((before) => ({ ...before, ...more }))}
          />
        </>
      )}
    </Modal>
  );
}

function ScheduleFacts({ schedule }: { readonly schedule: Schedule }) {
  const { mappings, words } = useTexts();
  const format = useFormat();
  const { status, lastRunAt, nextRunAt, attempts, message, circuit } = schedule;
  const { columns, details } = mappings;
  return (
    <Facts>
      <Fact term={mappings.schedule.status}>{words.scheduleStatus[status]}</Fact>
      <Fact term={columns.lastRun}>
        {lastRunAt === null ? mappings.schedule.never : format.moment(lastRunAt)}
      </Fact>
      <Fact term={columns.nextRun}>{nextRunAt === null ? "–" : format.moment(nextRunAt)}</Fact>
      <Fact term={mappings.schedule.attempts}>{format.number(attempts)}</Fact>
      {message !== undefined && <Fact term={details.message}>{message}</Fact>}
      {circuit !== undefined && (
        <Fact term={`${details.interrupted} ${format.moment(circuit.openSince)}`}>
          {circuit.message}
        </Fact>
      )}
    </Facts>
  );
}

interface SwitchesProps {
  readonly schedule: Schedule;
  readonly isBusy: boolean;
  readonly onSwitch: (to: "hold" | "resume") => void;
  readonly onRun: () => void;
}

function Switches({ schedule: { status, circuit }, isBusy, onSwitch, onRun }: SwitchesProps) {
  const styles = useStyles();
  const { mappings } = useTexts();
  const isHeld = status === "onHold";
  const isGoing = (status === "ready" || status === "running") && circuit === undefined;
  return (
    <div className={styles.actions}>
      <Button disabled={isBusy || isHeld} onClick={() => onSwitch("hold")}>
        {mappings.schedule.hold}
      </Button>
      <Button disabled={isBusy || isGoing} onClick={() => onSwitch("resume")}>
        {mappings.schedule.resume}
      </Button>
      <Button disabled={isBusy || isHeld || status === "running"} onClick={onRun}>
        {mappings.schedule.run}
      </Button>
    </div>
  );
}

interface Typed {
  readonly minutes: string;
  readonly inactivity: string;
}

function CadenceFields({
  minutes,
  inactivity,
  onType,
}: Typed & { readonly onType: (more: Partial<Typed>) => void }) {
  const { mappings } = useTexts();
  const { schedule } = mappings;
  const wrong = (least: number): string => schedule.invalid.replace("{least}", String(least));
  const isWrong = minutesOf(minutes, 1) === undefined;
  const isRestWrong = inactivity.trim() !== "" && minutesOf(inactivity, 0) === undefined;
  return (
    <>
      <Field label={schedule.minutes} {...(isWrong && { validationMessage: wrong(1) })}>
        <Input value={minutes} onChange={(_, { value }) => onType({ minutes: value })} />
      </Field>
      <Field
        label={schedule.inactivity}
        hint={schedule.inactivityHint}
        {...(isRestWrong && { validationMessage: wrong(0) })}
      >
        <Input value={inactivity} onChange={(_, { value }) => onType({ inactivity: value })} />
      </Field>
    </>
  );
}

const typedOf = ({ minutesBetweenRuns, inactivityTimeoutMinutes }: Schedule): Typed => ({
  minutes: String(minutesBetweenRuns),
  inactivity: inactivityTimeoutMinutes === undefined ? "" : String(inactivityTimeoutMinutes),
});

/** Undefined while what is typed makes no sense. */
function cadenceOf({ minutes = "", inactivity = "" }: Partial<Typed>): Cadence | undefined {
  const minutesBetweenRuns = minutesOf(minutes, 1);
  if (minutesBetweenRuns === undefined) return undefined;
  if (inactivity.trim() === "") return { minutesBetweenRuns };
  const inactivityTimeoutMinutes = minutesOf(inactivity, 0);
  return inactivityTimeoutMinutes === undefined
    ? undefined
    : { minutesBetweenRuns, inactivityTimeoutMinutes };
}

const oneMonth = 44_640;

function minutesOf(text: string, least: number): number | undefined {
  if (!/^\d{1,6}$/.test(text.trim())) return undefined;
  const minutes = Number(text);
  return minutes >= least && minutes <= oneMonth ? minutes : undefined;
}
