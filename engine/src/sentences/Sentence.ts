/**
 * What a sentence is filled with. Numbers are written with the decimal sign of the reader's language, and so are
 * rounded before; a word or clause that is translated itself is a sentence again.
 */
export type SentenceValue = string | number | Sentence;

/**
 * Something that is said to the user: in English, and so that it can be said in another language. A plain
 * object, so that it goes through a worker's messages as it is.
 */
export interface Sentence {
  /** Which sentence of the catalogue it is. */
  readonly code: string;
  readonly values: Readonly<Record<string, SentenceValue>>;
  /** In English. */
  readonly text: string;
}

/** The English text. */
export function textOf(sentence: Sentence): string {
  return sentence.text;
}

/** Whether something said is the same. */
export function saysTheSame(a: Sentence, b: Sentence): boolean {
  return textOf(a) === textOf(b);
}

/** Fills the `{{name}}` of a template. */
export function fillTemplate(
  template: string,
  values: Readonly<Record<string, string | number>>
): string {
  return template.replace(/\{\{(\w+)\}\}/g, (place, name: string) => String(values[name] ?? place));
}

/** The names that a template is to be filled with. */
type NamesIn<Template extends string> = Template extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | NamesIn<Rest>
  : never;

type Values<Template extends string> = [NamesIn<Template>] extends [never]
  ? []
  : [values: Record<NamesIn<Template>, SentenceValue>];

/**
 * Makes sentences of a catalogue of English templates by their codes.
 * @returns a function that takes a code and, where the template has places to fill, their values
 */
export function sentencesOf<Catalogue extends Readonly<Record<string, string>>>(
  catalogue: Catalogue
) {
  return <Code extends keyof Catalogue & string>(
    code: Code,
    ...[values]: Values<Catalogue[Code]>
  ): Sentence => {
    const filled: Readonly<Record<string, SentenceValue>> = values ?? {};
    const texts = Object.fromEntries(
      Object.entries(filled).map(([name, value]) => [
        name,
        typeof value === 'object' ? value.text : value,
      ])
    );
    return { code, values: filled, text: fillTemplate(catalogue[code] ?? '', texts) };
  };
}
