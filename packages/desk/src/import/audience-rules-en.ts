// English words that tell whom a mail of the vendor's people addresses. spec: case-import §4
import type { AudienceRule } from './word-rule.ts'

// One line a rule.
// prettier-ignore
export const audienceRulesEn: readonly AudienceRule[] = [
  // The customer is greeted
  ['customer', 4, 'greeting', /\bdear (?:customer|sirs?|madam|valued customer|sir or madam)\b|\bto whom it may concern\b/i],
  ['customer', 3, 'greeting', /\b(?:dear|hello|hi|good (?:morning|afternoon|day)),? (?:mr|mrs|ms|miss|dr|prof)\b/i],
  ['customer', 1, 'greeting', /\bdear \p{Lu}/iu],
  // and spoken to
  ['customer', 3, 'own', /\bthank(?:s| you) (?:very much |again )?for (?:contacting|calling|your (?:call|patience|enquiry|inquiry|time on the phone)|reaching out|taking my call|speaking with me)\b/i],
  ['customer', 1, 'own', /\bthank(?:s| you) (?:very much |again )?for your (?:cooperation|report|understanding|support|help)\b/i],
  ['customer', 3, 'own', /\bas just (?:discussed|agreed)\b|\b(?:as )?(?:we )?(?:discussed|agreed|spoken|said|mentioned) (?:on|over|by) the (?:phone|telephone)\b|\b(?:further to|following|after) our (?:call|conversation|telephone)\b/i],
  ['customer', 3, 'own', /\bif you (?:disagree|do not agree|don't agree|object)\b/i],
  ['customer', 1, 'own', /\bif you have any (?:further |other )?(?:questions|objections|concerns)\b|\bif you need anything else\b/i],
  ['customer', 3, 'own', /\b(?:apologi[sz]e|apologies|sorry) for (?:the|any|this) inconvenience\b/i],
  ['customer', 5, 'own', /\bwith your (?:consent|agreement|permission)\b|\byou (?:agreed|consented|confirmed) .{0,30}\b(?:clos|archiv)/i],
  ['customer', 2, 'own', /\b(?:re-?open(?:ed)?|reopening) (?:the|this|your) case\b|\b(?:the|this|your) case (?:can|may|will) be (?:re-?opened|archived|closed)\b/i],
  ['customer', 3, 'own', /\byour (?:company|organi[sz]ation|bank|hospital|university|users|devices|machines|order|licen[cs]es|environment|administrators?|copies)\b/i],
  ['customer', 1, 'own', /\b(?:could|would|can) you (?:please|kindly)\b|\bplease (?:let (?:me|us) know|feel free|do not hesitate)\b/i],
  ['customer', 3, 'own', /\bplease (?:run|collect|execute|start) .{0,80}\b(?:as (?:an )?administrator|send (?:me|us))\b|\byou will be the first to (?:know|be told|hear)\b/i],
  ['customer', 2, 'own', /\b(?:scope|definition) of the problem\b|\bproblem (?:scope|definition)\b/i],
  ['customer', 2, 'own', /\bwe hereby (?:confirm|certify|declare|state)\b/i],
  // Colleagues are greeted
  ['internal', 4, 'greeting', /^(?:hi|hello|dear|hey|morning)?,?\s{0,3}(?:all|team|colleagues|everyone|folks|guys|both)\b|\b(?:dear|hi|hello|hey) (?:R&D|R & D|engineering|product|legal|dev|QA)\b/i],
  ['internal', 3, 'greeting', /^(?:R&D|R & D|engineering|legal|product)(?: team| colleagues)?[,:]|^@\w/i],
  // R&D is asked, the tracker filled in
  ['internal', 4, 'own', /\b(?:ask|asking|need|want|request|would like|escalate to|forward(?:ed)? to|hand(?:ed)? to|pass(?:ed)? to) (?:the )?(?:R&D|R & D|engineering|developers|dev team)\b|\bR&D,? (?:please|can you|could you)\b/i],
  ['internal', 3, 'own', /\b(?:redmine|jira|bugzilla)\b|\b(?:tracker|bug|defect) (?:issue|number|entry|ticket)\b|\bissue tracker\b/i],
  ['internal', 3, 'own', /\bsteps to reproduce\s?[:：]|\bhelp needed\s?[:：]|\b(?:is it|is this) (?:ours|our own|only ours|ours alone)\b|\bours alone\b/i],
  // The customer is spoken of
  ['internal', 4, 'own', /\b(?:tell|ask|asked|told|inform|informed|call|called|with|to|from|for|reply to|promise[d]?) the customer(?! (?:service|support|care|portal))\b/i],
  ['internal', 4, 'own', /\b(?:the|this|our|their) customer(?:'s|s)? (?:reports?|reported|says?|said|wants?|wanted|asks?|asked|insists?|refuses?|refused|rejects?|rejected|accepts?|does|do|will|won't|would|can|cannot|can't|complains?|complained|needs?|expects?|is (?:waiting|angry|unhappy|not)|has (?:reported|asked|more|about|over))\b/i],
  ['internal', 2, 'own', /(?<!dear |valued )\b(?:the|this|our) customer\b(?! (?:service|support|care|portal))/i],
  ['internal', 3, 'own', /\b(?:mr|mrs|ms|dr)\.? \p{L}{2,30} (?:called|calls|says|said|wants|wanted|asks|asked|insists|refuses|refused|does not|will not|just|told|keeps|rang|wrote)\b/iu],
  ['internal', 2, 'own', /\bthey (?:accept|want|refuse|reject|insist|report|expect|complain|will not|do not|don't|won't)\b/i],
  ['internal', 3, 'own', /\bend[- ]users?\b.{0,30}\b(?:complain|report|refus|accept)/i],
  // Upstream and its form are spoken of
  ['internal', 3, 'own', /\b(?:fill(?:ed)?(?: in| out)?|complete[ds]?|submit(?:ted)?|supplement(?:ed)?|update[ds]?|attach(?:ed)?)\b.{0,30}\b(?:form|template|questionnaire)\b|\bupstream(?: \w{1,15})? (?:form|ticket|template|case|request)\b/i],
  ['internal', 3, 'own', /\bescalat(?:e|ed|ing|ion) (?:this |it |the case )?(?:to )?(?:the )?(?:upstream|maker|vendor|manufacturer)\b|\bthe (?:upstream )?(?:maker|manufacturer) (?:has|have|will|would|says?|said|must|should|fixed)\b/i],
  ['internal', 3, 'own', /\bbusiness (?:justification|impact|case)\b|\bimpact if not (?:fixed|serviced)\b/i],
  // Legal, seals, drafts
  ['internal', 4, 'own', /\b(?:reviewed|checked|approved|cleared|signed off) by legal\b|\blegal (?:has|have|had|review|approved|agreed|wants?|asks?|is fine)\b|\bask legal\b/i],
  ['internal', 4, 'own', /\b(?:request|apply for|order|get) (?:the |a )?(?:company )?(?:seal|stamp)\b|\bseal request\b/i],
  ['internal', 6, 'own', /\b(?:a|the|my|first|this|attached|updated) draft\b|\bdraft (?:reply|answer|letter|statement|attached|below|for)\b/i],
  ['internal', 6, 'own', /\b(?:you|we|I) (?:could|can|may|might|should) (?:write|answer|reply|tell (?:him|her|them))\b|\b(?:proposed|suggested|planned) (?:answer|reply|mail|letter|wording|text)\b|\bcomments (?:are )?welcome\b|\bwhat (?:shall|should|do) (?:I|we) (?:tell|answer|write|reply)\b|\bbefore (?:it|this|we|I) (?:goes out|send)\b/i],
  ['internal', 2, 'own', /\b(?:please|can you|could you) (?:all )?(?:review|proof-?read)\b/i],
  ['internal', 6, 'own', /\binternal(?:ly)?(?: only| use| discussion| note| mail| thread)\b|\b(?:do not|don't|please don't|must not) (?:forward|send|tell|show|share)\b.{0,20}\b(?:customer|outside|externally)\b|\bbetween us\b|\bkeep this internal\b/i],
  ['internal', 2, 'own', /\b(?:raise|raised|higher|change|lower) (?:the )?(?:priority|severity)\b|\btest (?:it |this )?first,? then escalate\b/i],
  ['internal', 2, 'own', /\b(?:in|our) (?:the )?(?:lab|test lab|test environment)\b|\b(?:cannot|can't|could not|unable to|not able to) (?:be )?reproduced?\b/i],
  ['internal', 1, 'own', /\bFYI\b|\bfor your information\b|\bnothing to add\b|\blooks (?:fine|good) to me\b/i],
  // The maker upstream is greeted
  ['upstream', 6, 'greeting', /\b(?:dear|hello|hi) (?:upstream|vendor|partner|OEM|maker|manufacturer)(?: partner)?(?: technical)?(?: support)?(?: team| engineers?| desk)?\b/i],
  ['upstream', 4, 'own', /\byour (?:[\w-]{1,20} ){0,2}(?:core|component|SDK|module|library|engine|toolkit|driver|runtime|firmware)\b/i],
  ['upstream', 4, 'own', /\bas (?:your|an? (?:OEM|authori[sz]ed)) (?:partner|reseller|licensee|distributor)\b/i],
]
