/** What the user gave cannot be used: one clear sentence, exit 1, nothing on stdout. */
export class BadInput extends Error {
  override readonly name = 'BadInput';
}
