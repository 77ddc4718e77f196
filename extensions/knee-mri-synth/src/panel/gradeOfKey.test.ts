import { gradeOfKey } from './gradeOfKey';

const press = (key: string, value: number | null = null, modifiers = {}) =>
  gradeOfKey({ key, ctrlKey: false, metaKey: false, altKey: false, ...modifiers }, value, {
    min: 0,
    max: 3,
  });

describe('a key on a reading', () => {
  it.each([
    ['0', null, { value: 0, isFinal: true }],
    ['3', 1, { value: 3, isFinal: true }],
    ['n', 2, { value: null, isFinal: true }],
    ['Delete', 2, { value: null, isFinal: false }],
    ['ArrowUp', null, { value: 0, isFinal: false }],
    ['ArrowUp', 3, { value: 3, isFinal: false }],
    ['ArrowDown', 1, { value: 0, isFinal: false }],
    ['ArrowDown', 0, { value: null, isFinal: false }],
  ])('%s on %p sets it', (key, value, expected) => {
    expect(press(key, value)).toEqual(expected);
  });

  it.each(['4', '9', 'a', 'Tab', 'Enter'])('%s does nothing', key => {
    expect(press(key)).toBeNull();
  });

  it('does nothing with Ctrl: that is for undo and the viewer', () => {
    expect(press('z', 1, { ctrlKey: true })).toBeNull();
    expect(press('1', 1, { ctrlKey: true })).toBeNull();
  });
});
