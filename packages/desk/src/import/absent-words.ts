// Words that say a file or picture came with a mail, and words that only ask for one. spec: case-import §4

export type AbsentRule = readonly [what: 'file' | 'picture', words: RegExp]

// One line a rule.
// prettier-ignore
export const absentRules: readonly AbsentRule[] = [
  ['file', /(?:请|详细?|具体|可|如)?(?:见|查收|查看|查阅|参见|参考|参阅|看|打开|下载|填写)(?:一下)?(?:以下|下面|本邮件的?)?附件/g],
  ['file', /(?:已|现|兹|特|并)(?:将|把).{0,20}(?:作为附件|以附件(?:的)?(?:形式|方式)|放在?附件|添加到附件|附上|附后)|(?:随信|随邮件|一并)附上|附件(?:是|为|中|里|内|已|有|如下|上传|附上|如附|请(?:查收|查看|参考|参阅|见))|(?:上传|添加|放)(?:至|到|在)附件|(?:如|见)附(?=[。，,；;！!\s]|$)/g],
  ['file', /(?:按|依)照?附件|(?:在|随)(?:本邮件的?|本信的?|此邮件的?)?附件(?=[《“"「(（里中内 ])|(?:见|参考|查看) ?(?=[\p{L}\p{N}_.-]{1,80}\.(?:zip|rar|7z|log|txt|docx?|xlsx?|pptx?|pdf|csv|xml))|从(?:本|此|这封)邮件|把附件里的|附件里的/gu],
  ['file', /\[(?:附件|文件|attachment|file)\]|【(?:附件|文件)】/gi],
  ['picture', /(?:截图|图片|照片|截屏|录屏)(?:都|已)?(?:请?见|在|放在|如)(?:以下|下面|本邮件)?附件/g],
  ['picture', /(?:如|见|看|参见|参考)(?:下|上|附)?(?:图|截图|图片)(?:所示)?|(?:下|上|附)图(?:所示|显示|为|中|是)?|截图(?:如下|见下|所示|显示|为|中|是|里)|(?:以下|下面|附上|上面)的?(?:是)?(?:截图|图片)|附(?:截图|图)(?=[）)。，,\s]|$)|(?:截图|图片)(?:[:：]|见下)/g],
  ['picture', /\[(?:图片|截图|图像|照片|image|picture|screenshot|inline image|cid)\]|【(?:图片|截图)】/gi],
  ['file', /\b(?:please )?(?:see|find|refer to|check|open|consult|fill in) (?:the |my |our )?(?:\w{1,20} )?(?:attached|enclosed|attachments?)\b(?! to )/gi],
  ['file', /\b(?:is|are) (?:attached|enclosed)\b(?! to (?!(?:this|the|my) (?:e-?mail|mail|message)))|["”»')\]],? attached\b(?! to )|\((?:see )?attached\)|, (?:all )?attached(?=[.,;:\s]*(?:\n|$))|\bfrom (?:this|the present) (?:e-?mail|mail|message)\b|\bsee (?:the )?(?:file )?(?=[\w.-]{1,80}\.(?:zip|rar|7z|log|txt|docx?|xlsx?|pptx?|pdf|csv|xml))|\b(?:draft|form|logs?|files?|archive|report|letter|list|document|output|statement|table|sheet) attached\b|\bfind .{0,40}\battached\b|\b(?:I|we) (?:have |'ve )?(?:attached|enclosed|attach|enclose) |\b(?:I've|we've|I'm|I am|we are) attach(?:ed|ing)\b|\bin the attach(?:ment|ed)\b|\bthe attach(?:ment|ed) \w+|\battached (?:you will find|please find|is|are|below)\b/gi],
  ['picture', /\b(?:see |in |on )?(?:the |this |a )?(?:screenshots?|pictures?|images?|figures?|screen shots?|photos?) (?:below|above|attached|shows?)\b|\b(?:as|see|shown) (?:shown )?(?:in|on) the (?:screenshot|picture|image|figure|photo)\b|\bthe (?:attached|following|enclosed) (?:screenshot|picture|image|photo)\b|\bsee (?:the )?(?:screenshot|picture|image|photo)\b/gi],
]

/** A mention inside these words is none: nothing came along, or somebody is asked to send it. */
// One line a rule.
// prettier-ignore
export const notAbsentRules: readonly RegExp[] = [
  /(?:没有?|无|未带?|不带|不含|不需要|忘(?:了|记)?(?:添加|附上?|加)?|看不到|没看到|没收到|未收到|打不开)(?:任何)?(?:附件|截图|图片)/g,
  /(?:请|烦请|麻烦|需要|能否|可否|是否可以|方便|帮忙|并|再)(?:您|你|贵司|客户)?[^。；;\n]{0,40}?(?:发送|发给|发回|发来|发到|提供|上传|回传|反馈|寄回?|发我|截取|截个|截一?张|补充|附上|附带)(?:给我们?|一下|一份|一张|一个)?[^，。；,;\n]{0,20}(?:附件|截图|图片|照片|日志)/g,
  /(?<!(?:现|已|兹|特).{0,24})(?:作为|以|用|通过)附件(?:的)?(?:形式|方式)?(?:一起|一并)?(?:发|回|提供|上传|寄|反馈)/g,
  /请(?:您)?(?:截图|拍照)|截图(?:给|发)(?:我|我们)/g,
  /\b(?:no|without(?: any| an)?|not have an?|missing|forgot(?: the)?|forgotten the) (?:attachments?|screenshots?|pictures?|images?)\b|\bnothing (?:is |was )?attached\b|\bnot attached\b|\battachments? (?:is|was|are|were|seems?) (?:missing|empty|broken|damaged|not)\b|\bforgot to attach\b/gi,
  /\b(?:please|kindly|could you|can you|would you|you should|need you to)\b.{0,60}?\b(?:send|attach|provide|upload|return|share|include|mail|reply with|take)\b.{0,80}?\b(?:attachments?|attached|screenshots?|pictures?|photos?|enclosed|attach)\b/gi,
  /\b(?:send|return|mail|upload|provide)\b.{0,60}?\bas (?:an )?attachments?\b/gi,
  /\b(?:please|kindly|could you|can you|would you) attach\b/gi,
]

/** A name of a file, its end included. */
export const fileName =
  /[\p{L}\p{N}_][\p{L}\p{N}_.()（）+&~#@-]{0,100}\.(?:zip|rar|7z|gz|tgz|tar|cab|log|txt|docx?|xlsx?|pptx?|pdf|csv|json|xml|html?|msg|eml|evtx?|etl|dmp|reg|bat|ps1|mp4|avi|png|jpe?g|gif|bmp|tiff?|webp|vsdx?)(?![A-Za-z0-9])/giu
/** The same in quotes or brackets, blanks and all: `(letter draft.docx)`, `《升级单 v2.docx》`. */
export const enclosedName =
  /["“”《「【'(（]([^"“”《》「」【】'()（）\n]{1,100}\.(?:zip|rar|7z|gz|tgz|tar|cab|log|txt|docx?|xlsx?|pptx?|pdf|csv|json|xml|html?|msg|eml|evtx?|etl|dmp|reg|bat|ps1|mp4|avi|png|jpe?g|gif|bmp|tiff?|webp|vsdx?))["“”》」】')）]/giu
export const pictureName = /\.(?:png|jpe?g|gif|bmp|tiff?|webp)$/i
