import { EngineError, RadiographError } from '@xray-to-mri/engine';
import { PanelError } from './panelHost';
import { toPanelError } from './toPanelError';

describe('what the panel says of an error', () => {
  it.each([
    new RadiographError('The image is empty.'),
    new EngineError('out-of-memory', 'Close other tabs.'),
    new PanelError('Choose another.'),
  ])('is the sentence of our own $name', error => {
    expect(toPanelError(error, 'Something failed.').message).toBe(error.message);
  });

  it.each([
    new TypeError("Cannot read 'Doe^Jane'"),
    new DOMException('could not be cloned: Doe^Jane', 'DataCloneError'),
    'Doe^Jane',
    undefined,
  ])('is never the text of a foreign one', error => {
    const shown = toPanelError(error, 'Something failed.');
    expect(shown.message).toBe('Something failed.');
    expect(shown.cause).toBe(error);
  });
});
