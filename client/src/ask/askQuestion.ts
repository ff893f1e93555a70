import * as l10n from '@vscode/l10n';
import type { CancellationToken } from 'vscode';

import { suggestRequest } from '../../../server/src/protocol/requests';
import type { RememberedRequest, Suggestion } from '../../../server/src/protocol/requests';
import type { Server } from '../client';
import { pickText } from './pickText';
import type { Picked, TextQuestion } from './pickText';

type SuggestParams = Parameters<NonNullable<typeof suggestRequest.types>>[0];
type Answers = { action: string; resource: string; principal: string };
type Field = keyof Answers;

/** Asks what request is meant: the action, the resource and, where the organization knows any, the principal. */
export async function askQuestion(
  server: Server,
  uri: string,
  start: Partial<Answers>,
): Promise<Omit<RememberedRequest, 'id'> | undefined> {
  const answers: Answers = { action: '', resource: '', principal: '', ...start };
  const principals = await suggest(server, { field: 'principal', query: '', uri });
  const fields: readonly Field[] = principals.length === 0 ? ['action', 'resource'] : ['action', 'resource', 'principal'];
  for (let step = 0; step < fields.length;) {
    const field = fields[step];
    if (field === undefined) break;
    const picked: Picked = await pickText(textQuestion(server, uri, field, step + 1, fields.length, answers));
    if (picked.kind === 'cancelled') return undefined;
    if (picked.kind === 'back') {
      step -= 1;
      continue;
    }
    answers[field] = picked.value;
    step += 1;
  }
  return { ...answers, context: {} };
}

function textQuestion(server: Server, uri: string, field: Field, step: number, steps: number, answers: Answers): TextQuestion {
  const { action } = answers;
  return {
    title: l10n.t('Would this be allowed…?'),
    placeholder: placeholder(field, action),
    step,
    steps,
    value: answers[field],
    prefersSuggestions: field !== 'resource',
    ...(field === 'principal' ? { fixed: anybody() } : {}),
    suggest: (query, token) => suggest(server, { field, query, uri, ...(field === 'action' ? {} : { action }) }, token),
  };
}

function placeholder(field: Field, action: string): string {
  if (field === 'action') return l10n.t('Which action? For example s3:GetObject');
  if (field === 'resource') return l10n.t('On which resource does {0} act? An ARN, or *', action);
  return l10n.t('Who asks? A principal of the organization, or an ARN');
}

function anybody(): Suggestion {
  return { value: '', label: l10n.t('Nobody in particular'), detail: l10n.t('decide by this policy alone') };
}

async function suggest(server: Server, params: SuggestParams, token?: CancellationToken): Promise<readonly Suggestion[]> {
  return (await server.sendOr(suggestRequest, params, { suggestions: [] }, token)).suggestions;
}
