/**
 * Lets the event loop take in messages, and with them a cancellation. Unlike a timer this is neither
 * clamped to milliseconds nor slowed down in a background tab.
 */
export function breathe(): Promise<void> {
  return new Promise(resolve => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
