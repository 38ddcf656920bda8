// Where people sit, by the ends of their domains and the beginnings of their telephone numbers. spec: case-import §4

// One line a rule.
// prettier-ignore
export const zoneRules: readonly (readonly [hoursAheadOfUtc: number, words: RegExp])[] = [
  [8, /\.(?:cn|hk|tw|sg)(?![\w.-]{0,1}[a-z])/i],
  [8, /\+?(?:86|852|853|886|65)[ -]\d/],
  [9, /\.(?:jp|kr)\b|\+(?:81|82)[ -]?\d/i],
  [5.5, /\.in\b|\+91[ -]?\d/i],
  [1, /\.(?:de|fr|it|es|nl|pl|ch|at|se|no)\b|\+(?:49|33|39|34|31|48|41|43|46|47)[ -]?\d/i],
  [-6, /\+1[ -(]{1,2}\d{3}|\b\(?[2-9]\d{2}\)?[ -][2-9]\d{2}-\d{4}\b/],
]

/** Greetings that tell the time of day: from this hour to that. */
// One line a rule.
// prettier-ignore
export const hourRules: readonly (readonly [from: number, to: number, words: RegExp])[] = [
  [5, 11, /早上好|早安|\bgood morning\b/i],
  [8, 12, /上午好/],
  [12, 18, /下午好|\bgood afternoon\b/i],
  [18, 24, /晚上好|\bgood evening\b/i],
]
export const officeHours = { from: 8, to: 19 }
