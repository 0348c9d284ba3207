# ruff: noqa: E501  (a pattern broken over lines is harder to read than a long one)
"""What a line of clutter looks like: named patterns for whole lines, by where they may apply.

`ANYWHERE` patterns are safe wherever a line stands. `EDGE` patterns describe lines that could be
article text elsewhere (a byline, a number, a tag list), so they hold only before the first and
after the last line of running text. `OPENERS` start a block that runs to the end of the page.
All patterns match a whole line that `normalise` has been over, whatever its case.
"""

import re
import tomllib
from functools import cache
from typing import NamedTuple

from topics._language_data import LANGUAGES
from topics.cleaning.agencies import AGENCIES
from topics.errors import InputError

_SITES = r"(?:facebook|twitter|x|whats ?app|telegram|linked ?in|pinterest|reddit|e-?mail|instagram|you ?tube|tik ?tok|threads|bluesky|tumblr|pocket|viber|vk|messenger|flipboard|line|wechat|weibo|copy(?: link| url)?|link|print|more|rss|google(?: news)?|google ?\+|skype|xing|mastodon|sms)"
_LIST = r"(?:[\s,|·•/&+]|\band\b|\bor\b|\bon\b|\bvia\b|\bto\b|\bby\b)*"
_COUNT = r"\d[\d.,]*\s?[km]?\+?"
_COUNTED = r"(?:views?|shares?|comments?|likes?|reads?|reactions?|retweets?|reposts?|followers|replies|votes?|claps|hits|downloads|min(?:ute)?s?(?: of)? read(?:ing)?|minutes? ago)"
_NAME = r"[^\W\d_][\w.'’-]*"
_PERSON = r"(?-i:[^\W\d_a-zß-öø-ÿа-я][\w.'’-]*)"
_STAFF = r"(?:staff|our|special|web|online|news|senior|chief|deputy|political|diplomatic|foreign|guest|world|business|economics?|regional)"
_POST = r"(?:correspondents?|reporters?|editors?(?:-in-chief)?|staff|writers?|bureau(?: chief)?|desk|agenc(?:y|ies)|columnist|contributors?|newsroom|admin|administrator|team|journalist)"
_PICTURE = r"(?:photo(?:graph)?s?|images?|pictures?|pics?|illustrations?|graphics?|credits?|file photo|file pic(?:ture)?|screengrab|screenshot|video grab|handout|infographic)"
_AGENCY = rf"(?:{'|'.join(AGENCIES)}|a\.p\.|getty(?: images)?|shutterstock|istock|alamy|epa(?:-efe)?|wikimedia(?: commons)?|unsplash|pixabay|pexels|flickr|zuma press|sipa|imago|supplied|handout|file)"
_LINK = r"(?:https?://\S+|www\.\S+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|gov|edu|io|co|news|[a-z]{2})(?:/\S*)?)"

_ANYWHERE = {
    "uuid": [
        r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        r"(?=\S*\d)(?=\S*[a-f])[0-9a-f]{24,}",
        r"(?:article|post|story|document|content|page|ref(?:erence)?|item)[ _-]?(?:id|no|number)\.?\s?[:#]\s?[\w-]+",
    ],
    "counter": [
        r"0",
        rf"(?:{_COUNT}\s{_COUNTED}[\s,|·•]*)+",
        r"(?:post |page |total |article )?(?:views|shares|reads|hits|visits|likes|comments)\s?[:(]\s?[\d.,]+\s?[km]?\)?",
        r"(?:may|can) be read in \d+ min.{0,20}",
        rf"(?:reading time|read time|time to read|estimated reading time)\s?:?\s?{_COUNT}\s?min.*",
        rf"(?:viewed|read|shared|visited)\s(?:by\s)?{_COUNT}\s(?:times?|people|readers)",
        rf"(?:<|less than )?{_COUNT}\s?(?:sec(?:ond)?s?|min(?:ute)?s?)(?: to)? read",
    ],
    "share": [
        rf"(?:share|tweet|pin|like)[.:!]?(?:\s(?:this|it|(?:this|the) (?:article|story|post|page|news|video|item)))?(?:{_LIST}{_SITES})*[.:!]?",
        r"(?:share|tweet|pin|print|email|save|bookmark|send)\s(?:this|the)\s(?:article|story|post|page|news)(?:\s.{0,40})?",
        rf"(?:click to )?(?:share|tweet|email|print|send)\s(?:on|via|by|to|with|a link to)\s.{{0,40}}(?:\(opens in new window\))?(?:\s{_SITES})?",
        r"click to (?:share|email|print|tweet)\b.*",
        rf"(?:{_SITES}|share|tweet|like|follow|save)(?:[\s,|·•/]+(?:{_SITES}|share|tweet|like|follow|save|\d+))+",
        r"(?:like|love) this:?|like loading\.*|share(?:s|d)?|tweet|retweet|sharing is caring!?|spread the (?:word|love)!?",
        r"(?:copy|get) (?:the )?(?:link|url)|link copied!?(?: to clipboard)?|copied to clipboard!?",
    ],
    "follow": [
        rf"(?:please )?(?:follow|like|find|join|connect with|add|subscribe to|watch) (?:us|our|the)\b.{{0,70}}\b(?:{_SITES}|channel|page|group|app|newsletter|social media|handle|podcast|community)s?\b.{{0,60}}",
        r"follow (?:us|@\w+)(?: .{0,60})?|join (?:our|the) (?:whatsapp|telegram|facebook|viber|signal)\b.{0,80}",
        r"(?:download|get|install|try) (?:our|the) .{0,40}\bapp\b.{0,80}",
        r"(?:stay|keep) (?:connected|updated|informed|tuned|up to date)(?: with us)?\b.{0,60}",
        r"(?:get|receive|read) (?:all )?(?:the |our )?(?:latest|breaking|top|daily|live)\b.{0,60}\b(?:updates?|news|stories|headlines|alerts?)\b.{0,60}(?:inbox|app|here|e-?mail|phone|channel|whatsapp|telegram|website|newsletter|notifications?)\b.{0,40}",
    ],
    "comment form": [
        r"(?:leave|write|post|add|submit|make) (?:a|your|an?other) (?:reply|comment|response|feedback)\b.{0,60}",
        r"(?:cancel|post|submit|send|add) (?:reply|comment)s?[.!]?",
        r"your e-?mail(?: address)? will (?:not|never) be (?:published|shared|displayed)\b.*",
        r"required fields are marked.{0,10}",
        r"save my name\b.*\bbrowser\b.*",
        r"(?:notify|inform|e-?mail) me (?:of|by|when|about|via)\b.{0,80}",
        r"(?:name|e-?mail|comment|website|your name|your e-?mail|your comment|url|message|subject)(?: address)?\s?(?:\*|:\s?\*?|\(required\)|\(will not be published\)|\(optional\))+",
        r"(?:be the first (?:one )?to|you must be logged in to|please (?:log|sign) in to|log ?in to|sign in to|login or register to|log in or register to|register to|have something to say\? ) ?(?:leave|post|add|write|make|submit)?(?: a| your)? ?(?:comment|reply|review)\b.{0,60}",
        r"(?:no|\d[\d,]*) (?:comments?|replies|responses|thoughts?)(?: (?:on|to|so far|yet)\b.{0,120})?[.:!]?",
        r"(?:view|show|see|read|load|hide) (?:all |more )?(?:\d+ )?comments?(?: \(\d+\))?",
        r"comments?(?: (?:are|have been) (?:closed|off|disabled|turned off))(?: .{0,40})?[.!]?|comments? (?:policy|guidelines)",
        r"(?:join|start) the (?:conversation|discussion)[.!]?(?: .{0,30})?",
        r"what do you think\??(?: (?:let us know|tell us|leave|share)\b.{0,60})?|let us know (?:what you think )?in the comments?.{0,40}",
        r"this site uses akismet\b.*|learn how your comment data is processed\.?|enable notifications of new (?:posts|comments)\b.*",
        r"(?:this comment is awaiting moderation|comments are moderated)\b.{0,80}",
        r"(?:reply|report comment|flag as inappropriate|report abuse)",
    ],
    "cookies": [
        r".{0,120}\b(?:uses?|using|accept|use of|store|set|our) (?:\w+ ){0,3}cookies\b.{0,500}",
        r"(?:accept|reject|manage|allow|decline)(?: all| essential)?(?: cookies?| preferences?| settings?)|cookie (?:policy|settings|preferences|notice|consent)s?",
        r"by (?:continuing|clicking|using|browsing|visiting)\b.{0,80}\b(?:you (?:agree|accept|consent)|website|site)\b.{0,200}\b(?:cookies?|terms|privacy|policy)\b.{0,200}",
        r"(?:we|our partners|we and our partners)\b.{0,60}\b(?:value|care about|respect) your privacy\b.{0,200}",
        r"(?:i agree|i accept|got it!?|accept|manage consent|privacy overview|functional always active)",
    ],
    "paywall": [
        r"you(?:'ve| have)\b.{0,60}\b(?:free|complimentary)\b.{0,20}\barticles?\b.{0,200}",
        r".{0,40}\b(?:free )?articles?(?:\(s\))? (?:remaining|left)\b.{0,120}",
        r"(?:subscribe|register|sign up|log ?in|sign in|upgrade)(?: now| today| here| or (?:log|sign) in| for free)*[.!>»]*",
        r"(?:subscribe|register|sign up|log ?in|sign in|upgrade)(?: now| today| here)?,? (?:for|to|and|with|from) (?:our|us|unlimited|full|free|premium|digital|exclusive|continue|keep|get|gain|read|receive|access|unlock|more|an? (?:\w+ ){0,2}(?:account|subscription|trial|plan)|(?:the|this|your) (?:\w+ ){0,3}(?:newsletter|channel|podcast|magazine|edition|paper|app|account|site|website))\b.{0,120}",
        r"(?:please |kindly )?(?:subscribe|register|log ?in|sign in|sign up)\b.{0,30}\b(?:read|continue|access|unlock|get|full|receive|newsletter|unlimited|free)\b.{0,120}",
        r"to (?:continue|keep) (?:reading|using)\b.{0,160}|(?:continue|keep) reading (?:with|for|your|this article with)\b.{0,120}",
        r"(?:this (?:article|story|content|page) is|you are reading a) (?:\w+ ){0,4}(?:subscribers?|members?|premium|paywall|registered)\b.{0,120}",
        r"(?:already (?:a|an|have an?)|not (?:a|yet a)) (?:\w+ )?(?:subscriber|member|account|registered)\b.{0,80}",
        r"(?:get|enjoy|unlock|start) (?:your )?(?:unlimited|full|instant|digital|free|exclusive)\b.{0,40}\b(?:access|trial|article|articles|subscription|content)\b.{0,120}",
        r"(?:create|open) (?:a|your) (?:free )?account\b.{0,80}|(?:start|begin) your (?:free )?(?:trial|subscription)\b.{0,80}",
        r"(?:subscribers?|members?|premium)[ -](?:only|exclusive|content|article)s?(?: .{0,40})?[.!]?",
        r"(?:support|help fund|donate to) (?:our|independent|quality|local|free)\b.{0,120}\b(?:journalism|newsroom|reporting|reporters|work|donation|media)\b.{0,120}",
        r"(?:choose|see|view|compare) (?:your|our|a|all|subscription) (?:\w+ )?(?:plans?|offers?|subscriptions?|options)\b.{0,60}",
    ],
    "newsletter": [
        r"(?:sign up|subscribe|register)\b.{0,80}\b(?:newsletters?|mailing list|e-?mail(?:s| updates| list)?|briefing|daily digest|inbox|updates|notifications|alerts?|feed)\b.{0,160}",
        r".{0,140}\b(?:sign up|subscribe) (?:for|to) (?:our|the) (?:\w+ ){0,3}(?:newsletters?|mailing list|alerts)\b.{0,60}",
        r"(?:get|receive|have)\b.{0,80}\b(?:delivered|straight|sent|directly|right)?\s?(?:to|in|into) your (?:inbox|e-?mail|phone|mailbox)\b.{0,80}",
        r"(?:enter|type) your (?:e-?mail|email address|name)\b.{0,80}|(?:your )?e-?mail address:?",
        r"(?:the )?(?:daily|weekly|morning|evening|free|our) newsletters?[.:!]?(?: .{0,40})?|newsletters?(?: sign[- ]?up)?",
        r"(?:thanks?|thank you) for (?:subscribing|signing up|your subscription)\b.{0,80}|(?:you can )?unsubscribe (?:at any ?time|anytime|here)\b.{0,60}",
        r"(?:an error (?:has )?occurred|there was (?:a problem|an error))\b.{0,120}",
    ],
    "caption": [
        rf".{{0,400}}[(\[]\s?(?:\w+ )?{_PICTURE}\b(?:\s(?:by|courtesy|credit|source|internet|via|from|:|/|-)[^()\[\]]{{0,100}}|\s?[:/|-][^()\[\]]{{0,100}}|\s(?:internet )?reproduction)?\s?[)\]]\.?",
        rf"(?:{_PICTURE}|caption)(?:\s(?:by|credits?|courtesy(?: of)?|source|caption|via))?\s?[:|/©]\s?.{{1,300}}",
        rf"(?:{_PICTURE})\s(?:by|courtesy(?: of)?|via)\s(?:{_NAME}[\s,/|]*){{1,8}}\.?",
        rf".{{0,300}}[\s(\[|/–—-](?:photo|image|picture|pic|credit)s?\s?:\s?(?:{_NAME}[\s,/|]*){{1,8}}[)\]]?\.?",
        rf".{{0,300}}(?:[\s(\[|/]|^)(?:ap photo|afp photo|reuters photo|afp via getty|getty images|ap images|via reuters|epa-efe|epa/|shutterstock|via ap|/afp|/reuters|/ap|via getty images)(?:/(?:{_NAME}[\s,]*){{1,4}})?\s?[)\]]?\.?",
        r"(?:enlarge|click to enlarge|view|expand) (?:this )?(?:image|photo|picture|gallery)(?: in fullscreen)?|(?:toggle|hide) caption|(?:file|stock) (?:photo|image|picture)\.?|\d+ of \d+|\d+ ?/ ?\d+",
        r"(?:image|media|video|photo|picture)\s(?:caption|source|copyright|credit)s?,\s.{1,250}|(?:view|open) image in .{1,20}",
        r"(?:file photo|file picture|file image|in pictures|in photos|photo gallery|gallery)\b\s?[:|].{0,300}",
    ],
    "player": [
        r"(?:this|the) (?:video|audio)\b.{0,30}\b(?:can ?not|can't|could not) be (?:played|loaded).{0,80}|to play this video\b.{0,80}|no media source currently available|tap to unmute|playback rate.{0,40}|current time .{0,60}",
        r"(?:embed(?: share)?|share embed|direct link|pop-?out player|auto|xs|sm|md|lg|\d{3,4}p|facebook forum)|the (?:code|url|link) has been copied\b.{0,40}|(?:width|height)\s?(?:px|\d+)?|(?:\d+:)?\d{1,2}:\d\d(?:(?:\s?/\s?|\s)?(?:\d+:)?\d{1,2}:\d\d)*",
    ],
    "advertisement": [
        r"(?:-+ ?)?(?:advertisements?|advertisment|ads?|adverts?|sponsored(?: content| post| by .{0,40})?|promoted(?: content)?|paid (?:content|post|partnership)|partner content|commercial(?: break)?)(?: ?-+)?[.:]?",
        r"(?:article|story|content|report)?\s?(?:continues|resumes) (?:below|after|following)\b.{0,40}",
        r"(?:scroll|skip|swipe) (?:down |past |to )?(?:to )?(?:continue|ad|advertisement|read)\b.{0,40}",
        r"(?:report|hide|remove|about|why) (?:this|these|the) ads?\b.{0,30}|remove ads",
    ],
    "navigation": [
        r"no menu items!?|(?:skip|jump) to (?:main |the )?(?:content|navigation|search|footer)|toggle (?:navigation|menu|search|dark mode)|(?:main |mobile |site )?(?:menu|navigation)",
        r"(?:exit|view|switch to|go to)? ?(?:the )?(?:mobile|desktop|full|amp|classic) (?:version|site|view)",
        r"(?:back|return|go) to (?:the )?(?:top|home(?:page)?|main page|previous page|list|index)(?: of page)?[.!]?|scroll to top|top of page",
        r"(?:previous|next|prev|older|newer) (?:article|post|story|page|news|entry|entries|posts|stories)s?\b:?.{0,120}",
        r"(?:read|see|view|show|load|click for|find out|learn|discover) (?:more|less|full (?:article|story)|all|the full (?:article|story|report))(?: (?:here|on .{0,40}|at .{0,40}|from .{0,40}|news|stories|articles|posts|results))?[.:!>»…]*",
        r"(?:read|see|watch|view|check|look|listen) (?:also|more|next|too|this|now|related)\s?[:|>»–-].{0,200}|(?:also|must|recommended|further|related|suggested) (?:read|watch|reading|see|stor(?:y|ies)|articles?|news|posts?|topics?|content|coverage|links?|video)s?\s?[:|>»–-]\s?.{0,200}",
        r"related\s?[:|>»–-]\s?.{1,160}(?<![.])|(?:was|did you find) this (?:article|page|story)\b.{0,20}\b(?:helpful|useful|interesting)\??|if you (?:find|found|notice|spot|see) an? (?:error|mistake|typo)\b.{0,140}|(?:also |read |available |read this |this article is available ){1,2}in\s?:.{1,100}",
        r"(?:more|read more|see more) (?:on|about|from) (?:this|the)\b.{0,50}|click here\b.{0,100}|tap here\b.{0,100}",
        r"check out (?:our|these|more|the)\b.{0,60}",
        r"loading(?: .{0,30})?\.*|please wait\.*|×|✕|✖|close(?: (?:menu|this|window|ad|x|search))?|open (?:menu|search)|hamburger|search(?: for)?:?|search (?:this site|the site|our site|here)\.*|submit",
        r"(?:you are here|you're here|breadcrumbs?)\s?:?.{0,120}|home\s?(?:[>»›|/]+\s?.{1,60})+|home",
        r"(?:please )?(?:enable|turn on|activate) (?:your )?javascript\b.*|javascript (?:is|must be)\b.{0,120}|your browser (?:does not|doesn't|is)\b.{0,120}",
        r"(?:listen to (?:this|the) (?:article|story)|listen now|play audio|audio|text[- ]to[- ]speech|font size|text size|increase font|decrease font|print (?:this )?(?:page|article|story)|select language|powered by google translate|translate(?: this page)?|save for later|add to (?:favou?rites|reading list|bookmarks))\b.{0,40}|(?:font size\s?)?(?:a(?: ?[+-])?(?:[\s|,]+|$)){2,}",
        r"supported by|continue reading (?:the main|below|this)\b.{0,40}|reuse this content|rate (?:this )?(?:article|story|post)|(?:top trends|live events|sort by (?:newest|oldest|best|most).{0,20})|end of (?:article|content|promotion|image gallery)",
        r"accessibility (?:links|help|statement)",
        r"(?:jump to|table of contents|in this article|on this page|show contents|hide contents)\s?:?",
        r"(?:log|sign) ?(?:in|out|on)|my account|subscribe|register|sign up|profile|settings|notifications?",
    ],
    "source": [
        rf"(?:original |news |article |story |full )?(?:source|via|sources?|read (?:the )?(?:original|full)(?: article| story)?(?: here| at| on)?|(?:perma(?:nent )?)?link(?: to (?:this|the) (?:article|page|story))?|short url)\s?[:|]\s?(?:{_LINK}|.{{1,60}})",
        rf"(?:e-?mail|web ?site|web|url|link|contact|tel|phone|fax)\s?:\s?\S.{{0,80}}|{_LINK}|[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        r"(?:this|the) (?:article|story|post|piece|report|content|column|op-ed|essay|interview)(?: .{0,100})? (?:was |is |has been |were )?(?:first |originally |also |initially |previously )*(?:re)?(?:published|appeared|posted|printed|produced|syndicated|provided)\b.{0,200}",
        r"(?:first|originally|previously|also) (?:published|appeared|posted)\s(?:on|in|at|by|as|here)\b.{0,120}",
        r"the post .{1,250} (?:appeared first on|first appeared on) .{1,80}",
        r"(?:with|\(with|inputs? from|\(inputs? from|with inputs?|agency inputs) (?:inputs?|agency|agencies|additional reporting)\b.{0,60}",
        r"(?:republished|reprinted|reproduced|syndicated) (?:with|by|from|under)\b.{0,120}",
        r"(?:read|see|visit) (?:the )?(?:original|source|full)(?: article| story| post| report)?(?: (?:at|on|here)\b.{0,80})?[.:]?",
        r"(?:for more|for further|for additional|more) (?:information|details|news|stories)\b.{0,40}\b(?:visit|see|contact|click|go to|follow|log on)\b.{0,80}|visit (?:us at |our website|https?:|www\.).{0,80}",
        r"(?:the )?[\w ]{2,30} is not responsible for the content of external\b.{0,40}|our standards\s?:.{0,120}|(?:follow|see|read) (?:all )?.{0,40}\bcoverage (?:at|on|here|of)\b.{0,100}|\(only the headline\b.{0,250}|catch all the\b.{0,160}",
        r"(?:location|place of publication|publisher|publication|outlet|provider|author|reporter|byline)\s?:\s?\S.{0,60}",
        r"views expressed\b.{0,200}|(?:the )?(?:views|opinions)(?: and opinions)? (?:expressed|stated)\b.{0,250}|disclaimer\s?:.{0,500}|\(?this (?:story|article|report) has (?:not )?been\b.{0,200}\b(?:edited|auto-generated|generated|staff|feed)\b.{0,120}",
    ],
    "copyright": [
        r"(?:copyright|©|\(c\)|&copy;)\s?.{0,200}",
        r".{0,200}\ball rights? (?:are )?reserved\b.{0,200}|.{0,80}©\s?(?:\d{4}|copyright).{0,120}|.{0,160}\bcopyright(?: \(c\)| by)?(?: [\w.]+){0,4} (?:19|20)\d\d\.?",
        r"(?:no part of|reproduction|unauthori[sz]ed|republication|any (?:use|copying)|this material may not)\b.{0,200}\b(?:prohibited|permission|consent|reproduced|redistributed)\b.{0,150}",
        r"(?:powered|designed|developed|maintained|hosted|built|proudly powered|theme|website|site) (?:by|design by|design|:)\s.{1,60}",
        r"(?:privacy(?: policy| notice| statement)?|terms(?: (?:of|and|&) (?:use|service|conditions))?|contact(?: us)?|about(?: us)?|advertise(?: with us)?|careers|help|faq|site ?map|imprint|impressum|disclaimer|cookies?|accessibility|editorial policy|corrections?|rss|jobs|feedback|home|do not sell my (?:personal )?info(?:rmation)?)(?:[\s,|·•/–-]+(?:privacy(?: policy| notice| statement)?|terms(?: (?:of|and|&) (?:use|service|conditions))?|contact(?: us)?|about(?: us)?|advertise(?: with us)?|careers|help|faq|site ?map|imprint|impressum|disclaimer|cookies?|accessibility|editorial policy|corrections?|rss|jobs|feedback|home))+",
        r"(?:privacy (?:policy|notice|statement)|terms (?:of|and|&) (?:use|service|conditions)|contact us|about us|advertise with us|site ?map)",
    ],
    "tags": [
        r"(?:tags?|tagged(?: (?:with|as))?|filed under|categor(?:y|ies)|keywords?|posted (?:in|under)|labels?|hashtags?)\s?[:|]\s?.{1,300}",
        r"(?:tagged|filed under|posted in|posted under)\s.{1,120}",
        r"(?:#\w+[\s,]*)+",
    ],
    "credit": [
        r"\(?(?:reporting|writing|additional reporting|editing|compiled|translated|edited|written|reported|curated|published|posted|reviewed|produced) by\s?:?\s(?-i:[A-Z]).{0,250}",
        r"\(?with reporting (?:by|from) .{1,120}|editors?\s?:\s?\w.{0,60}|enditem",
        r"\(?(?:with )?additional reporting\b.{0,150}",
    ],
    "date line": [
        r"(?:first |last |originally )?(?:published|posted|updated|modified)(?: on| at| by)?\s?:",
        r"(?:an?|\d+|one|two|three|four|five|six|seven|few) (?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year)s? ago",
        r"(?:first |last |originally )?(?:published|posted|updated|modified|created|edited|publication date|date|issued|uploaded)(?: (?:on|at|date))?\s?:?\s?(?:an?|\d+) (?:min(?:ute)?|hour|hr|day|week|month|year)s? ago.{0,40}",
    ],
}  # fmt: skip

_EDGE = {
    "byline": [
        rf"(?:by|author|written by|posted by|published by|reported by|story by|text by|words by|report by)\s?:?\s+(?=(?-i:[A-Z]))(?!(?:the|an?)\s)(?:(?:{_NAME}|&)[,]?\s*){{1,7}}(?:[,|/–-]\s*.{{0,80}})?(?:\s{_COUNT}\s?{_COUNTED})?",
        rf"(?:von|par|por|door|di|af|av|autor|autorin|auteur|autore|автор|авторы)\s?:?\s(?!(?:el|la|los|les|le|der|die|das|het|de) )(?:{_PERSON}(?:,| und| et| y| e| en| og| och| и)?\s){{1,5}}{_PERSON}",
        rf"(?:{_NAME}\s){{1,3}}{_NAME}\s?[,|/–-]\s?(?:[\w-]+\s){{0,2}}{_POST}(?:[\s,|/–-].{{0,40}})?",
        r"(?:[\w']+\s){1,3}\w+'s (?:\w+ )?service",
        rf"(?:{_STAFF}\s)*(?:correspondents?|reporters?|staff writers?|news desk|web desk|newsroom|editorial (?:team|board|staff)|bureau|staff report(?:er)?|agencies|news agency|special correspondent|our correspondent|newswire)(?:[,|/–-].{{0,40}})?",
        rf"{_AGENCY}(?:[\s,/|&]+{_AGENCY})*",
    ],
    "share": [rf"{_SITES}"],
    "feedback": [r"yes|no|listen|save|helpful|not helpful|thumbs up|thumbs down|send us a tip|tip us|ok|cancel"],
    "counter": [r"\d+(?:[.,]\d+)?\s?[km]|\d{1,3}(?:[,.]\d{3})*|\d{1,6}", r"(?:shares?|views?|comments?|likes?|reactions?)"],
    "comment form": [r"comments?(?:\s?\(?\d+\)?)?|discussion|responses|replies|name|e-?mail|website"],
    "sign-off": [
        rf"(?:[-–—(\[/*#]\s?)*(?:{_AGENCY}|reuter|ends?|end of (?:text|article|story)|more|30|ends/|enditem)(?:\s?[-–—)\]/*#])*\.?",
    ],
    "navigation": [
        r"[^\w\"'.!?]+|(?-i:[A-Z]{1,2})",
        r"(?:previous|next|prev|older|newer|first|last|top|up|more|back|share|print|latest|live|video|videos|photos|podcasts?|world|news|politics|business|sports?|opinion|culture|technology|tech|science|health|economy|entertainment|lifestyle|breaking|breaking news|world news|latest news|top stories|international|local|national|regional|markets?|finance|companies|commodities|economics|society|security|analysis|energy|environment|climate|education|africa|asia|europe|americas|central asia|south asia|east asia|southeast asia|middle east|latin america|north america|south america|eurasia|caucasus|balkans|asia[ -]pacific|featured?|exclusive|must read|editor'?s picks?|headlines)(?:\s?[|/>»›·•]\s?\w[\w &-]{0,30})*\s?[>»›]?",
        r"[\w &'-]{2,25}(?:\s?[>»›]\s?[\w &'-]{2,40})+",
        r"(?:[\w&'-]+(?: [\w&'-]+)?\s?[|•·]\s?){2,}[\w&' -]+|(?:[\w&'-]+(?: [\w&'-]+){0,2} / ){2,}[\w&' -]+",
    ],
    "tags": [r"topics?\s?:\s?.{1,200}", r"in this (?:story|article)\s?:.{0,120}"],
}  # fmt: skip

_OPENERS = {
    "comment block": [
        r"leave a (?:reply|comment)\b.{0,40}",
        r"(?:\d[\d,]* )?(?:reader )?(?:comments|responses|replies)(?: (?:on|to) .{1,150})?(?:\s?\(\d+\))?:?",
        r"(?:one|\d+) thoughts? on .{1,150}",
    ],
    "link block": [
        r"(?:related|recommended|similar|popular|trending|recent|latest|top|more|other|further|featured|suggested)(?: (?:to|in|from) \w+)? (?:articles?|posts?|stor(?:y|ies)|news|topics?|content|reading|coverage|headlines|reads|videos?|links)(?: .{0,30})?:?",
        r"you (?:may|might|could|will|would)(?: also)? (?:like|enjoy|be interested in|love|want to read)(?: .{0,30})?:?|(?:more|also|latest) (?:from|in|on|by) .{1,50}:?|(?:most|editor'?s|our|staff) (?:read|popular|viewed|shared|commented|picks?|recent|discussed)(?: .{0,30})?:?|trending(?: now| today)?:?|don'?t miss:?|(?:what to )?read next:?|recommended(?: for you)?:?|related:?|also read:?|see also:?|read also:?|read more:?|must reads?:?|up next:?|around the web:?|from the web:?|in case you missed it:?|other news:?|what others are reading:?|share your thoughts:?",
        r"check out our other content|check out other.{0,40}|explore more:?|keep reading:?|more stories:?|sponsored links:?|promoted stories:?",
    ],
    "author block": [r"about (?:the |our )?(?:author|writer|contributor)s?:?"],
}


LABELS = re.compile(
    r"(?:see also|read also|also read|read more|more|related|related (?:article|story|news|coverage)"
    r"|must read|recommended|don't miss|watch|listen)\s?:",
    re.IGNORECASE,
)
"""A label on a line of its own, with the headline of another article on the next."""


class RuleSet:
    """Named patterns, tried in their order against a whole line."""

    def __init__(self, rules: dict[str, list[str]]) -> None:
        self._patterns = [
            (name, re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE))
            for name, forms in rules.items()
        ]

    def match(self, line: str) -> str | None:
        """Name of the first rule that the whole line fits, or None."""
        for name, pattern in self._patterns:
            if pattern.fullmatch(line):
                return name
        return None


ANYWHERE, EDGE, OPENERS = RuleSet(_ANYWHERE), RuleSet(_EDGE), RuleSet(_OPENERS)


class OwnRules(NamedTuple):
    """What a language adds to the rules that hold in all: patterns by place."""

    anywhere: RuleSet
    edge: RuleSet
    openers: RuleSet


@cache
def rules_of(code: str) -> OwnRules | None:
    """Read ``clutter.toml`` of a language; None where it has none.

    Raises
    ------
    InputError
        When the file is not TOML, has another table than the three places, or a wrong pattern.
    """
    path = LANGUAGES / code / "clutter.toml"
    if not code or not path.is_file():
        return None
    try:
        given = tomllib.loads(path.read_text("utf-8"))
        unknown = set(given) - set(OwnRules._fields)
        if unknown:
            raise InputError(f"{path}: {min(unknown)!r} is none of {list(OwnRules._fields)}.")
        return OwnRules(*(RuleSet(given.get(place, {})) for place in OwnRules._fields))
    except (ValueError, re.error) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{path}: {error}.") from error


@cache
def languages_with_rules() -> frozenset[str]:
    """Give the languages that have rules of their own."""
    return frozenset(path.parent.name for path in LANGUAGES.glob("*/clutter.toml"))
