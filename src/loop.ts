// Turns of the event loop, one a piece of work. The answers that a command waits for come together, and without this all
// of them would be worked on before the loop looks at what Slack has sent meanwhile and waits to be acknowledged.

const waiting: (() => void)[] = [];

/** Resolves in a turn of the loop that was given to nobody else; first come, first served. */
export function takeLoopTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(giveTurn);
  });
}

/** An immediate that is asked for by an immediate comes after the loop has looked at its sockets. */
function giveTurn(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(giveTurn);
}
