import { isValidMode } from './validity';

describe('which studies the mode opens', () => {
  it.each(['DX', 'CR\\MR', 'MR\\RF', 'MR/DX'])('takes %s', modalities => {
    expect(isValidMode({ modalities }).valid).toBe(true);
  });

  it.each(['MR', '', 'CT\\SR', 'XDX'])('does not take "%s" and says why', modalities => {
    const { valid, description } = isValidMode({ modalities });
    expect(valid).toBe(false);
    expect(description).toContain('radiograph');
  });
});
