// Reads of the settings outside a configuration, from clients that are loaded with the first question.
import type { OutsideReads } from '../clone/outside-reads.js';

export function loadOutsideReads(load: () => Promise<OutsideReads>): OutsideReads {
  let loaded: OutsideReads | undefined;
  let loading: Promise<OutsideReads> | undefined;
  const ready = async (): Promise<OutsideReads> => {
    loading ??= load();
    loaded = await loading;
    return loaded;
  };
  return {
    readLogs: async (arn) => (await ready()).readLogs(arn),
    hasMetrics: async (id) => (await ready()).hasMetrics(id),
    isProtected: async (arn) => (await ready()).isProtected(arn),
    readPricingPlan: async (arn) => (await ready()).readPricingPlan(arn),
    listDenied: () => loaded?.listDenied() ?? [],
  };
}
