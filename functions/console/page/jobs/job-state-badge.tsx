import { Badge } from "@fluentui/react-components";
import type { JobState } from "../../../../lib/domain/job/job.ts";
import type { Job } from "../api/shapes.ts";
import { useTexts } from "../texts/use-texts.ts";

type Color = "informative" | "brand" | "success" | "warning" | "danger";

const colors: Readonly<Record<JobState, Color>> = {
  queued: "informative",
  running: "brand",
  completed: "success",
  completedWithErrors: "warning",
  failed: "danger",
  cancelled: "informative",
};

export function JobStateBadge({ job: { state } }: { readonly job: Job }) {
  const { words } = useTexts();
  return (
    <Badge appearance="tint" color={colors[state]}>
      {words.jobState[state]}
    </Badge>
  );
}
