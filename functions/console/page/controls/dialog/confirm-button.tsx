import { Button, Spinner } from "@fluentui/react-components";

interface Props {
  readonly label: string;
  readonly isEnabled: boolean;
  readonly isBusy: boolean;
  readonly onConfirm: () => void;
}

/** The button of a dialog that does what it is about. */
export function ConfirmButton({ label, isEnabled, isBusy, onConfirm }: Props) {
  return (
    <Button
      appearance="primary"
      disabled={!isEnabled || isBusy}
      icon={isBusy ? <Spinner size="tiny" /> : null}
      onClick={onConfirm}
    >
      {label}
    </Button>
  );
}
