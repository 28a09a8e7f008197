/** The text of an alert with the lines put together again that go on, as people read them. */
export const unwrapped = (body: string): string => body.replaceAll(/\n {2,}(?=\S)/g, ' ');
