import { inList, say, SpokenError } from '.';

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
    expect(error.sentence).toEqual(say('noKnee'));
  });

  it('keeps the cause', () => {
    expect(new Refusal(say('noKnee'), { cause: 1 }).cause).toBe(1);
  });
});

describe('a list of sentences', () => {
  const [first, second, third] = ['rightKnee', 'leftKnee', 'processor'] as const;

  it('is one sentence, whose parts can be said in another language', () => {
    const list = inList([say(first), say(second), say(third)], 3);
    expect(list.text).toBe('right; left; processor');
    expect(list.values['next']).toEqual(say(third));
    expect(inList([say(first)], 3)).toEqual(say(first));
  });

  it('is no longer than wanted, and says how much it leaves out', () => {
    expect(inList([say(first), say(second), say(third)], 1).text).toBe('right; and 2 more');
  });
});
