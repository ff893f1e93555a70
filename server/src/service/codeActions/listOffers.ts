import { addCompanions, missingCompanions, resourceList } from '../../core/edits/companionArn';
import type { CompanionArn } from '../../core/edits/companionArn';
import type { EditPlace } from '../../core/edits/policyLists';
import { conversionAt, convert } from '../../core/edits/scalarAndList';
import { sortList } from '../../core/edits/sortLists';
import { message } from '../../core/text/message';
import type { Message } from '../../core/text/message';

import { codeActionKinds, oneChange } from './offer';
import type { Offer, OfferRequest } from './offer';

/** Sorting, brackets, and the ARNs that S3 wants in pairs. */
export function offerListRewrites(request: OfferRequest, place: EditPlace): readonly Offer[] {
  return [...companionOffers(request, place), ...sortOffers(request, place), ...conversionOffers(request)];
}

function sortOffers({ document }: OfferRequest, { list }: EditPlace): readonly Offer[] {
  const change = list === undefined ? undefined : sortList(document, list);
  if (change === undefined) return [];
  return [
    {
      id: 'sort-list',
      kind: codeActionKinds.sortList,
      title: message('Sort this list and drop repetitions'),
      make: () => oneChange(change),
    },
  ];
}

function conversionOffers({ document, offset }: OfferRequest): readonly Offer[] {
  const conversion = conversionAt(document, offset);
  if (conversion === undefined) return [];
  const name = conversion.member.key.text;
  return [
    {
      id: `convert-to-${conversion.to}`,
      kind: codeActionKinds.convertList,
      title: conversion.to === 'list' ? message('Write `{0}` as a list', name) : message('Write `{0}` without brackets', name),
      make: () => oneChange(convert(document, conversion)),
    },
  ];
}

/** At an ARN only its own companion, elsewhere in the statement all that are missing. */
function companionOffers({ document, context }: OfferRequest, { statement, list, item }: EditPlace): readonly Offer[] {
  const resources = statement === undefined ? undefined : resourceList(statement);
  if (statement === undefined || resources === undefined) return [];
  const missing = missingCompanions(document, statement, context.catalog);
  const { value } = resources;
  const place = value.kind !== 'array' ? 0 : value.items.findIndex((one) => one === item);
  const isAtArn = list?.value === value && item !== undefined;
  const wanted = isAtArn ? missing.filter(({ beside }) => beside === place) : missing;
  if (wanted.length === 0) return [];
  return [
    {
      id: 'add-companion',
      kind: codeActionKinds.addCompanion,
      title: companionTitle(wanted),
      make: () => oneChange(addCompanions(document, value, wanted)),
    },
  ];
}

function companionTitle(companions: readonly CompanionArn[]): Message {
  const [only, ...more] = companions;
  if (only === undefined || more.length > 0) return message('Add the {0} ARNs that these S3 actions need as well', companions.length);
  return only.type === 'object'
    ? message('Add `{0}`: these actions work on objects', only.arn)
    : message('Add `{0}`: these actions work on buckets', only.arn);
}
