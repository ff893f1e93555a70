import type { JsonNode } from '../../syntax/nodes';

/**
 * Whether a text holds something that another tool, or its author, fills in later: `${…}`, `{{…}}`, `<account-id>`, `%NAME%`, `ACCOUNT_ID`.
 * Such a text is unknown, not wrong.
 */
export function hasPlaceholder(text: string): boolean {
  return /[$<>{}%]|@@|\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/.test(text);
}

/** Whether a value, or a member's name, is a CloudFormation intrinsic (`{ "Ref": … }`, `{ "Fn::Sub": … }`), whose result nobody knows here. */
export function isIntrinsic(node: JsonNode | undefined): boolean {
  return node?.kind === 'object' && node.members.some(({ key }) => isIntrinsicName(key.text));
}

/** Whether a member's name is that of a CloudFormation intrinsic. */
export function isIntrinsicName(name: string): boolean {
  return name === 'Ref' || name.startsWith('Fn::');
}
