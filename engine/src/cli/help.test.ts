/**
 * @jest-environment <rootDir>/test/hostArraysEnvironment.cjs
 */
import { commandLine, PNG_FILM } from '../../test/commandLine';
import { EXIT } from './CliError';

const { run, synthesize } = commandLine('help');

describe('help', () => {
  it.each([[['--help']], [['synthesize', '--help']], [['save', '--help']], [[]]])(
    'is there for %j',
    async args => {
      const { code, stdout } = await run(args);
      expect(code).toBe(EXIT.ok);
      expect(stdout).toMatch(/xray-to-mri/);
    }
  );

  it('names every option of synthesize', async () => {
    const { stdout } = await run(['synthesize', '--help']);
    for (const option of [
      'out',
      'bundle',
      'readings',
      'side',
      'roi',
      'slices',
      'steps',
      'samples',
      'seed',
      'runtime',
      'format',
      'json',
    ]) {
      expect(stdout).toContain(`--${option}`);
    }
  });

  it.each([
    ['--slices', '500', '501'],
    ['--steps', '1000', '1001'],
  ])('says how far %s goes, and that is how far it goes', async (option, most, tooMany) => {
    const { stdout } = await run(['synthesize', '--help']);
    expect(stdout).toMatch(new RegExp(`${option} N .*from 1 to ${most};`));
    const { code, stderr } = await synthesize(PNG_FILM, '--side', 'R', option, tooMany);
    expect(stderr).toContain(`from 1 to ${most}, not ${tooMany}`);
    expect(code).toBe(EXIT.input);
  });

  it('is pointed to for a command that does not exist', async () => {
    const { code, stderr } = await run(['synthesise']);
    expect(stderr).toMatch(/no command "synthesise".*--help/);
    expect(code).toBe(EXIT.usage);
  });
});
