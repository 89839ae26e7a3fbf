// Sentences for a place that knows no markup: names stand in quotation marks instead of backticks.
export function toPlainText(sentence: string): string {
  return sentence.replace(/`([^`]*)`/g, '“$1”');
}
