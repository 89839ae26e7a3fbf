// The account: distributions, certificates, and who is in which group.
import { useState } from 'react';
import { Certificates } from './certificates.js';
import { DistributionDetail } from './distribution-detail.js';
import { DistributionList } from './distribution-list.js';
import { usePageState } from './page-state.js';
import { Tabs } from './tabs.js';
import { Users } from './users.js';

type Part = 'distributions' | 'certificates' | 'users';

export function AwsPane() {
  const { aws, place } = usePageState();
  const [part, setPart] = useState<Part>('distributions');
  const chosen = aws.distributions.find(({ id }) => id === place.distribution);
  return (
    <section aria-label="AWS" data-testid="aws">
      <Tabs<Part>
        label="Parts of AWS"
        testPrefix="aws"
        panel="aws-part"
        current={part}
        choose={setPart}
        tabs={[
          { name: 'distributions', title: 'Distributions', mark: String(aws.distributions.length) },
          { name: 'certificates', title: 'Certificates', mark: String(aws.certificates.length) },
          { name: 'users', title: 'Cognito' },
        ]}
      />
      <div id="aws-part" role="tabpanel" aria-labelledby={`aws-part-${part}`}>
        {part === 'distributions' &&
          (chosen ? <DistributionDetail key={chosen.id} distribution={chosen} /> : <DistributionList />)}
        {part === 'certificates' && <Certificates />}
        {part === 'users' && <Users />}
      </div>
    </section>
  );
}
