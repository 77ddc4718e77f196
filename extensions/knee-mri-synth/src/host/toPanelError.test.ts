import { EngineError, RadiographError, say } from '@xray-to-mri/engine';
import { PanelError } from './panelHost';
import { tell } from './sentences';
import { toPanelError } from './toPanelError';

describe('what the panel says of an error', () => {
  it.each([
    new RadiographError(say('emptyImage')),
    new EngineError('out-of-memory', say('outOfMemory')),
    new PanelError(tell('noImage')),
  ])('is the sentence of our own $name', error => {
    expect(toPanelError(error, tell('saveFailed')).message).toBe(error.message);
  });

  it.each([
    new TypeError("Cannot read 'Doe^Jane'"),
    new DOMException('could not be cloned: Doe^Jane', 'DataCloneError'),
    'Doe^Jane',
    undefined,
  ])('is never the text of a foreign one', error => {
    const shown = toPanelError(error, tell('saveFailed'));
    expect(shown.message).toBe('The series could not be saved. Try again.');
    expect(shown.cause).toBe(error);
  });
});
