import { Button, Field, Select } from "@fluentui/react-components";
import { useRef, useState } from "react";
import type { ApiFailure } from "../api/call-api.ts";
import { findDeleted } from "../api/error-calls.ts";
import type { Status } from "../api/shapes.ts";
import { useApi } from "../api/use-api.ts";
import { useJobWatch } from "../context/use-job-watch.ts";
import { Modal } from "../controls/dialog/modal.tsx";
import { useModal } from "../controls/dialog/use-modal.ts";
import { FailureBar } from "../controls/failure/failure-bar.tsx";
import { useTexts } from "../texts/use-texts.ts";

interface Props {
  readonly mapping: string | undefined;
  readonly status: Status | undefined;
  readonly onClose: () => void;
}

/** Find for Deleted, of one table or of all. */
export function FindDeletedDialog({ mapping: first, status, onClose }: Props) {
  const { errors, shell, words } = useTexts();
  const modal = useModal(onClose);
  const api = useApi();
  const { watch } = useJobWatch();
  const [mapping, setMapping] = useState(first);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure>();
  const key = useRef<string>(undefined);
  const find = async (): Promise<void> => {
    setBusy(true);
    key.current ??= crypto.randomUUID();
    const started = await findDeleted(api, mapping, key.current);
    setBusy(false);
    if (started.ok) {
      watch({ name: errors.findDeleted.title, jobs: started.value.jobs });
      modal.close();
      return;
    }
    if (started.failure.kind === "problem") key.current = undefined;
    setFailure(started.failure);
  };
  return (
    <Modal
      modal={modal}
      title={errors.findDeleted.title}
      actions={
        <>
          <Button onClick={modal.close}>{shell.cancel}</Button>
          <Button appearance="primary" disabled={isBusy} onClick={() => void find()}>
            {errors.findDeleted.confirm}
          </Button>
        </>
      }
    >
      <div>{errors.findDeleted.explain}</div>
      <Field label={errors.findDeleted.mapping}>
        <Select
          value={mapping ?? ""}
          onChange={(_, { value }) => setMapping(value === "" ? undefined : value)}
        >
          <option value="">{errors.filters.allMappings}</option>
          {status?.mappings.map(({ name }) => (
            <option key={name} value={name}>
              {words.mapping[name] ?? name}
            </option>
          ))}
        </Select>
      </Field>
      <FailureBar failure={failure} />
    </Modal>
  );
}
