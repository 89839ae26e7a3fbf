// The methods of Slack's Web API that the bot calls.

/** The methods that the bot calls; a closed list, because they name its figures. */
export type SlackMethod =
  | 'auth.test'
  | 'chat.delete'
  | 'chat.postEphemeral'
  | 'chat.postMessage'
  | 'chat.update'
  | 'conversations.history'
  | 'conversations.info'
  | 'conversations.replies'
  | 'files.completeUploadExternal'
  | 'users.conversations'
  | 'users.info'
  | 'views.open'
  | 'views.publish'
  | 'views.update';
