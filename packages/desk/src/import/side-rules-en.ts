// English words that tell whether a mail comes from the vendor's people or the customer's. spec: case-import §4
import type { SideRule } from './word-rule.ts'

// One line a rule.
// prettier-ignore
export const sideRulesEn: readonly SideRule[] = [
  // The vendor's people by their signatures
  ['vendor', 4, 'signature', /\b(?:technical|customer|product|enterprise|senior)\s(?:support|care|success)\b|\bsupport\s(?:engineer|advis[eo]r|specialist|analyst|team|desk|manager|escalation|consultant)\b/i],
  ['vendor', 2, 'signature', /\bR\s?&\s?D\b|\bresearch (?:and|&) development\b|\b(?:software|development|QA|test) engineer\b|\bengineering (?:manager|lead|team)\b/i],
  ['vendor', 2, 'signature', /\bproduct (?:manager|management|owner)\b|\blegal (?:counsel|department|team|affairs)\b|\blicen[cs]ing (?:desk|team|department|officer|operations)\b|\bgeneral counsel\b/i],
  // by what they say of themselves
  ['vendor', 4, 'own', /\bI(?:'m| am| will be)\b.{0,30}\b(?:own(?:er|ing)?|handling|assigned to|looking after|in charge of)\b.{0,20}\b(?:case|ticket|request)\b/i],
  ['vendor', 3, 'own', /\bthank(?:s| you) (?:very much )?for (?:contacting|calling|your (?:call|patience|cooperation|report|understanding|enquiry|inquiry)|reaching out)\b/i],
  ['vendor', 3, 'own', /\bour (?:R&D|R & D|development team|engineering team|developers|engineers|product team|lab(?:oratory)?|legal (?:team|department))\b/i],
  ['vendor', 2, 'own', /\b(?:R&D|R & D|engineering|product management|the product team|legal) (?:say|said|told|confirm|confirmed|will|has|have|needs?|asks?|asked|cannot|could not)\b/i],
  ['vendor', 2, 'own', /\bon (?:your|the customer's) (?:site|side|devices|machines)\b/i],
  ['vendor', 2, 'own', /\bplease (?:run|collect|execute|start|open) .{0,60}\b(?:as (?:an )?administrator|tool|command|send (?:me|us))\b|\bwe hereby (?:confirm|certify|declare|state)\b/i],
  // The customer's people
  ['customer', 2, 'greeting', /^(?:dear|hello|hi),? (?:[\w&-]{1,20} ){0,2}(?:support|help ?desk|customer (?:service|care))(?: team)?\b|^(?:dear|hello|hi),? [A-Z][\w&-]{1,20} team\b/i],
  ['customer', 3, 'signature', /\b(?:IT|information technology|procurement|purchasing|facilities|system administration|infrastructure) (?:department|dept\.?|operations|manager|director|services|office)\b|\b(?:system|network) administrator\b|\bhead of IT\b/i],
  ['customer', 4, 'own', /\b(?:we|our (?:company|organi[sz]ation|bank|hospital|university|school))\b.{0,12}\b(?:bought|purchased|ordered)\b/i],
  ['customer', 3, 'own', /\b(?:our|all our|some of our|several of our|many of our) (?:devices|machines|computers|PCs|laptops|terminals|users|staff|employees|nurses|doctors|branches|workstations|kiosks)\b/i],
  ['customer', 3, 'own', /\byour (?:product|software|support team|engineers?|R&D|licen[cs]e server|technicians?|helpdesk)\b/i],
  ['customer', 2, 'own', /\b(?:we|our management|our users) (?:cannot|can't|will not|do not) accept\b|\b(?:we|our management) (?:expect|demand|request|insist)\b|\bthis is (?:urgent|unacceptable) for us\b/i],
]
