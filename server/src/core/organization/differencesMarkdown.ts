import { escapeMarkdown } from '../text/markdown';
import { message } from '../text/message';
import type { Translate } from '../text/message';

import { describeDifference } from './describeDifference';
import type { OrganizationDifference } from './organizationDifferences';

/** What differs, as Markdown: how much, then a line for each. Names stand there as they are, whatever signs are in them. */
export function differencesMarkdown(differences: readonly OrganizationDifference[], translate: Translate): readonly string[] {
  const lines = differences.map((difference) => `- ${escapeMarkdown(translate(describeDifference(difference)))}`);
  return [translate(differenceCount(differences)), ...(lines.length === 0 ? [] : ['']), ...lines];
}

export function differenceCount(differences: readonly OrganizationDifference[]) {
  return differences.length === 0 ? message('nothing differs') : message('differences: {0}', differences.length);
}
