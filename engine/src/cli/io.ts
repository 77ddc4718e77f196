/** Where text goes; a stream of Node, or a test's own. */
export interface Output {
  write(text: string): unknown;
  /** True where lines can be written over. */
  isTTY?: boolean;
}

/** All that the command line has of its surroundings. */
export interface CliContext {
  stdout: Output;
  stderr: Output;
  environment: Readonly<Record<string, string | undefined>>;
  /** Folder of the bundle that is used where none is named. */
  defaultBundle: string;
  signal?: AbortSignal;
}
