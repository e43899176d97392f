import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Links of a Markdown file that lead to no file, or to no heading of one, as sentences. */
export function brokenLinks(root: string, file: string): readonly string[] {
  const text = withoutCode(readFileSync(join(root, file), "utf8"));
  return linkTargets(text).flatMap((target) => {
    const trouble = troubleWith(root, file, target);
    return trouble === undefined ? [] : [`${file} links to ${target}: ${trouble}.`];
  });
}

function troubleWith(root: string, file: string, target: string): string | undefined {
  const [path = "", anchor] = target.split("#");
  const full = path === "" ? join(root, file) : join(root, dirname(file), decodeURI(path));
  if (relative(root, full).startsWith("..")) return "it leaves the repository";
  if (!existsSync(full)) return "there is no such file";
  if (anchor === undefined) return undefined;
  if (statSync(full).isDirectory() || !full.endsWith(".md")) return "only Markdown has headings";
  return anchorsOf(readFileSync(full, "utf8")).includes(anchor) ? undefined : "no such heading";
}

/** Targets inside the repository, of links and pictures, in Markdown and in HTML. */
const linkTargets = (text: string): readonly string[] =>
  [...text.matchAll(/\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g)]
    .map(([, link, attribute]) => link ?? attribute ?? "")
    .filter((target) => !/^[a-z]+:/i.test(target));

/** As GitHub names headings; a repeated one gets a number. */
export function anchorsOf(text: string): readonly string[] {
  const seen = new Map<string, number>();
  return [...withoutBlocks(text).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) => {
    const anchor = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-");
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

const withoutBlocks = (text: string): string => text.replaceAll(/^```[\s\S]*?^```/gm, "");

const withoutCode = (text: string): string => withoutBlocks(text).replaceAll(/`[^`\n]*`/g, "");
