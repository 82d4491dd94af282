import { IamStatement } from '../resources';

/**
 * Key of the session tag by which Lake Formation knows an engine that it lets
 * filter data; fixed by Lake Formation.
 * @public
 */
export const SESSION_TAG_KEY = 'LakeFormationAuthorizedCaller';

/** The seed says StringLike, in which a `*` in the value would allow every engine. */
export function withSessionTag(
  value: string,
): NonNullable<IamStatement['Condition']> {
  return { StringEquals: { [`aws:RequestTag/${SESSION_TAG_KEY}`]: value } };
}
