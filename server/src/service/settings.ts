import { readPolicyType } from '../core/policy/inferPolicyType';
import type { PolicyType } from '../core/policy/policyType';
import type { Severity } from '../core/checks/check';

/** The settings below `gatehouse.` that the server obeys. */
export interface Settings {
  readonly policyFiles: readonly PolicyFileSetting[];
  readonly checks: Readonly<Record<string, Severity>>;
  /** Path of the organization to use; empty: the nearest manifest. */
  readonly organization: string;
  readonly language: 'auto' | 'en' | 'ko';
  /** Whether drafts stand in the places of the policies that they are bound to. */
  readonly answers: 'drafts' | 'deployed';
  /** Files that are not open are checked as well. */
  readonly checkAllFiles: boolean;
  readonly codeLensEnabled: boolean;
  readonly inlayHintsEnabled: boolean;
}

/** Files of a policy type, and the deployed policy that they are drafts of. */
export interface PolicyFileSetting {
  readonly glob: string;
  readonly type: PolicyType | undefined;
  readonly policy: string | undefined;
}

export const defaultSettings: Settings = {
  policyFiles: [],
  checks: {},
  organization: '',
  language: 'auto',
  answers: 'drafts',
  checkAllFiles: true,
  codeLensEnabled: true,
  inlayHintsEnabled: true,
};

/** Settings as the editor sends them; what cannot be understood keeps its default. */
export function readSettings(value: unknown): Settings {
  const codeLens = field(field(value, 'codeLens'), 'enabled');
  const inlayHints = field(field(value, 'inlayHints'), 'enabled');
  const language = field(value, 'language');
  const organization = field(value, 'organization');
  return {
    policyFiles: readPolicyFiles(field(value, 'policyFiles')),
    checks: readSeverities(field(value, 'checks')),
    organization: typeof organization === 'string' ? organization : '',
    language: language === 'en' || language === 'ko' ? language : 'auto',
    answers: field(value, 'answers') === 'deployed' ? 'deployed' : 'drafts',
    checkAllFiles: field(field(value, 'diagnostics'), 'scope') !== 'openFiles',
    codeLensEnabled: typeof codeLens === 'boolean' ? codeLens : true,
    inlayHintsEnabled: typeof inlayHints === 'boolean' ? inlayHints : true,
  };
}

function readPolicyFiles(value: unknown): readonly PolicyFileSetting[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown) => {
    const glob = field(entry, 'glob');
    const policy = field(entry, 'policy');
    if (typeof glob !== 'string' || glob === '') return [];
    return [{ glob, type: readPolicyType(field(entry, 'type')), policy: typeof policy === 'string' ? policy : undefined }];
  });
}

function readSeverities(value: unknown): Readonly<Record<string, Severity>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).flatMap(([code, severity]) => (isSeverity(severity) ? [[code, severity] as const] : [])));
}

function isSeverity(value: unknown): value is Severity {
  return value === 'error' || value === 'warning' || value === 'information' || value === 'hint' || value === 'off';
}

/** A member of an object that came from outside. */
function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined;
}
