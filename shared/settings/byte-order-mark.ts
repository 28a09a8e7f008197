/** A text without the byte order mark that some editors begin a file with, and that JSON may pass over (RFC 8259, section 8.1). */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '');
}
