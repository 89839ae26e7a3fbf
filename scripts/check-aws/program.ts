// The parts of the program that the check runs, taken from the build, so that what was built is what is checked.
import { join } from 'node:path';

export interface Program
  extends Pick<typeof import('../../src/aws/client-settings.js'), 'createCloneClients'>,
    Pick<typeof import('../../src/aws/cloudfront.js'), 'createDistributions'>,
    Pick<typeof import('../../src/aws/acm.js'), 'createCertificates'>,
    Pick<typeof import('../../src/aws/errors.js'), 'readAwsError' | 'isDenied' | 'isAmbiguous'>,
    Pick<typeof import('../../src/clone/certificate.js'), 'chooseCertificate' | 'findCoveringName'>,
    Pick<typeof import('../../src/clone/clone-now.js'), 'createCloneNow'>,
    Pick<typeof import('../../src/clone/execute-clone.js'), 'createExecuteClone'>,
    Pick<typeof import('../../src/clone/prepare-clone.js'), 'createPrepareClone'>,
    Pick<typeof import('../../src/clone/ports.js'), 'absentIndex'> {}

const builtFolder = join(__dirname, '..', '..', 'dist');

/** Without a build nothing is found here: `npm run check:aws` builds first. */
export async function loadBuiltProgram(folder = builtFolder): Promise<Program> {
  const settings: typeof import('../../src/aws/client-settings.js') = await load(folder, 'aws/client-settings.js');
  const cloudFront: typeof import('../../src/aws/cloudfront.js') = await load(folder, 'aws/cloudfront.js');
  const acm: typeof import('../../src/aws/acm.js') = await load(folder, 'aws/acm.js');
  const errors: typeof import('../../src/aws/errors.js') = await load(folder, 'aws/errors.js');
  const certificate: typeof import('../../src/clone/certificate.js') = await load(folder, 'clone/certificate.js');
  const cloneNow: typeof import('../../src/clone/clone-now.js') = await load(folder, 'clone/clone-now.js');
  const execute: typeof import('../../src/clone/execute-clone.js') = await load(folder, 'clone/execute-clone.js');
  const prepare: typeof import('../../src/clone/prepare-clone.js') = await load(folder, 'clone/prepare-clone.js');
  const ports: typeof import('../../src/clone/ports.js') = await load(folder, 'clone/ports.js');
  return {
    createCloneClients: settings.createCloneClients,
    createDistributions: cloudFront.createDistributions,
    createCertificates: acm.createCertificates,
    readAwsError: errors.readAwsError,
    isDenied: errors.isDenied,
    isAmbiguous: errors.isAmbiguous,
    chooseCertificate: certificate.chooseCertificate,
    findCoveringName: certificate.findCoveringName,
    createCloneNow: cloneNow.createCloneNow,
    createExecuteClone: execute.createExecuteClone,
    createPrepareClone: prepare.createPrepareClone,
    absentIndex: ports.absentIndex,
  };
}

function load(folder: string, path: string) {
  return import(join(folder, path));
}
