/**
 * Lets the process outlive its readers. A reader that goes away early (`| head -1`) is no fault: orders that are under
 * way still need their drain, and the exit code still tells the verdict. Anything else that keeps results from standard
 * output, such as a full disk, is told by `failed`; what can't be told on standard error can't be told at all.
 */
export function outliveReaders(
  output: NodeJS.WritableStream,
  errors: NodeJS.WritableStream,
  failed: (why: string) => void,
): void {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') failed(`standard output could not be written: ${error.message}`);
  });
  errors.on('error', () => {});
}
