// Registers the modals that ask what a person wants to say with a decision. Sending one is the decision.
import type { App } from '@slack/bolt';
import { toReason } from '../../../clone/reason.js';
import { actions } from '../../card/buttons.js';
import { decisionViewIds, readComment, readDecisionPlace } from '../../card/decision-view.js';
import { createRespond } from '../../client/respond.js';
import type { SlackContext } from '../../context.js';
import { reportInternalError } from '../../reply-with-refusal.js';
import { type Click, findAnswerThread, toClickFacts } from '../../workflow/click.js';
import { type DecideContext, decideOn } from '../actions/decide.js';

export type DecisionViewContext = DecideContext & Pick<SlackContext, 'log'>;

const decisions = ['cancel', 'approve'] as const;

export function registerDecisionViews(app: App, context: DecisionViewContext): void {
  for (const decision of decisions) {
    app.view(decisionViewIds[decision], async ({ ack, body, view }) => {
      await ack();
      const place = readDecisionPlace(view.private_metadata);
      if (!place) return;
      const { answerUrl, ...where } = place;
      const click: Click = {
        ...where,
        userId: body.user.id,
        userName: body.user.name,
        userTeam: body.user.team_id,
        // Nothing more is opened.
        triggerId: '',
        comment: toReason(readComment(view.state.values)),
      };
      const { bot, clock, concurrency, log } = context;
      const respond = createRespond(answerUrl, log, clock.pause, findAnswerThread(click));
      concurrency.backgroundTasks.start(
        decisionViewIds[decision],
        () => decideOn(decision)(context, click, respond),
        () => reportInternalError(context, toClickFacts(bot, click, actions[decision]), respond, 'create'),
      );
    });
  }
}
