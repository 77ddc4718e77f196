import { ProgressBar } from './progressBar';

function draw(isTTY: boolean, use: (bar: ProgressBar) => void): string {
  let written = '';
  use(new ProgressBar({ isTTY, write: text => (written += text) }));
  return written;
}

it('writes over one line on a terminal, and takes it away at the end', () => {
  const written = draw(true, bar => {
    bar.update('sample', 5, 10);
    bar.update('sample', 10, 10);
    bar.end();
  });
  expect(written).toContain('[##############..............]  50 % sampling');
  expect(written).toContain('[############################] 100 % sampling');
  expect(written).not.toContain('\n');
  expect(written.endsWith('\r\x1b[K')).toBe(true);
});

it('writes one line for each phase that ends elsewhere, such as in a log', () => {
  const written = draw(false, bar => {
    [1, 2, 3, 3].forEach(done => bar.update('load', done, 3));
    bar.update('sample', 1, 3);
    bar.end();
  });
  expect(written).toBe('loading the model: done\n');
});
