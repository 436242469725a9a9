// Starts Azurite as a child that ends with its parent: the parent holds the other end of standard input, so that end closes
// when the parent asks for a stop and also when the parent is killed. Azurite then stops in order, on every platform.
'use strict';

// Records are written behind: when the processor is short, runs go first and their records follow.
require('os').setPriority(5);

const stop = () => (process.listenerCount('SIGTERM') > 0 ? process.emit('SIGTERM') : process.exit(0));
process.stdin.on('end', stop).on('error', stop).resume();

// Ctrl+C reaches every process of a terminal; the parent writes what it still holds before it closes the store.
process.on('SIGINT', () => {});
process.on('newListener', (event, listener) => {
  if (event === 'SIGINT') setImmediate(() => process.off(event, listener));
});

require('azurite/dist/src/azurite.js');
