// fast-check with the seed that FC_SEED names. CI fixes it, so that a failed run speaks of the change and not of chance;
// without it each run looks at new cases.
import fc from 'fast-check';

const seed = process.env.FC_SEED;
if (seed) fc.configureGlobal({ seed: Number(seed) });

export default fc;
