import type { SimulateParams } from '../../../server/src/protocol/requests';

/** What a caller of the simulator may say in advance: parts of the request, whatever it left out. */
export type Preset = { -readonly [Name in keyof SimulateParams]?: SimulateParams[Name] };

/** A command's argument as a request in advance; undefined when it is none. */
export function readForm(value: unknown): Preset | undefined {
  if (typeof value !== 'object' || value === null || !('action' in value) || typeof value.action !== 'string') return undefined;
  const preset: Preset = { action: value.action };
  if ('principal' in value && typeof value.principal === 'string') preset.principal = value.principal;
  if ('resource' in value && typeof value.resource === 'string') preset.resource = value.resource;
  if ('uri' in value && typeof value.uri === 'string') preset.uri = value.uri;
  if ('contextIsComplete' in value && typeof value.contextIsComplete === 'boolean') preset.contextIsComplete = value.contextIsComplete;
  if ('context' in value) preset.context = readContext(value.context);
  return preset;
}

function readContext(value: unknown): SimulateParams['context'] {
  if (typeof value !== 'object' || value === null) return {};
  const context: Record<string, string | readonly string[]> = {};
  for (const [key, one] of Object.entries(value)) {
    if (typeof one === 'string') context[key] = one;
    else if (Array.isArray(one)) context[key] = one.map(String);
    else if (typeof one === 'number' || typeof one === 'boolean') context[key] = String(one);
  }
  return context;
}
