// Loaded before the program (`node --expose-gc --require`): tells, when asked by a signal, what stays on the heap.
process.on('SIGUSR2', () => {
  globalThis.gc();
  globalThis.gc();
  process.send(process.memoryUsage().heapUsed);
});
