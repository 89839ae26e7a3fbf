// What the references of the sample account have outside their configuration.

import type { OutsideSeed } from './outside-state.js';

const destinationArn = 'arn:aws:logs:us-east-1:123456789012:delivery-destination:cdn-access-logs';

export const outsideSettings: OutsideSeed = {
  logDestinations: [{ arn: destinationArn, type: 'S3' }],
  logSources: [
    {
      name: 'CreatedByCloudFront-EREFERENCE0001',
      resourceArn: 'arn:aws:cloudfront::123456789012:distribution/EREFERENCE0001',
      deliveries: [
        {
          destinationArn,
          recordFields: ['timestamp', 'DistributionId', 'date', 'time', 'x-edge-location', 'sc-status', 'cs-uri-stem'],
          s3: { suffixPath: '{DistributionId}/{yyyy}/{MM}/{dd}', enableHiveCompatiblePath: false },
        },
      ],
    },
  ],
};
