import { say, SpokenError, textOf } from '.';

class Refusal extends SpokenError {
  override readonly name = 'Refusal';
}

describe('a sentence', () => {
  it('is filled with its values, and with sentences as they are', () => {
    const sentence = say('viewSaid', { source: 'ViewPosition', view: say('viewLateral') });
    expect(sentence.text).toBe('Its ViewPosition says that it is a lateral view.');
    expect(sentence).toMatchObject({
      code: 'viewSaid',
      values: { source: 'ViewPosition', view: { code: 'viewLateral' } },
    });
  });

  it('takes values as they are, whatever they look like', () => {
    const { text } = say('wrongModality', { modality: '{{part}} $& <b>' });
    expect(text).toContain('is {{part}} $& <b>, not a radiograph');
  });

  it('goes through the messages of a worker', () => {
    const sentence = say('tooSmall', { columns: 10, rows: 20, least: 64 });
    expect(structuredClone(sentence)).toEqual(sentence);
  });
});

describe('an error for the user', () => {
  it('has the text as its message, and the sentence for other languages', () => {
    const error = new Refusal(say('noKnee'));
    expect(error.message).toBe(say('noKnee').text);
    expect(error.said).toEqual(say('noKnee'));
  });

  it('may be in English only', () => {
    const error = new Refusal('Choose another.', { cause: 1 });
    expect([error.message, error.sentence, error.said, error.cause]).toEqual([
      'Choose another.',
      null,
      'Choose another.',
      1,
    ]);
    expect(textOf(error.said)).toBe('Choose another.');
  });
});
