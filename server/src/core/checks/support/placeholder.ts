import type { JsonNode } from '../../syntax/nodes';

export { hasPlaceholder } from '../../text/placeholder';

/** Whether a value, or a member's name, is a CloudFormation intrinsic (`{ "Ref": … }`, `{ "Fn::Sub": … }`), whose result nobody knows here. */
export function isIntrinsic(node: JsonNode | undefined): boolean {
  return node?.kind === 'object' && node.members.some(({ key }) => isIntrinsicName(key.text));
}

/** Whether a member's name is that of a CloudFormation intrinsic. */
export function isIntrinsicName(name: string): boolean {
  return name === 'Ref' || name.startsWith('Fn::');
}
