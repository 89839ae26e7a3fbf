// What the listeners and workflows of the Slack app work with. src/app.ts builds it once. Each function takes only the
// members that it uses, as Pick<SlackContext, …>.
import type { CheckSite } from '../clone/check-site.js';
import type { CopySettings } from '../clone/copy-settings.js';
import type { ExecuteClone, FindClone } from '../clone/execute-clone.js';
import type { PermissionReport } from '../clone/permissions.js';
import type { Certificates, DistributionIndex, Distributions, Dns, Pause, TaggedClones } from '../clone/ports.js';
import type { PrepareClone } from '../clone/prepare-clone.js';
import type { BackgroundTasks } from '../concurrency/background-tasks.js';
import type { KeyedMutex } from '../concurrency/keyed-mutex.js';
import type { Scheduler } from '../concurrency/scheduler.js';
import type { Semaphore } from '../concurrency/semaphore.js';
import type { AuditLog } from '../observability/audit-log.js';
import type { Log } from '../observability/log.js';
import type { CardCache } from './card/card-cache.js';
import type { CardRepository } from './card/repository.js';
import type { CheckChannel } from './channel.js';
import type { BotIdentity, SlackApi } from './client/web-api.js';
import type { Identify } from './identity.js';
import type { Subcommand } from './listeners/commands/parse-command.js';
import type { Policy } from './policy.js';
import type { UndoServices } from './undo/undo-services.js';

export interface SlackContext {
  readonly slack: SlackApi;
  readonly bot: BotIdentity;
  readonly cards: CardRepository;
  /** The cards of whole channels, for the history. No decision rests on it. */
  readonly cardCache: CardCache;
  readonly policy: Policy;
  readonly access: AccessChecks;
  readonly aws: AwsReads;
  readonly cloning: Cloning;
  readonly dns: Dns;
  /** Undefined where VERIFY_PATH is off. */
  readonly checkSite: CheckSite | undefined;
  /** Creates for clones what their references have outside their configuration. */
  readonly copySettings?: CopySettings | undefined;
  readonly undo: UndoServices;
  /** What the role may do; undefined until it is known. */
  readonly readPermissions?: () => PermissionReport | undefined;
  readonly concurrency: Concurrency;
  readonly clock: Clock;
  readonly log: Log;
  readonly auditLog: AuditLog;
  readonly metrics: { readonly countCommand: (command: Subcommand) => void };
}

export interface AccessChecks {
  readonly identify: Identify;
  readonly checkChannel: CheckChannel;
}

export interface AwsReads {
  readonly distributions: Pick<Distributions, 'read' | 'readTags' | 'list' | 'tag'>;
  readonly certificates: Certificates;
  readonly taggedClones: TaggedClones;
  readonly index: DistributionIndex;
}

export interface Cloning {
  readonly prepare: PrepareClone;
  /** Plans a new card. Its reads of AWS may be shared with other commands that run at the same moment. */
  readonly prepareShared: PrepareClone;
  /** Plans the lines of one card, whose reads are shared for some seconds. Each call reads afresh. */
  readonly createPrepareLines: () => PrepareClone;
  readonly execute: ExecuteClone;
  /** Looks through the whole account, if need be. For work that nobody waits for, and for a result that is unknown. */
  readonly findClone: FindClone;
  /** The same without reading the account. */
  readonly findIndexedClone: FindClone;
}

export interface Concurrency {
  /** Lets one piece of work at a time change a card. */
  readonly cardMutex: KeyedMutex;
  /** Limits how many commands are planned at the same time, so that the bot acknowledges the next ones at once. */
  readonly planLimit: Semaphore;
  /** The same for approvals. They have their own limit, because a create takes AWS several seconds. */
  readonly approvalLimit: Semaphore;
  readonly backgroundTasks: BackgroundTasks;
  readonly scheduler: Scheduler;
}

export interface Clock {
  readonly now: () => Date;
  readonly pause: Pause;
}
