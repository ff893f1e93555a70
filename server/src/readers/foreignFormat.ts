import type { OrganizationProblem } from '../core/organization/organization';
import type { OrganizationFiles } from '../core/organization/organizationFiles';

/** A way to describe an organization that is not ours. */
export type FormatName = 'awsOutputs' | 'landingZoneAccelerator' | 'orgFormation' | 'iamCollect' | 'terraform' | 'cloudFormation';

/**
 * An organization as another tool describes it, in the native layout (docs/organization.md): what is read of it stands in `files`, and a
 * policy document that the tool keeps in a file of its own is referred to where it lies.
 */
export interface ForeignOrganization {
  readonly format: FormatName;
  /** By path relative to the folder of the source. They lie over the files of the folder; `organization.jsonc` is among them. */
  readonly files: ReadonlyMap<string, string>;
  /** Trouble with the source's own files, at its place there. */
  readonly problems: readonly OrganizationProblem[];
}

/** Reads one foreign format. What it cannot tell stays unknown in what it makes; it never throws. */
export interface ForeignReader {
  readonly format: FormatName;
  /** Whether a file of this path may begin such an organization: the folder it lies in is then read. Cheap, from the path alone. */
  isEntry(path: string): boolean;
  /** The organization of a folder (paths are relative to it), or undefined when its files describe none. */
  read(files: OrganizationFiles): ForeignOrganization | undefined;
}

/** Stands in an `attach` list or for a policy where the source does not tell: nothing has this name, so the layer stays unknown in decisions. */
export const notTold = '(not told)';
